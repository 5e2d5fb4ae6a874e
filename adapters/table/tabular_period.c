/* The period that a table states: in the titles above its heading, in the text above it on a page, or in the name of
 * its sheet. */
#include <stdlib.h>
#include <string.h>

#include "adapters/table/tabular_inner.h"
#include "adapters/table/title_period.h"
#include "base/words.h"

/* The period of the last line that states one, among the lines above a page's table; false: no line does. */
static bool around_period(const struct tabular *t, enum period_kind *kind, moment *from)
{
    const char *title = sheet_table_title(t->sheet, t->table);
    bool found = false;
    for (const char *at = title; *at;) {
        size_t n = strcspn(at, "\n");
        char *line = strndup(at, n), *words = line ? words_of(line, false) : NULL;
        enum period_kind k;
        moment m;
        if (words && title_period(words, &k, &m) && !(found && k == PERIOD_YEAR && *kind != PERIOD_YEAR)) {
            *kind = k;
            *from = m;
            found = true;
        }
        free(words);
        free(line);
        at += n + (at[n] != '\0');
    }
    return found;
}

/* A sheet may be named by its period. */
static bool name_period(const struct tabular *t, enum period_kind *kind, moment *from)
{
    char *words = words_of(sheet_table_name(t->sheet, t->table), false);
    bool found = words && title_period(words, kind, from);
    free(words);
    return found;
}

bool tabular_period(const struct tabular *t, enum period_kind *kind, moment *from)
{
    bool found = false;
    for (size_t row = 0; row < t->heading.end; row++)
        for (size_t column = 0; column < LIMIT_SHEET_COLUMNS; column++) {
            enum period_kind k;
            moment m;
            const char *words = head_words(t->head, row, column);
            if (!*words || !title_period(words, &k, &m))
                continue;
            if (found && k == PERIOD_YEAR)
                continue;
            *kind = k;
            *from = m;
            found = true;
            if (k != PERIOD_YEAR)
                return true;
        }
    return found || around_period(t, kind, from) || name_period(t, kind, from);
}
