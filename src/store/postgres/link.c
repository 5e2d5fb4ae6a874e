/* The connection, opened by libpq's rules (address, environment, service and password files, TLS). Every wait for
 * the server has a limit. */
#include <ctype.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limit.h"
#include "base/stop.h"
#include "base/text.h"
#include "store/postgres/driver.h"

#define OLDEST_SERVER 150000
#define PLACE_HINT    N_("Write \"postgresql://USER@HOST/DATABASE\"; a password belongs into PGPASSFILE.")

static const char *option_of(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *o = options; o && o->keyword; o++)
        if (strcmp(o->keyword, keyword) == 0 && o->val && *o->val)
            return o->val;
    return NULL;
}

/* True for an address of which libpq would take a part of the password for the host: a second '@', or an '@' behind
 * a '/', '?' or '#' of the password. */
static bool address_torn(const char *address)
{
    const char *from = strstr(address, "://"), *at = from ? strchr(from + 3, '@') : NULL;
    return at && (strchr(at + 1, '@') || strcspn(from + 3, "/?#") < (size_t)(at - from - 3));
}

/* libpq's message may quote the password and so is not passed on. */
static PQconninfoOption *address_parse(const char *address, struct error *e)
{
    char *complaint = NULL;
    if (address_torn(address)) {
        error_set(e, ERROR_CONFIG, "postgresql:",
                  _("Write @ / ? # of a user or password as %40 %2F %3F %23, or keep it in PGPASSFILE."),
                  _("the address has a user or password with a letter that must be written otherwise"));
        return NULL;
    }
    PQconninfoOption *options = PQconninfoParse(address, &complaint);
    if (!options)
        error_set(e, ERROR_CONFIG, "postgresql:", _(PLACE_HINT),
                  _("not the address of a PostgreSQL database"));
    PQfreemem(complaint);
    return options;
}

char *postgres_name_of(const char *address, const char *given_as, struct error *e)
{
    static const char *const secrets[] = {"password", "sslpassword"};
    PQconninfoOption *given = address_parse(address, e);
    bool secret = false;
    char *name = NULL;
    if (!given)
        return NULL;
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++)
        secret = secret || option_of(given, secrets[i]);
    const char *host = option_of(given, "host"), *database = option_of(given, "dbname");
    if (!secret)
        name = strdup(given_as);
    else if (asprintf(&name, "postgresql://%s/%s", host ? host : "", database ? database : "") < 0)
        name = NULL;
    if (!name)
        error_memory(e, "postgresql:");
    PQconninfoFree(given);
    return name;
}

/* The program's options stand before the address, which therefore wins over them; so do the environment and a
 * service. */
struct link_options {
    const char *keywords[16];
    const char *values[16];
    int count;
    char seconds[16];
};

static void option_add(struct link_options *o, const char *keyword, const char *value)
{
    o->keywords[o->count] = keyword;
    o->values[o->count++] = value;
}

static void link_options(struct link_options *o, const char *address, const PQconninfoOption *given,
                         const PQconninfoOption *defaults)
{
    static const char *const ours[][2] = {{"keepalives_idle", "30"},
                                          {"keepalives_interval", "10"},
                                          {"keepalives_count", "3"},
                                          {"tcp_user_timeout", "60000"}};
    const char *wait = option_of(given, "connect_timeout");
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (!option_of(given, "service") && !option_of(defaults, ours[i][0]))
            option_add(o, ours[i][0], ours[i][1]);
    option_add(o, "fallback_application_name", "motcua");
    option_add(o, "dbname", address);
    option_add(o, "client_encoding", "UTF8");
    /* A limit of 0 seconds would be none. */
    long seconds = strtol(wait                                     ? wait
                          : option_of(defaults, "connect_timeout") ? option_of(defaults, "connect_timeout")
                                                                   : "0",
                          NULL, 10);
    snprintf(o->seconds, sizeof o->seconds, "%ld",
             seconds > 0 && seconds < 3600 ? seconds : LIMIT_CONNECT_SECONDS);
    option_add(o, "connect_timeout", o->seconds);
    option_add(o, NULL, NULL);
}

