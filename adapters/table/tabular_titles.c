#include "adapters/table/tabular_titles.h"

#include <string.h>

#include "adapters/table/tabular_inner.h"
#include "adapters/table/title_moment.h"

/* The column whose cell heads this cell. A heading that spans columns stands in the first of them: an empty cell with
 * a text below it belongs to the cell at its left. */
static size_t cell_place(const struct tabular *t, size_t row, size_t column)
{
    bool below = false;
    for (size_t k = row + 1; k < t->heading.end; k++)
        below |= *head_words(t->head, k, column) != '\0';
    while (below && column > 0 && !*head_words(t->head, row, column))
        column--;
    return column;
}

static bool title_write(const struct tabular *t, size_t column, struct buffer *out)
{
    const char *last = "";
    buffer_reset(out);
    for (size_t row = t->heading.first; row < t->heading.end; row++) {
        size_t at = cell_place(t, row, column);
        const char *words = head_words(t->head, row, at);
        if (!*words || strcmp(words, last) == 0)
            continue;
        last = words;
        buffer_printf(out, "%s%s", out->used ? " / " : "", head_text(t->head, row, at));
    }
    return !out->failed;
}

bool tabular_titles_each(const struct tabular *t,
                         bool (*see)(void *context, const struct tabular_title *title), void *context)
{
    struct buffer title;
    bool ok = true;
    buffer_init(&title, LIMIT_HEADING_ROWS * LIMIT_VALUE_BYTES);
    for (size_t column = 0; ok && column < LIMIT_SHEET_COLUMNS; column++) {
        struct tabular_title one = {0};
        ok = title_write(t, column, &title);
        if (!ok || !title.used)
            continue;
        one.title = buffer_string(&title);
        for (size_t name = 0; name < titles_count(t->manifest->titles); name++)
            if (t->heading.column_of[name] == column) {
                one.name = titles_name(t->manifest->titles, name);
                one.known = titles_first(t->manifest->titles, name);
            }
        ok = see(context, &one);
    }
    buffer_free(&title);
    return ok;
}

moment tabular_newest(const struct tabular *t, moment now)
{
    moment newest = t->choice ? survey_newest(&t->choice->survey) : MOMENT_NONE;
    return newest > now ? now : newest;
}

moment tabular_title_moment(const struct tabular *t, bool *span)
{
    moment stated[2] = {MOMENT_NONE, MOMENT_NONE}; /* [0] single moments, [1] ends of spans */
    for (size_t row = 0; row < t->heading.first; row++)
        for (size_t column = 0; column < LIMIT_SHEET_COLUMNS; column++) {
            bool several;
            const char *text = head_text(t->head, row, column);
            moment m = *text ? title_moment(text, &several) : MOMENT_NONE;
            if (m != MOMENT_NONE && m > stated[several])
                stated[several] = m;
        }
    *span = stated[false] == MOMENT_NONE;
    return stated[*span];
}
