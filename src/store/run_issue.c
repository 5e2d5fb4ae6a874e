#include "store/run_issue.h"

bool run_issues_put(struct store *s, const struct run *run, const struct misgiving_list *issues,
                    struct error *e)
{
    if (!issues->count)
        return true;
    bool ok = store_write_begin(s, e);
    if (!ok)
        return false;
    for (size_t i = 0; ok && i < issues->count; i++) {
        const struct misgiving *one = &issues->items[i];
        const struct value params[] = {value_number(run->id),     value_text(misgiving_kind_name(one->kind)),
                                       value_text(one->field),    value_text(one->word),
                                       value_number(run->source), value_number(one->rows)};
        ok = store_write(s,
                         "INSERT INTO run_issue (run_id, kind, field, word, source_id, rows)"
                         " VALUES ($1, $2, $3, $4, $5, $6)"
                         " ON CONFLICT (run_id, kind, field, word) DO UPDATE SET rows = excluded.rows",
                         params, 6, NULL, NULL, e);
    }
    return store_write_end(s, ok, e);
}

/* Takes a row: kind, field, word, rows. */
static bool issue_row(void *context, const struct value *columns, int count, struct error *e)
{
    int kind = misgiving_kind_find(columns[0].text);
    (void)count;
    return kind < 0 ||
           misgiving_add(context, (enum misgiving_kind)kind, columns[1].text, columns[2].text,
                         columns[2].length, columns[3].number) ||
           error_memory(e, "issues");
}

bool run_issues_load(struct store *s, const char *source, moment at, struct misgiving_list *out,
                     struct error *e)
{
    const struct value params[] = {value_text(source), value_number(at), value_number(MOMENT_DAY)};
    *out = (struct misgiving_list){0};
    if (store_query(
            s,
            "SELECT i.kind, i.field, i.word, SUM(i.rows) FROM run_issue i JOIN run r ON r.id = i.run_id"
            " JOIN source s ON s.id = r.source_id WHERE s.name = $1 AND r.observed_at <= $2"
            " AND r.observed_at > (SELECT MAX(n.observed_at) FROM run n WHERE n.source_id = s.id"
            " AND n.observed_at <= $2) - $3"
            " AND NOT EXISTS (SELECT 1 FROM run l WHERE l.source_id = s.id AND l.bytes = r.bytes"
            " AND l.id > r.id AND l.observed_at <= $2)"
            " GROUP BY i.kind, i.field, i.word ORDER BY SUM(i.rows) DESC, i.kind, i.field, i.word",
            params, 3, issue_row, out, e))
        return true;
    misgiving_list_free(out);
    return false;
}