/* Copies the SQLSTATE of a long message of libpq, "...FATAL:  28P01: ...", to out and returns out; NULL: none. */
static const char *state_of(const char *message, char out[6])
{
    for (const char *p = strstr(message, ":  "); p; p = strstr(p + 1, ":  ")) {
        const char *state = p + 3;
        size_t n = strspn(state, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ");
        if (n == 5 && state[5] == ':') {
            memcpy(out, state, 5);
            out[5] = '\0';
            return out;
        }
    }
    return NULL;
}

static long long milliseconds_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool socket_wait(const PGconn *conn, short events, long long milliseconds)
{
    struct pollfd p = {.fd = PQsocket(conn), .events = events};
    int n;
    do
        n = poll(&p, 1, milliseconds < 0 ? 0 : (int)milliseconds);
    while (n < 0 && errno == EINTR);
    return n > 0;
}

/* After a quick failure connects once more, step by step, because only so libpq tells the server's SQLSTATE: "no
 * such database" is for the administrator, "starting up" for a later try. */
static PGconn *connect_told(const struct link_options *o, const char **state, char out[6])
{
    PGconn *conn = PQconnectStartParams(o->keywords, o->values, 1);
    long long until = milliseconds_now() + 1000 * strtol(o->seconds, NULL, 10);
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    *state = NULL;
    if (!conn || PQstatus(conn) == CONNECTION_BAD)
        return conn;
    PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
    while ((next == PGRES_POLLING_WRITING || next == PGRES_POLLING_READING) &&
           socket_wait(conn, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, until - milliseconds_now()))
        next = PQconnectPoll(conn);
    if (next == PGRES_POLLING_OK)
        PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
    else
        *state = state_of(PQerrorMessage(conn), out);
    return conn;
}

/* Cancels the statement, which would go on at the server without its client. libpq states that PQcancel() is safe in
 * a signal handler. */
static void statement_cancel(void *context)
{
    char why[256];
    (void)PQcancel(context, why, sizeof why);
}

void postgres_link_close(struct postgres_store *q)
{
    if (q->cancel)
        stop_hook_remove(q->cancel);
    PQfreeCancel(q->cancel);
    PQfinish(q->conn);
    q->cancel = NULL;
    q->conn = NULL;
}

static bool link_open(struct postgres_store *q, const struct link_options *o, struct error *e)
{
    long long before = milliseconds_now();
    char space[6];
    const char *state = NULL;
    q->conn = PQconnectdbParams(o->keywords, o->values, 1);
    if (!q->conn)
        return error_memory(e, q->name);
    if (PQstatus(q->conn) == CONNECTION_OK)
        return true;
    if (milliseconds_now() - before < 1000) {
        PGconn *again = connect_told(o, &state, space);
        bool ok = again && PQstatus(again) == CONNECTION_OK;
        if (!ok)
            postgres_failed_link(q, state, e);
        PQfinish(ok ? q->conn : again);
        if (ok) {
            q->conn = again;
            return true;
        }
    } else {
        postgres_failed_link(q, NULL, e);
    }
    postgres_link_close(q);
    return false;
}

static void notice_drop(void *context, const PGresult *r)
{
    (void)context;
    (void)r;
}

/* Checks the server by the parameters of its greeting. */
static bool link_check(struct postgres_store *q, struct error *e)
{
    const char *encoding = PQparameterStatus(q->conn, "server_encoding");
    if (PQserverVersion(q->conn) < OLDEST_SERVER)
        return error_set(e, ERROR_UNAVAILABLE, q->name, _("Upgrade the server, or keep the store in SQLite."),
                         _("PostgreSQL %d; 15 or later is needed"), PQserverVersion(q->conn) / 10000);
    if (encoding && strcmp(encoding, "UTF8") != 0)
        return error_set(e, ERROR_UNAVAILABLE, q->name,
                         _("Create the database with ENCODING 'UTF8' TEMPLATE template0."),
                         _("the database's encoding is %s"), encoding);
    PQsetNoticeReceiver(q->conn, notice_drop, NULL);
    q->cancel = PQgetCancel(q->conn);
    if (q->cancel)
        stop_hook_add(statement_cancel, q->cancel);
    if (PQsetnonblocking(q->conn, 1) != 0 || !PQenterPipelineMode(q->conn))
        return postgres_failed_link(q, NULL, e);
    return true;
}

static bool link_connect(struct postgres_store *q, struct error *e)
{
    struct link_options o = {.count = 0};
    PQconninfoOption *given = address_parse(q->address, e), *defaults = PQconndefaults();
    bool ok = given;
    recent_clear(&q->seen);
    if (ok) {
        link_options(&o, q->address, given, defaults);
        ok = link_open(q, &o, e) && link_check(q, e);
    }
    if (!ok && q->conn) {
        postgres_link_close(q);
    }
    PQconninfoFree(given);
    PQconninfoFree(defaults);
    return ok;
}

/* Between transactions the server sends nothing, so that readable bytes mean the end of the connection. */
static bool link_alive(const struct postgres_store *q)
{
    return PQstatus(q->conn) == CONNECTION_OK &&
           (!socket_wait(q->conn, POLLIN, 0) ||
            (PQconsumeInput(q->conn) && PQstatus(q->conn) == CONNECTION_OK &&
             !socket_wait(q->conn, POLLIN, 0)));
}

bool postgres_ready(struct postgres_store *q, struct error *e)
{
    if (q->state != POSTGRES_IDLE)
        return q->conn || error_set(e, ERROR_TEMPORARY, q->name, _(postgres_kind_of(NULL)->hint),
                                    _("the connection was lost in the middle of a transaction"));
    if (q->conn && !link_alive(q)) {
        postgres_link_close(q);
    }
    return q->conn || link_connect(q, e);
}

bool postgres_lost(struct postgres_store *q, const char *what, struct error *e)
{
    const char *hint =
        q->committing ? N_("Whether the last step was kept is not known; it can be done again without harm.")
                      : postgres_kind_of(NULL)->hint;
    error_set(e, ERROR_TEMPORARY, q->name, _(hint), "%s", what ? what : _("the connection was lost"));
    postgres_link_close(q);
    q->sent_count = 0;
    return false;
}

static bool io_wait(struct postgres_store *q, short events, struct error *e)
{
    char what[64];
    if (socket_wait(q->conn, events, q->wait_seconds * 1000LL))
        return true;
    snprintf(what, sizeof what, P_("no answer in %d second", "no answer in %d seconds", q->wait_seconds),
             q->wait_seconds);
    return postgres_lost(q, what, e);
}

/* Reads while it sends, because a server that cannot deliver its answers takes no more commands. Bytes that came
 * before the end of a connection are read, too, because they tell the reason. */
bool postgres_wait_sent(struct postgres_store *q, struct error *e)
{
    int left;
    while ((left = PQflush(q->conn)) == 1) {
        if (!io_wait(q, POLLIN | POLLOUT, e))
            return false;
        if (!PQconsumeInput(q->conn))
            break;
    }
    return left >= 0 || PQstatus(q->conn) == CONNECTION_BAD || postgres_lost(q, NULL, e);
}

/* PQisBusy() is no help here: it is never true while rows of a COPY come. */
bool postgres_wait_more(struct postgres_store *q, struct error *e)
{
    if (!io_wait(q, POLLIN, e))
        return false;
    return PQconsumeInput(q->conn) || postgres_lost(q, NULL, e);
}

bool postgres_wait_answer(struct postgres_store *q, struct error *e)
{
    while (PQisBusy(q->conn)) {
        if (!io_wait(q, POLLIN, e))
            return false;
        if (!PQconsumeInput(q->conn))
            break;
    }
    return true;
}
