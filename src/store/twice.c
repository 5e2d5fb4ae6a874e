#include "store/twice.h"

#include <stdio.h>

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"
#include "rows/value.h"

/* Writes a list of (name, place), the order of the config's sources, which a statement joins. */
static bool places_sql(const struct config *c, struct buffer *sql)
{
    buffer_text(sql, "CASE ");
    for (size_t i = 0; i < c->source_count; i++) {
        buffer_text(sql, "WHEN name = '");
        buffer_text(sql,
                    c->sources[i].name); /* letters, digits, - and _ alone: the config's schema says so */
        buffer_printf(sql, "' THEN %zu ", i + 1);
    }
    buffer_printf(sql, "WHEN id > 0 THEN %zu + id ELSE 0 END", c->source_count + 1);
    return !sql->failed;
}

/* Gives the sources their places. *changed: other sources count than before, or in another order. */
static bool places_put(struct store *s, const struct config *c, bool *changed, struct error *e)
{
    struct buffer place, sql;
    int64_t moved = 0;
    buffer_init(&place, LIMIT_SQL_BYTES);
    buffer_init(&sql, LIMIT_SQL_BYTES);
    bool ok = places_sql(c, &place);
    const char *wanted = buffer_string(&place);
    buffer_printf(&sql,
                  "UPDATE source SET place = CASE WHEN counts = 1 THEN %s END"
                  " WHERE COALESCE(place, 0) <> COALESCE(CASE WHEN counts = 1 THEN %s END, 0) RETURNING id",
                  wanted, wanted);
    ok = (ok && !sql.failed) || error_memory(e, "sources");
    ok = ok && store_write(s, buffer_string(&sql), NULL, 0, value_number_row, &moved, e);
    *changed = moved != 0;
    buffer_free(&place);
    buffer_free(&sql);
    return ok;
}

/* The number of sources that count and have dossiers. */
static const char sources_sql[] =
    "SELECT COUNT(*) FROM source s WHERE s.counts = 1"
    " AND EXISTS (SELECT 1 FROM unit_source u WHERE u.source_id = s.id AND u.dossiers = 1)";

/* The number of runs that no sample has counted yet and that brought new dossiers or found dossiers missing. */
static const char runs_sql[] = "SELECT COUNT(*) FROM run WHERE sampled <= 0 AND outcome <> 'running'"
                               " AND (new_rows > 0 OR missing > 0)";

static const char marks_sql[] = "SELECT CASE WHEN EXISTS (SELECT 1 FROM dossier WHERE twice_from IS NOT NULL)"
                                " THEN 1 ELSE 0 END";

/* Marks each dossier whose code a dossier in an earlier place has, with the moment since which that is known, and
 * removes other marks. Each part is a set that is made once; CROSS JOIN keeps SQLite from making an index of the
 * greater set, which as a rule is the first place. Gives the runs of the changed dossiers. */
static const char set_sql[] =
    "WITH later AS MATERIALIZED (SELECT d.source_id, d.key, s.place, UPPER(REPLACE(d.code, ' ', '')) AS code"
    " FROM dossier d JOIN source s ON s.id = d.source_id"
    " WHERE s.place > (SELECT MIN(place) FROM source) AND d.code <> ''),"
    " earlier AS (SELECT s.place, d.first_seen, UPPER(REPLACE(d.code, ' ', '')) AS code"
    " FROM dossier d JOIN source s ON s.id = d.source_id"
    " WHERE s.place < (SELECT MAX(place) FROM source) AND d.code <> ''),"
    " twice AS MATERIALIZED (SELECT l.source_id, l.key, MIN(e.first_seen) AS since FROM earlier e CROSS JOIN "
    "later l"
    " WHERE l.code = e.code AND l.place > e.place GROUP BY l.source_id, l.key),"
    " wanted AS MATERIALIZED (SELECT source_id, key, since FROM twice UNION ALL"
    " SELECT d.source_id, d.key, NULL FROM dossier d LEFT JOIN twice t ON t.source_id = d.source_id AND "
    "t.key = d.key"
    " WHERE d.twice_from IS NOT NULL AND t.key IS NULL)"
    " UPDATE dossier SET twice_from = w.since FROM wanted w WHERE dossier.source_id = w.source_id"
    " AND dossier.key = w.key AND COALESCE(dossier.twice_from, -1) <> COALESCE(w.since, -1) RETURNING run_id";
