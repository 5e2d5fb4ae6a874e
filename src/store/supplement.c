#include "store/supplement.h"

#include "base/buffer.h"
#include "base/limit.h"
#include "base/text.h"

static const int fields[] = {DOSSIER_APOLOGY, DOSSIER_DIGITIZED, DOSSIER_ELECTRONIC_RESULT, DOSSIER_ACCOUNT,
                             DOSSIER_LINKED};
enum { FIELDS = sizeof fields / sizeof *fields };

uint64_t supplement_fields(void)
{
    uint64_t bits = 0;
    for (int i = 0; i < FIELDS; i++)
        bits |= UINT64_C(1) << fields[i];
    return bits;
}

bool supplement_put(struct store *s, int64_t source, const struct run *run, const struct dossier *d,
                    struct error *e)
{
    const struct value params[] = {value_number(source),
                                   d->value[DOSSIER_CODE],
                                   value_number(run->observed),
                                   value_number(run->id),
                                   d->value[DOSSIER_APOLOGY],
                                   d->value[DOSSIER_DIGITIZED],
                                   d->value[DOSSIER_ELECTRONIC_RESULT],
                                   d->value[DOSSIER_ACCOUNT],
                                   d->value[DOSSIER_LINKED]};
    return store_write(
        s,
        "INSERT INTO supplement (source_id, same, observed_at, run_id, apology_at, digitized, "
        "electronic_result,"
        " account_created, linked)"
        " VALUES ($1, UPPER(REPLACE(CAST($2 AS TEXT), ' ', '')), $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT (source_id, same) DO UPDATE SET observed_at = excluded.observed_at,"
        " run_id = excluded.run_id, apology_at = COALESCE(excluded.apology_at, supplement.apology_at),"
        " digitized = COALESCE(excluded.digitized, supplement.digitized),"
        " electronic_result = COALESCE(excluded.electronic_result, supplement.electronic_result),"
        " account_created = COALESCE(excluded.account_created, supplement.account_created),"
        " linked = COALESCE(excluded.linked, supplement.linked)"
        " WHERE supplement.observed_at <= excluded.observed_at",
        params, 9, NULL, NULL, e);
}

bool supplement_known(struct store *s, int64_t source, uint64_t known, struct error *e)
{
    const struct value params[] = {value_number(source),
                                   value_number((int64_t)(known & supplement_fields()))};
    return store_write(
        s, "UPDATE source SET supplement = supplement | ($2 & ~knows), knows = knows | $2 WHERE id = $1",
        params, 2, NULL, NULL, e);
}

/* --- filling in --- */

/* Supplements without a dossier so far are searched by one scan of the dossiers; the others are found by their keys. */
static const char find_sql[] =
    "WITH coded AS MATERIALIZED (SELECT d.source_id, d.key, UPPER(REPLACE(d.code, ' ', '')) AS same FROM "
    "dossier d"
    " WHERE d.source_id IN (SELECT source_id FROM supplement WHERE key IS NULL) AND d.code <> '')"
    " UPDATE supplement SET key = c.key FROM coded c WHERE supplement.source_id = c.source_id"
    " AND supplement.same = c.same AND supplement.key IS NULL";

/* Writes the condition, on table d joined with x, that the supplement x makes an unknown field known. */
static void changes_write(struct buffer *b)
{
    for (int i = 0; i < FIELDS; i++) {
        const char *name = dossier_fields[fields[i]].name;
        buffer_printf(b, "%s(dossier.%s IS NULL AND x.%s IS NOT NULL)", i ? " OR " : "(", name, name);
    }
    buffer_text(b, ")");
}

/* Writes the statement that copies versions older than the supplement to the history, before they are filled in. */
static void keep_write(struct buffer *b)
{
    buffer_text(b, "INSERT INTO dossier_history (");
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        buffer_printf(b, "%s, ", dossier_fields[i].name);
    buffer_text(
        b, "content_hash, known_from, first_seen, run_id, source_id, twice_from, replaced_at, replaced_by)"
           " SELECT ");
    for (int i = 0; i < DOSSIER_FIELD_COUNT; i++)
        buffer_printf(b, "dossier.%s, ", dossier_fields[i].name);
    buffer_text(b, "dossier.content_hash, dossier.known_from, dossier.first_seen, dossier.run_id,"
                   " dossier.source_id, dossier.twice_from, x.observed_at, x.run_id FROM supplement x"
                   " JOIN dossier ON dossier.source_id = x.source_id AND dossier.key = x.key"
                   " WHERE dossier.known_from < x.observed_at AND ");
    changes_write(b);
}

