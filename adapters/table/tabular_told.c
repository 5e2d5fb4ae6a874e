#include <stdio.h>
#include <string.h>

#include "adapters/table/tabular_inner.h"

enum { LINE_BYTES = LIMIT_VALUE_BYTES * 2 };

static void cell_join(char line[LINE_BYTES], size_t *used, const char *text)
{
    size_t n = strlen(text);
    if (n && *used + n + 2 < LINE_BYTES)
        *used += (size_t)snprintf(line + *used, LINE_BYTES - *used, "%s ", text);
}

void tabular_told_row(struct tabular *t)
{
    char line[LINE_BYTES] = "";
    size_t used = 0;
    for (size_t i = 0; i < t->row.count; i++)
        cell_join(line, &used, tabular_text_at(t, i));
    told_total_see(&t->beside.told, t->records, line);
}

static void lines_see(struct tabular *t, size_t records, const char *text)
{
    for (size_t n; *text; text += n + (text[n] != '\0')) {
        char line[LINE_BYTES];
        n = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(n < sizeof line ? n : sizeof line - 1), text);
        told_total_see(&t->beside.told, records, line);
    }
}

void tabular_told_end(struct tabular *t)
{
    lines_see(t, t->records, sheet_table_after(t->sheet, t->table));
}

void tabular_told_titles(struct tabular *t)
{
    const char *title = sheet_table_title(t->sheet, t->table);
    if (t->plan->kind != STREAM_DOSSIER)
        return;
    for (size_t row = 0; row < t->heading.first; row++) {
        char line[LINE_BYTES] = "";
        size_t used = 0;
        for (size_t k = 0; k < LIMIT_SHEET_COLUMNS; k++)
            cell_join(line, &used, head_text(t->head, row, k));
        told_total_see(&t->beside.told, 0, line);
    }
    lines_see(t, 0, title);
}

int64_t tabular_told(const struct tabular *t)
{
    return told_total_unmet(&t->beside.told, t->records);
}
