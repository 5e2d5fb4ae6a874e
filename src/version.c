#include "version.h"

#include "dossier.h"

struct versions versions_of(const struct store *s)
{
    moment known = store_known(s);
    return (struct versions){.choice = known == MOMENT_NONE ? VERSION_PRESENT : VERSION_KNOWN,
                             .known = known};
}

void versions_runs_sql(const int64_t *runs, size_t count, struct buffer *sql)
{
    buffer_text(sql, "IN (");
    for (size_t i = 0; i < count; i++)
        buffer_printf(sql, "%s%lld", i ? ", " : "", (long long)runs[i]);
    buffer_text(sql, count ? ")" : "0)"); /* no run has the number 0 */
}

/* One branch: rows of a table under a condition, in which %K is the moment and %R the runs. */
static void branch_write(const struct versions *v, const char *table, const char *condition,
                         struct buffer *sql)
{
    buffer_text(sql, "SELECT ");
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        buffer_printf(sql, "%s, ", dossier_fields[i].name);
    buffer_printf(sql, "source_id, run_id FROM %s WHERE ", table);
    for (const char *p = condition; *p; p++)
        if (*p != '%')
            buffer_append(sql, p, 1);
        else if (*++p == 'K')
            buffer_printf(sql, "%lld", (long long)v->known);
        else
            versions_runs_sql(v->runs, v->run_count, sql);
}

/* Which rows of the newest versions, and which of the replaced ones; NULL: none. */
static const struct {
    const char *newest, *replaced;
} conditions[] = {
    [VERSION_KNOWN] = {"known_from <= %K", "known_from <= %K AND replaced_at > %K"},
    [VERSION_WITHOUT] = {"NOT run_id %R", "replaced_by %R AND NOT run_id %R"},
    [VERSION_BROUGHT] = {"run_id %R", "run_id %R AND NOT replaced_by %R"},
    [VERSION_REPLACED] = {NULL, "replaced_by %R AND NOT run_id %R"},
};

void versions_sql(const struct versions *v, struct buffer *sql)
{
    bool all = v->choice == VERSION_PRESENT || (v->choice == VERSION_WITHOUT && v->run_count == 0);
    if (all) {
        buffer_text(sql, "dossier");
        return;
    }
    buffer_text(sql, "(");
    if (conditions[v->choice].newest) {
        branch_write(v, "dossier", conditions[v->choice].newest, sql);
        buffer_text(sql, " UNION ALL ");
    }
    branch_write(v, "dossier_history", conditions[v->choice].replaced, sql);
    buffer_text(sql, ") d");
}
