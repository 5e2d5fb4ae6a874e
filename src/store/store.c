#include "store/driver.h"

#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "base/unit_kind.h"

bool store_migrate(struct store *s, struct error *e)
{
    return s->driver->migrate(s, e);
}

bool store_version(struct store *s, int64_t *version, struct error *e)
{
    return s->driver->version(s, version, e);
}

const char *store_migrations(const struct store *s)
{
    return s->driver->folder;
}

void store_close(struct store *s)
{
    if (!s)
        return;
    s->driver->close(s);
    free(s->name);
    free(s);
}

const char *store_name(const struct store *s)
{
    return s->name;
}

void store_known_set(struct store *s, moment known)
{
    s->is_known = known != MOMENT_NONE;
    s->known = known;
}

moment store_known(const struct store *s)
{
    return s->is_known ? s->known : MOMENT_NONE;
}

/* Counts the statements of the whole process, over all its connections. */
static _Atomic int64_t asked;

int64_t store_asked(void)
{
    return asked;
}

bool store_query(struct store *s, const char *sql, const struct value *params, int param_count,
                 store_row *row, void *context, struct error *e)
{
    asked++;
    return s->driver->run(s, false, sql, params, param_count, row, context, e);
}

bool store_snapshot_begin(struct store *s, struct error *e)
{
    if (s->snapshots == 0 && !s->driver->begin(s, false, e))
        return false;
    s->snapshots++;
    return true;
}

void store_snapshot_end(struct store *s)
{
    if (--s->snapshots == 0)
        s->driver->rollback(s);
}

#define WRITE(s, sql, params, row, context, e)                                                               \
    (s)->driver->run(s, true, sql, params, (int)(sizeof(params) / sizeof *(params)), row, context, e)

bool store_is_far(const struct store *s)
{
    return s->driver->far;
}

bool store_is_remote(const struct store *s)
{
    return s->driver->remote && s->driver->remote(s);
}

static bool unit_put(struct store *s, const struct unit_row *u, struct error *e)
{
    const struct value params[] = {value_text(u->code),       value_text(u->name),
                                   value_text(u->kind),       value_text(u->parent),
                                   value_text(u->successor),  value_moment(u->valid_from),
                                   value_moment(u->valid_to), value_text(unit_kind_told(u->name))};
    return WRITE(s,
                 "INSERT INTO unit (code, name, kind, parent, successor, valid_from, valid_to)"
                 " VALUES ($1, $2, COALESCE($3, $8), $4, $5, $6, $7)"
                 " ON CONFLICT (code) DO UPDATE SET name = COALESCE(excluded.name, unit.name),"
                 " kind = COALESCE($3, unit.kind, $8), parent = COALESCE(excluded.parent, unit.parent),"
                 " successor = COALESCE(excluded.successor, unit.successor),"
                 " valid_from = COALESCE(excluded.valid_from, unit.valid_from),"
                 " valid_to = COALESCE(excluded.valid_to, unit.valid_to)",
                 params, NULL, NULL, e);
}

static bool units_put(struct store *s, const struct unit_row *rows, size_t count, struct error *e)
{
    for (size_t i = 0; i < count; i++)
        if (!unit_put(s, &rows[i], e)) {
            error_within(e, rows[i].code);
            return false;
        }
    return true;
}

bool store_units_put(struct store *s, const struct unit_row *rows, size_t count, struct error *e)
{
    bool (*put)(struct store *, const struct unit_row *, size_t, struct error *) =
        s->driver->units ? s->driver->units : units_put;
    return s->driver->begin(s, true, e) && store_write_end(s, put(s, rows, count, e), e);
}

bool store_write_begin(struct store *s, struct error *e)
{
    return s->driver->begin(s, true, e);
}

bool store_write_end(struct store *s, bool ok, struct error *e)
{
    if (ok)
        return s->driver->commit(s, e);
    s->driver->rollback(s);
    return false;
}

bool store_write(struct store *s, const char *sql, const struct value *params, int param_count,
                 store_row *row, void *context, struct error *e)
{
    asked++;
    return s->driver->run(s, true, sql, params, param_count, row, context, e);
}

bool store_rows_put(struct store *s, const struct store_rows *rows, struct error *e)
{
    return rows->count == 0 || s->driver->rows(s, rows, e);
}

bool store_samples_ahead(struct store *s, moment at, struct error *e)
{
    return !s->driver->ahead || s->driver->ahead(s, at, e);
}
