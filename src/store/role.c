#include "store/role.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limit.h"
#include "base/text.h"
#include "config/json_file.h"
#include "rows/value.h"
#include "store/distribute.h"
#include "store/driver.h"
#include "store/migration.h"

/* Appends text as an SQL literal that has the same meaning under any standard_conforming_strings. */
static void literal_append(struct buffer *out, const char *text)
{
    buffer_text(out, "E'");
    for (const char *p = text; *p; p++) {
        if (*p == '\'' || *p == '\\')
            buffer_append(out, p, 1);
        buffer_append(out, p, 1);
    }
    buffer_text(out, "'");
}

static void units_append(struct buffer *out, const struct role_wish *wish)
{
    if (!wish->unit_count) {
        buffer_text(out, "NULL");
        return;
    }
    buffer_text(out, "ARRAY[");
    for (size_t i = 0; i < wish->unit_count; i++) {
        buffer_text(out, i ? ", " : "");
        literal_append(out, wish->units[i]);
    }
    buffer_text(out, "]");
}

static bool found_row(void *context, const struct value *columns, int count, struct error *e)
{
    (void)columns;
    (void)count;
    (void)e;
    return *(bool *)context = true;
}

static bool units_known(struct store *s, const struct role_wish *wish, struct error *e)
{
    int64_t communes = 0;
    if (!wish->unit_count && !store_query(s, "SELECT COUNT(*) FROM unit WHERE kind = 'commune'", NULL, 0,
                                          value_number_row, &communes, e))
        return false;
    if (communes > LIMIT_ROLES)
        return error_set(
            e, ERROR_USAGE, store_name(s),
            _("Name those that need one with --unit; the role of a province sees all below it."),
            P_("%lld commune, but %d roles at most", "%lld communes, but %d roles at most", communes),
            (long long)communes, LIMIT_ROLES);
    for (size_t i = 0; i < wish->unit_count; i++) {
        const struct value code = value_text(wish->units[i]);
        bool found = false;
        if (!store_query(s, "SELECT code FROM unit WHERE code = $1", &code, 1, found_row, &found, e))
            return false;
        if (!found)
            return error_set(e, ERROR_USAGE, wish->units[i], _("'motcua units' lists them."),
                             _("no such unit"));
    }
    return true;
}

static bool units_possible(struct store *s, const struct role_wish *wish, struct error *e)
{
    bool distributed = false;
    return (!wish->unit_count || (store_is_distributed(s, &distributed, e) && !distributed)) ||
           (distributed &&
            error_set(e, ERROR_USAGE, store_name(s),
                      _("Serve communes by pages and by Grafana with fixed queries, as motcua_reader."),
                      _("a distributed store has no roles of single units: such a role ends the server's "
                        "process there")));
}

/* Appends the file's text, with the wish's values for {units} and {prune}. */
static void template_append(struct buffer *out, const char *text, const struct role_wish *wish)
{
    while (*text) {
        if (strncmp(text, "{units}", 7) == 0) {
            units_append(out, wish);
            text += 7;
        } else if (strncmp(text, "{prune}", 7) == 0) {
            buffer_text(out, wish->prune ? "true" : "false");
            text += 7;
        } else {
            size_t n = 1 + strcspn(text + 1, "{");
            buffer_append(out, text, n);
            text += n;
        }
    }
}

bool role_sql(struct store *s, const struct role_wish *wish, struct buffer *out, struct error *e)
{
    char file[LIMIT_FILE_BYTES];
    if (!s->driver->roles)
        return error_set(e, ERROR_USAGE, store_name(s), _("Give rights on its file and folder instead."),
                         _("this kind of store has no roles"));
    if (!units_possible(s, wish, e) || !units_known(s, wish, e) ||
        !json_file_find(s->driver->roles, file, sizeof file, e))
        return false;
    const struct migration script = {.file = file};
    char *text = migration_text(&script, e);
    if (!text)
        return false;
    template_append(out, text, wish);
    free(text);
    return !out->failed || error_memory(e, file);
}

bool role_apply(struct store *s, const struct buffer *sql, struct error *e)
{
    /* A poll or vacuum that locks the tables in another order causes a deadlock, after which nothing was done. */
    for (int tries = 0; tries < LIMIT_RETRIES; tries++) {
        if (s->driver->script(s, buffer_string(sql), e))
            return true;
        if (!e || e->code != ERROR_TEMPORARY)
            break;
    }
    if (e && e->code == ERROR_UNAVAILABLE)
        snprintf(e->hint, sizeof e->hint, "%s",
                 _("It takes the owner of the tables, with CREATEROLE and CREATE on the database. Or let an "
                   "administrator "
                   "run it: motcua db roles --print | psql DATABASE"));
    return false;
}

bool role_list(struct store *s, store_row *row, void *context, struct error *e)
{
    return store_query(
        s,
        "SELECT rolname::text, substr(shobj_description(oid, 'pg_authid'), 9) FROM pg_roles"
        " WHERE rolname LIKE 'motcua\\_%' AND shobj_description(oid, 'pg_authid') LIKE 'motcua: %'"
        " ORDER BY rolname::text COLLATE \"C\"",
        NULL, 0, row, context, e);
}