static void fill_write(struct buffer *b)
{
    buffer_text(b, "UPDATE dossier SET ");
    for (int i = 0; i < FIELDS; i++) {
        const char *name = dossier_fields[fields[i]].name;
        buffer_printf(b, "%s = COALESCE(dossier.%s, x.%s), ", name, name, name);
    }
    buffer_text(b,
                "run_id = CASE WHEN dossier.known_from < x.observed_at THEN x.run_id ELSE dossier.run_id END,"
                " known_from = CASE WHEN dossier.known_from < x.observed_at THEN x.observed_at"
                " ELSE dossier.known_from END"
                " FROM supplement x WHERE dossier.source_id = x.source_id AND dossier.key = x.key AND ");
    changes_write(b);
    buffer_text(b, " RETURNING dossier.run_id");
}

struct filling {
    int64_t count, least; /* filled dossiers; the oldest run of these */
};

static bool run_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct filling *f = context;
    (void)count;
    (void)e;
    f->count++;
    f->least = f->least && f->least < columns[0].number ? f->least : columns[0].number;
    return true;
}

static bool written_run(struct store *s, void (*write)(struct buffer *b), store_row *row, void *context,
                        struct error *e)
{
    struct buffer sql;
    buffer_init(&sql, LIMIT_SQL_BYTES);
    write(&sql);
    bool ok = (!sql.failed || error_memory(e, "supplement")) &&
              store_write(s, buffer_string(&sql), NULL, 0, row, context, e);
    buffer_free(&sql);
    return ok;
}

/* Has all samples counted anew if a version that samples count was filled in place. */
static bool samples_drop(struct store *s, const struct filling *f, struct error *e)
{
    const struct value least = value_number(f->least);
    return !f->count ||
           store_write(
               s,
               "UPDATE sample_period SET definitions = 0"
               " WHERE $1 < (SELECT COALESCE(MIN(id), 9223372036854775807) FROM run WHERE sampled <= 0)",
               &least, 1, NULL, NULL, e);
}

bool supplement_apply(struct store *s, struct error *e)
{
    int64_t there = 0;
    struct filling f = {0};
    if (!store_query(s, "SELECT CASE WHEN EXISTS (SELECT 1 FROM supplement) THEN 1 ELSE 0 END", NULL, 0,
                     value_number_row, &there, e))
        return false;
    if (!there)
        return true;
    if (!store_write_begin(s, e))
        return false;
    bool ok = store_write(s, find_sql, NULL, 0, NULL, NULL, e) && written_run(s, keep_write, NULL, NULL, e) &&
              written_run(s, fill_write, run_row, &f, e) && samples_drop(s, &f, e);
    return store_write_end(s, ok, e);
}

/* --- the supplements of a run --- */

static bool state_row(void *context, const struct value *columns, int count, struct error *e)
{
    struct supplement_state *out = context;
    (void)count;
    (void)e;
    out->found = columns[0].number;
    out->without = columns[1].number;
    out->overruled = columns[2].number;
    return true;
}

bool supplement_state_get(struct store *s, int64_t source, int64_t run, struct supplement_state *out,
                          struct error *e)
{
    const struct value params[] = {value_number(source), value_number(run)};
    *out = (struct supplement_state){0};
    return store_query(
        s,
        "SELECT COUNT(x.key), COUNT(*) - COUNT(x.key), COALESCE(SUM(CASE WHEN d.apology_at <> x.apology_at"
        " OR d.digitized <> x.digitized OR d.electronic_result <> x.electronic_result"
        " OR d.account_created <> x.account_created OR d.linked <> x.linked THEN 1 ELSE 0 END), 0)"
        " FROM supplement x LEFT JOIN dossier d ON d.source_id = x.source_id AND d.key = x.key"
        " WHERE x.source_id = $1 AND x.run_id = $2",
        params, 2, state_row, out, e);
}
