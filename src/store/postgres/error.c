/* The meaning of an SQLSTATE: another try may succeed, the administrator must act, or the data are bad. */
#include <string.h>

#include "base/text.h"
#include "store/postgres/driver.h"

/* A role without USAGE on the schema is told that the relation (42P01), function (42883) or schema (3F000) does not
 * exist, since the server leaves such a schema out of the search path: what the role may not see and what it may not
 * touch are one fault. A store opens only where its tables are, so that a missing one is no fault of this program. */
#define RIGHTS_HINT N_("Ask the owner of the database to grant this role its rights.")

/* The first prefix that fits counts. */
static const struct postgres_kind kinds[] = {
    {"08", ERROR_TEMPORARY,
     N_("Look whether the server runs and can be reached; nothing was lost, what is missing comes next "
        "time.")},
    {"25006", ERROR_TEMPORARY,
     N_("The server only reads, as a standby does: add \"target_session_attrs=read-write\" to the address.")},
    {"25P03", ERROR_TEMPORARY, N_("This program was stopped for too long; try again.")},
    {"25P04", ERROR_TEMPORARY, N_("The server is too slow or too busy; try again.")},
    {"28", ERROR_UNAVAILABLE,
     N_("Check role and password (PGPASSFILE, service file) and the server's pg_hba.conf.")},
    {"3D000", ERROR_UNAVAILABLE, N_("Create the database, or name another one in the address.")},
    {"40001", ERROR_TEMPORARY, N_("Another program wrote at the same time; try again.")},
    {"40003", ERROR_TEMPORARY,
     N_("Whether the last step was kept is not known; it can be done again without harm.")},
    {"40P01", ERROR_TEMPORARY, N_("Another program wrote at the same time; try again.")},
    {"3F000", ERROR_UNAVAILABLE, RIGHTS_HINT},
    {"42501", ERROR_UNAVAILABLE, RIGHTS_HINT},
    {"42883", ERROR_UNAVAILABLE, RIGHTS_HINT},
    {"42P01", ERROR_UNAVAILABLE, RIGHTS_HINT},
    {"53100", ERROR_TEMPORARY,
     N_("The disk of the database server is full: make room there; nothing was lost.")},
    {"53300", ERROR_TEMPORARY, N_("Raise max_connections on the server, or put pgbouncer before it.")},
    {"53", ERROR_TEMPORARY, N_("The database server is short of memory or disk; try again.")},
    {"55P03", ERROR_TEMPORARY, N_("Another program holds a lock; try again in a moment.")},
    {"57014", ERROR_TEMPORARY, N_("The server is too slow or too busy; try again.")},
    {"57P", ERROR_TEMPORARY, N_("The server is just stopping or starting; try again in a moment.")},
    {"58", ERROR_UNAVAILABLE, N_("Look at the log and the disks of the database server.")},
    {"22", ERROR_DATA, NULL},
    {"23", ERROR_DATA, NULL},
    {"", ERROR_INTERNAL, NULL},
};

const struct postgres_kind *postgres_kind_of(const char *sqlstate)
{
    size_t i = 0;
    while (strncmp(sqlstate ? sqlstate : "08006", kinds[i].prefix, strlen(kinds[i].prefix)) != 0)
        i++;
    return &kinds[i];
}

/* libpq itself makes an answer without an SQLSTATE where the connection is lost. */
bool postgres_failed(const struct postgres_store *q, const PGresult *r, struct error *e)
{
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *what = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(r, PG_DIAG_CONSTRAINT_NAME);
    const struct postgres_kind *kind = postgres_kind_of(state);
    if (!what)
        return postgres_failed_link(q, state, e);
    return error_set(e, kind->code, q->name, kind->hint ? _(kind->hint) : NULL, "%s%s%s (%s)", what,
                     constraint ? ", " : "", constraint ? constraint : "", state);
}

/* Faults that libpq itself finds have no SQLSTATE. A connection lost under TLS is worth another try; these words of
 * libpq tell faults that last until somebody mends them. */
#define TLS_HINT                                                                                             \
    N_("Check sslmode, sslrootcert and the host's name in the address, or the server's certificate; "        \
       "nothing "                                                                                            \
       "was sent.")
#define SETTING_HINT N_("Mend the address, the service file or the PG.. variables of the environment.")
static const struct postgres_kind link_kinds[] = {{"certificate", ERROR_UNAVAILABLE, TLS_HINT},
                                                  {"private key", ERROR_UNAVAILABLE, TLS_HINT},
                                                  {"does not support SSL", ERROR_UNAVAILABLE, TLS_HINT},
                                                  {"channel binding", ERROR_UNAVAILABLE, TLS_HINT},
                                                  {"definition of service", ERROR_CONFIG, SETTING_HINT},
                                                  {"service file", ERROR_CONFIG, SETTING_HINT},
                                                  {" value: \"", ERROR_CONFIG, SETTING_HINT}};

static const struct postgres_kind *link_kind(const struct postgres_store *q, const char *sqlstate,
                                             const char *what)
{
    if (!sqlstate && q->conn && PQconnectionNeedsPassword(q->conn))
        return postgres_kind_of("28P01");
    for (size_t i = 0; !sqlstate && i < sizeof link_kinds / sizeof *link_kinds; i++)
        if (strstr(what, link_kinds[i].prefix))
            return &link_kinds[i];
    /* A server that gives no session for a fault of its own (XX000: "could not write init file", on a full disk) is away. */
    static const struct postgres_kind own = {"XX", ERROR_TEMPORARY,
                                             N_("Look at the log and the disks of the database server.")};
    const struct postgres_kind *kind = postgres_kind_of(sqlstate);
    return kind->code == ERROR_INTERNAL ? &own : kind;
}

bool postgres_failed_link(const struct postgres_store *q, const char *sqlstate, struct error *e)
{
    const char *what = q->conn ? PQerrorMessage(q->conn) : "";
    const struct postgres_kind *kind = link_kind(q, sqlstate, what);
    int line = (int)strcspn(what, "\n");
    return error_set(e, kind->code, q->name, kind->hint ? _(kind->hint) : NULL, "%.*s", line ? line : 64,
                     line ? what : _("no connection"));
}
