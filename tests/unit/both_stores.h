/* What tests share that run on SQLite and on a real PostgreSQL, or on PostgreSQL alone (tests/postgres.sh). */
#ifndef MOTCUA_TEST_BOTH_STORES_H
#define MOTCUA_TEST_BOTH_STORES_H

#include "store_case.h"

#include <libpq-fe.h>
#include <unistd.h>

#define POSTGRES_SCRIPT TEST_SOURCE_DIR "/tests/postgres.sh"

/* Runs SQL as the superuser, outside the store under test. */
static inline void admin(const char *sql)
{
    PGconn *conn = PQconnectdb("");
    if (PQstatus(conn) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(conn));
    PQclear(PQexec(conn, "SET client_min_messages = error"));
    PGresult *r = PQexec(conn, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
        fail_msg("%s: %s", sql, PQerrorMessage(conn));
    PQclear(r);
    PQfinish(conn);
}

/* Makes tests of a function that takes the address of an empty store: one on each kind, BOTH(name) in main(). */
#define ON_BOTH(name)                                                                                        \
    static void sqlite_##name(void **state)                                                                  \
    {                                                                                                        \
        (void)state;                                                                                         \
        on_empty(name);                                                                                      \
    }                                                                                                        \
    static void postgres_##name(void **state)                                                                \
    {                                                                                                        \
        (void)state;                                                                                         \
        assert_int_equal(setenv("MOTCUA_DATADIR", TEST_SOURCE_DIR, 1), 0);                                   \
        assert_true(text_language_set("en"));                                                                \
        admin("DROP SCHEMA IF EXISTS motcua CASCADE");                                                       \
        name(getenv("MOTCUA_TEST_POSTGRES"));                                                                \
    }
#define BOTH(name) cmocka_unit_test(sqlite_##name), cmocka_unit_test(postgres_##name)

/* The main() of such a test: started without a server, the program starts itself again with one. */
#define RUN_WITH_SERVER(tests, argv)                                                                         \
    (getenv("MOTCUA_TEST_PGHOME") ? cmocka_run_group_tests(tests, NULL, NULL) : server_begin(argv[0]))

/* Comes back only on failure, with 1. */
static inline int server_begin(const char *program)
{
    execl("/bin/sh", "sh", POSTGRES_SCRIPT, program, (char *)NULL);
    perror(POSTGRES_SCRIPT);
    return 1;
}

#endif
