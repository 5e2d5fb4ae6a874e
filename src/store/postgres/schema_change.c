/* Changes of the schema wait for locks with manners. A change that waits for a table makes all others wait behind it, the
 * collector too, and anybody who may read the table can hold it up for as long as a transaction lasts. So a change
 * gives up after LIMIT_SCHEMA_LOCK_SECONDS, lets the others pass, and tries again. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/limit.h"
#include "base/stop.h"
#include "base/text.h"
#include "store/postgres/driver.h"

#define TEXT_OF(number)       #number
#define SECONDS_OF(number)    TEXT_OF(number) "s"
#define LOCK_REFUSED_SQLSTATE "(55P03)"

/* Other sessions that hold a lock on a table of the schema, the oldest first. Only their names and numbers can be
 * read by everybody. */
#define HOLDERS_SQL                                                                                          \
    "SELECT string_agg(h.who, ', ') FROM (SELECT DISTINCT a.usename || ' (process ' || a.pid || ')' AS who"  \
    " FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid"        \
    " WHERE c.relnamespace = to_regnamespace('motcua') AND l.granted AND l.pid <> pg_backend_pid()"          \
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"                     \
    " ORDER BY 1 LIMIT 5) h"

bool postgres_lock_briefly(struct postgres_store *q, struct error *e)
{
    return postgres_send(
        q, "SELECT set_config('lock_timeout', '" SECONDS_OF(LIMIT_SCHEMA_LOCK_SECONDS) "', true)", NULL, NULL,
        e);
}

static bool holder_row(void *context, const struct value *columns, int count, struct error *e)
{
    char *names = context;
    (void)count;
    (void)e;
    if (columns[0].known)
        snprintf(names, LIMIT_VALUE_BYTES, "%.*s", (int)columns[0].length, columns[0].text);
    return true;
}

static bool holders_tell(struct postgres_store *q, struct error *e)
{
    char names[LIMIT_VALUE_BYTES] = "";
    const struct postgres_answer answer = {.row = holder_row, .context = names};
    if (!postgres_command(q, false, HOLDERS_SQL, NULL, &answer, NULL) || !*names)
        return false;
    return error_set(e, ERROR_TEMPORARY, q->name,
                     _("Try again when their transactions have ended; an administrator ends one with "
                       "pg_terminate_backend(process)."),
                     _("the schema cannot be changed while others hold its tables: %s"), names);
}

static void wait_seconds(int seconds)
{
    for (int i = 0; i < seconds * 10 && !collect_stopping(); i++)
        (void)!poll(NULL, 0, 100);
}

bool postgres_schema_change(struct postgres_store *q, postgres_attempt *attempt, void *context,
                            struct error *e)
{
    struct error refused = {0};
    for (int tries = 1;; tries++) {
        struct error *told = e ? e : &refused;
        if (attempt(q, context, told))
            return true;
        if (told->code != ERROR_TEMPORARY || !strstr(told->what, LOCK_REFUSED_SQLSTATE))
            return false;
        if (tries == LIMIT_SCHEMA_LOCK_TRIES || collect_stopping())
            return holders_tell(q, e);
        wait_seconds(tries < LIMIT_SCHEMA_WAIT_SECONDS ? tries : LIMIT_SCHEMA_WAIT_SECONDS);
        *told = (struct error){0};
    }
}