static const char clear_all_sql[] =
    "UPDATE dossier SET twice_from = NULL WHERE twice_from IS NOT NULL RETURNING run_id";

/* Marks a unit none of whose dossiers counts in this source: the fields that this source cannot know do not matter
 * there. */
static const char units_sql[] =
    "WITH left_over AS MATERIALIZED (SELECT source_id, unit, MIN(CASE WHEN twice_from IS NULL THEN 0 ELSE 1 "
    "END) AS twice"
    " FROM dossier WHERE unit IS NOT NULL AND source_id IN (SELECT source_id FROM dossier WHERE twice_from "
    "IS NOT NULL"
    " UNION SELECT source_id FROM unit_source WHERE twice = 1)"
    " GROUP BY source_id, unit)"
    " UPDATE unit_source SET twice = l.twice FROM left_over l WHERE unit_source.source_id = l.source_id"
    " AND unit_source.unit = l.unit AND unit_source.twice <> l.twice";

struct marking {
    int64_t least; /* oldest run of the dossiers whose marks changed; 0: none */
    int64_t count;
};

static bool run_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct marking *m = context;
    (void)count;
    (void)e;
    m->count++;
    m->least = m->least && m->least < columns[0].number ? m->least : columns[0].number;
    return true;
}

static bool number_get(struct store *s, const char *sql, int64_t *out, struct error *e)
{
    *out = 0;
    return store_query(s, sql, NULL, 0, value_number_row, out, e);
}

/* Has all samples counted anew if marks changed of a dossier whose run samples have counted. */
static bool samples_drop(struct store *s, const struct marking *m, struct error *e)
{
    const struct value least = value_number(m->least);
    return !m->count ||
           store_write(
               s,
               "UPDATE sample_period SET definitions = 0"
               " WHERE $1 < (SELECT COALESCE(MIN(id), 9223372036854775807) FROM run WHERE sampled <= 0)",
               &least, 1, NULL, NULL, e);
}

static bool marks_put(struct store *s, int64_t sources, struct error *e)
{
    struct marking m = {0};
    bool ok = store_write(s, sources > 1 ? set_sql : clear_all_sql, NULL, 0, run_row, &m, e);
    return ok && store_write(s, units_sql, NULL, 0, NULL, NULL, e) && samples_drop(s, &m, e);
}

bool twice_mark(struct store *s, const struct config *c, struct error *e)
{
    int64_t sources, runs, marks;
    bool moved;
    if (!number_get(s, sources_sql, &sources, e) || !number_get(s, runs_sql, &runs, e) ||
        !number_get(s, marks_sql, &marks, e) || !store_write_begin(s, e))
        return false;
    bool ok = places_put(s, c, &moved, e);
    if (ok && ((sources > 1 && (runs || moved)) || (sources <= 1 && marks)))
        ok = marks_put(s, sources, e);
    return store_write_end(s, ok, e);
}

struct telling {
    int64_t count;
    char *out;
    size_t size, used;
};

static bool tell_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct telling *t = context;
    char n[TEXT_NUMBER_BYTES];
    (void)count;
    (void)e;
    t->count += columns[1].number;
    if (t->used < t->size)
        t->used += (size_t)snprintf(t->out + t->used, t->size - t->used, "%s%s %s", t->used ? ", " : "",
                                    columns[0].text, text_count(columns[1].number, n));
    return true;
}

bool twice_tell(struct store *s, int64_t *count, char *out, size_t size, struct error *e)
{
    struct telling t = {.out = out, .size = size};
    *out = '\0';
    bool ok = store_query(s,
                          "SELECT s.name, COUNT(*) FROM dossier d JOIN source s ON s.id = d.source_id"
                          " WHERE d.twice_from IS NOT NULL GROUP BY s.name ORDER BY s.name",
                          NULL, 0, tell_row, &t, e);
    *count = t.count;
    return ok;
}
