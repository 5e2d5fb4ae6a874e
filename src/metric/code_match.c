#include "metric/code_match.h"

#include "base/text.h"

bool code_match_suits(struct store *s, const char *a, const char *b, bool *both, struct error *e)
{
    static const char sql[] = "SELECT COUNT(*) FROM source s WHERE s.name IN ($1, $2) AND EXISTS"
                              " (SELECT 1 FROM unit_source u WHERE u.source_id = s.id AND u.dossiers = 1)";
    const struct value params[] = {value_text(a), value_text(b)};
    int64_t found = 0;
    bool ok = store_query(s, sql, params, 2, value_number_row, &found, e);
    *both = found == 2;
    return ok;
}

/* One row for each code of each side. $1, $2: the sources; [$3, $4): when the dossiers were received. */
#define SIDES                                                                                                \
    "WITH coded AS MATERIALIZED (SELECT CASE WHEN s.name = $1 THEN 0 ELSE 1 END AS side,"                    \
    " UPPER(REPLACE(d.code, ' ', '')) AS same, d.code, d.unit, d.received_at"                                \
    " FROM dossier d JOIN source s ON s.id = d.source_id WHERE s.name IN ($1, $2)),"                         \
    " sides AS MATERIALIZED (SELECT side, same, MIN(code) AS code, MIN(unit) AS unit,"                       \
    " MIN(received_at) AS received_at,"                                                                      \
    " MAX(CASE WHEN COALESCE(received_at, $3) >= $3 AND COALESCE(received_at, $3) < $4 THEN 1 ELSE 0 END)"   \
    " AS wanted FROM coded WHERE same <> '' GROUP BY side, same)"

static const char totals_sql[] =
    SIDES " SELECT x.side, COUNT(*), COUNT(y.same) FROM sides x"
          " LEFT JOIN sides y ON y.same = x.same AND y.side = 1 - x.side WHERE x.wanted = 1 GROUP BY x.side"
          " UNION ALL SELECT side + 2, COUNT(*), 0 FROM coded WHERE COALESCE(same, '') = '' GROUP BY side";

static const char alone_sql[] =
    SIDES " SELECT x.side, x.code, x.unit, x.received_at FROM sides x"
          " LEFT JOIN sides y ON y.same = x.same AND y.side = 1 - x.side"
          " WHERE x.wanted = 1 AND y.same IS NULL ORDER BY x.side, x.unit, x.code";

static bool total_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct code_match *m = context;
    int64_t side = columns[0].number;
    (void)count;
    (void)e;
    if (side >= 2) {
        m->without[side - 2] = columns[1].number;
        return true;
    }
    m->codes[side] = columns[1].number;
    m->shared[side] = columns[2].number;
    return true;
}

struct seeing {
    bool (*see)(void *context, const struct code_alone *one);
    void *context;
};

static bool alone_row(void *context, const struct value *columns, int count, struct error *e)
{
    const struct seeing *s = context;
    const struct code_alone one = {.second = columns[0].number == 1,
                                   .code = columns[1].text,
                                   .unit = columns[2].known ? columns[2].text : NULL,
                                   .received = value_to_moment(&columns[3])};
    (void)count;
    return s->see(s->context, &one) || error_memory(e, "codes");
}

bool code_match_make(struct store *s, const char *a, const char *b, const struct period *p,
                     bool (*see)(void *context, const struct code_alone *one), void *context,
                     struct code_match *out, struct error *e)
{
    struct seeing seeing = {see, context};
    const struct value params[] = {value_text(a), value_text(b), value_number(p ? p->from : INT64_MIN / 2),
                                   value_number(p ? p->to : INT64_MAX / 2)};
    *out = (struct code_match){0};
    if (!store_snapshot_begin(s, e))
        return false;
    bool ok = store_query(s, totals_sql, params, 4, total_row, out, e) &&
              store_query(s, alone_sql, params, 4, alone_row, &seeing, e);
    store_snapshot_end(s);
    return ok;
}
