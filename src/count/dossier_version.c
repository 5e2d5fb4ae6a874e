#include "count/dossier_version.h"

#include "rows/dossier.h"

struct dossier_versions dossier_versions_of(const struct store *s)
{
    moment known = store_known(s);
    return (struct dossier_versions){.choice = known == MOMENT_NONE ? VERSION_PRESENT : VERSION_KNOWN,
                                     .known = known};
}

void dossier_versions_runs_sql(const int64_t *runs, size_t count, struct buffer *sql)
{
    buffer_text(sql, "IN (");
    for (size_t i = 0; i < count; i++)
        buffer_printf(sql, "%s%lld", i ? ", " : "", (long long)runs[i]);
    buffer_text(sql, count ? ")" : "0)"); /* no run has the number 0 */
}

/* The dates of a dossier that a span may hold. The due date has an index of its own. */
enum dates { DATES_DUE, DATES_OTHER, DATES_ALL };

/* Writes that one of these dates lies in the span. ahead: and the date was still to come when the version became
 * known, as the index has it; a date that had passed by then has passed at any later moment too. */
static void dates_write(const struct dossier_versions *v, enum dates dates, bool ahead, struct buffer *sql)
{
    const char *between = "(";
    for (int field = 0; field < DOSSIER_FIELD_COUNT; field++) {
        const char *name = dossier_fields[field].name;
        bool due = field == DOSSIER_DUE;
        if (dossier_fields[field].type != FIELD_MOMENT || (dates == DATES_DUE && !due) ||
            (dates == DATES_OTHER && due))
            continue;
        for (size_t i = 0; i < v->offset_count; i++)
            buffer_printf(sql, "%s(%s%s%s BETWEEN %lld AND %lld)", i ? " OR " : between, ahead ? name : "",
                          ahead ? " >= known_from AND " : "", name, (long long)(v->from + v->offsets[i]),
                          (long long)(v->to + v->offsets[i]));
        between = " OR ";
    }
    buffer_text(sql, ")");
}

/* Writes one branch of the union: rows of a table under a condition, in which %K is the moment, %R the runs, %P the
 * pending runs, %D a test of the due date, %O of the other dates, %A of any date. */
static void branch_write(const struct dossier_versions *v, const char *table, const char *condition,
                         struct buffer *sql)
{
    buffer_text(sql, "SELECT ");
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        buffer_printf(sql, "%s, ", dossier_fields[i].name);
    if (v->choice == VERSION_KNOWN) /* until another source had it too, the dossier counted */
        buffer_printf(sql, "CASE WHEN twice_from <= %lld THEN twice_from END AS ", (long long)v->known);
    buffer_printf(sql, "twice_from, source_id, run_id FROM %s WHERE ", table);
    for (const char *p = condition; *p; p++)
        if (*p != '%')
            buffer_append(sql, p, 1);
        else if (*++p == 'K')
            buffer_printf(sql, "%lld", (long long)v->known);
        else if (*p == 'P')
            dossier_versions_runs_sql(v->pending, v->pending_count, sql);
        else if (*p == 'R')
            dossier_versions_runs_sql(v->runs, v->run_count, sql);
        else
            dates_write(v, *p == 'D' ? DATES_DUE : *p == 'O' ? DATES_OTHER : DATES_ALL, *p != 'A', sql);
}

/* The condition of the index dossier_date_ahead, word for word, so that the planner uses the index. */
#define AHEAD                                                                                                \
    "submitted_at >= known_from OR received_at >= known_from OR extended_at >= known_from"                   \
    " OR finished_at >= known_from OR returned_at >= known_from OR apology_at >= known_from"

/* PostgreSQL overrates the number of these rows and would start parallel workers, whose start takes longer than the
 * reading. A condition with random() forbids parallel plans. */
#define FEW " AND random() IS NOT NULL"

/* The rows to take: of the newest versions, and of the replaced ones; NULL takes none. */
static const struct {
    const char *newest, *replaced,
        *more; /* further rows of the newest versions, none of which `newest` has */
} conditions[] = {
    [VERSION_KNOWN] = {"known_from <= %K", "known_from <= %K AND replaced_at > %K", NULL},
    [VERSION_WITHOUT] = {"NOT run_id %R", "replaced_by %R AND NOT run_id %R", NULL},
    [VERSION_BROUGHT] = {"run_id %R", "run_id %R AND NOT replaced_by %R", NULL},
    [VERSION_REPLACED] = {NULL, "replaced_by %R AND NOT run_id %R", NULL},
    [VERSION_PASSED] = {"%D AND NOT run_id %R" FEW, "replaced_by %P AND NOT run_id %R AND %A",
                        "(" AHEAD ") AND %O AND NOT run_id %R AND CASE WHEN %D THEN 0 ELSE 1 END = 1" FEW},
};

void dossier_versions_sql(const struct dossier_versions *v, struct buffer *sql)
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
    if (conditions[v->choice].more) {
        branch_write(v, "dossier", conditions[v->choice].more, sql);
        buffer_text(sql, " UNION ALL ");
    }
    branch_write(v, "dossier_history", conditions[v->choice].replaced, sql);
    buffer_text(sql, ") d");
}
