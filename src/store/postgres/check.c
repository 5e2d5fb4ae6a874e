/* The queries of `db status` and `db check` for PostgreSQL alone. */
#include "base/text.h"
#include "store/postgres/driver.h"

/* The tables with their partitions; an unknown number of rows is NULL, and the caller counts the rows. */
const char postgres_facts[] =
    "WITH RECURSIVE part (root, oid) AS ("
    " SELECT oid, oid FROM pg_class WHERE relnamespace = to_regnamespace('motcua') AND relkind IN ('r', 'p')"
    " AND NOT relispartition"
    " UNION ALL SELECT p.root, i.inhrelid FROM part p JOIN pg_inherits i ON i.inhparent = p.oid)"
    " SELECT 'engine', 'PostgreSQL ' || current_setting('server_version'), NULL::bigint,"
    " pg_database_size(current_database())"
    " UNION ALL SELECT 'role', current_user::text, NULL, NULL"
    " UNION ALL SELECT 'clock', (round(extract(epoch FROM clock_timestamp()))::bigint - $1)::text || ' s', "
    "NULL, NULL"
    " UNION ALL (SELECT 'table', r.relname::text,"
    " CASE WHEN bool_or(c.reltuples >= 0) THEN sum(GREATEST(c.reltuples, 0))::bigint END,"
    " sum(pg_total_relation_size(c.oid))::bigint FROM part p JOIN pg_class r ON r.oid = p.root"
    " JOIN pg_class c ON c.oid = p.oid GROUP BY r.relname ORDER BY r.relname)";

const char postgres_columns[] =
    "SELECT c.relname::text, a.attname::text, CASE WHEN t.typname IN ('int2', 'int4', 'int8') THEN 'number'"
    " ELSE t.typname::text END FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " JOIN pg_type t ON t.oid = a.atttypid WHERE c.relnamespace = to_regnamespace('motcua')"
    " AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped"
    " ORDER BY c.relname::text COLLATE \"C\", a.attname::text COLLATE \"C\"";

/* The rights of this role on each table; the owner alone writes to the table migration. */
#define RIGHTS                                                                                               \
    "WITH t AS (SELECT relname::text AS name, has_table_privilege(oid, 'SELECT') AS r,"                      \
    " has_table_privilege(oid, 'INSERT') AND has_table_privilege(oid, 'UPDATE')"                             \
    " AND has_table_privilege(oid, 'DELETE') AS w FROM pg_class"                                             \
    " WHERE relnamespace = to_regnamespace('motcua') AND relkind IN ('r', 'p') AND NOT relispartition"       \
    " AND relname <> 'migration') "

const struct store_check postgres_checks[] = {
    {"rights", true, N_("this role may not read"),
     N_("Let the owner run 'motcua db roles' again, and make this role a member of motcua_writer."),
     RIGHTS "SELECT name FROM t WHERE NOT r ORDER BY name"},
    {"rights", true, N_("this role may write other tables, but not"),
     N_("Let the owner run 'motcua db roles' again, and make this role a member of motcua_writer."),
     RIGHTS "SELECT name FROM t WHERE NOT w AND EXISTS (SELECT 1 FROM t WHERE w) ORDER BY name"},
    {"rights", false, N_("this role only reads, it cannot collect"), NULL,
     RIGHTS "SELECT current_user::text WHERE NOT EXISTS (SELECT 1 FROM t WHERE w)"},
    {"rights", false,
     N_("row-level security shows this role a part of the dossiers; only those were checked"), NULL,
     "SELECT current_user::text WHERE row_security_active('motcua.dossier')"
     " AND NOT has_table_privilege('motcua.dossier', 'INSERT')"},
    {"logins", false, N_("a login that only reads and has no time limit for its statements"),
     N_("Let the owner run 'motcua db roles' again, or set statement_timeout for it."),
     "SELECT g.rolname::text FROM pg_roles g WHERE g.rolcanlogin AND NOT g.rolsuper"
     " AND EXISTS (SELECT 1 FROM pg_roles m WHERE m.rolname IN ('motcua_reader', 'motcua_look', "
     "'motcua_unit')"
     " AND pg_has_role(g.oid, m.oid, 'MEMBER'))"
     " AND NOT EXISTS (SELECT 1 FROM pg_roles m WHERE m.rolname = 'motcua_writer'"
     " AND pg_has_role(g.oid, m.oid, 'MEMBER'))"
     " AND NOT has_schema_privilege(g.oid, 'motcua', 'CREATE')"
     " AND NOT EXISTS (SELECT 1 FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) AS one"
     " WHERE s.setrole = g.oid AND one LIKE 'statement\\_timeout=%'"
     " AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())))"
     " ORDER BY 1"},
    {"clock", true, N_("the server's clock is ahead of this machine's, in seconds"),
     N_("Let both machines take the time from the same NTP server."),
     "SELECT inet_server_addr()::text, s FROM (SELECT round(extract(epoch FROM clock_timestamp()))::bigint - "
     "$1 AS s) c"
     " WHERE abs(s) > 60"},
    {"encoding", true, N_("the database does not keep text as UTF-8"),
     N_("Make a database with ENCODING 'UTF8' and name it in the config."),
     "SELECT current_setting('server_encoding') WHERE current_setting('server_encoding') <> 'UTF8'"},
    {"durability", true, N_("a power cut may lose what was committed, by this setting of the server"),
     N_("Let the administrator of the server set it to 'on'."),
     "SELECT name || ' = ' || setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes')"
     " AND setting <> 'on' ORDER BY name"},
    {"indexes", true, N_("an index that is not complete"), N_("Let the owner run REINDEX INDEX on it."),
     "SELECT c.relname::text FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
     " WHERE c.relnamespace = to_regnamespace('motcua') AND NOT (i.indisvalid AND i.indisready) ORDER BY 1"},
    {"constraints", true, N_("a constraint that existing rows were not checked against"),
     N_("Let the owner run ALTER TABLE .. VALIDATE CONSTRAINT."),
     "SELECT conrelid::regclass::text || ' ' || conname FROM pg_constraint"
     " WHERE connamespace = to_regnamespace('motcua') AND NOT convalidated ORDER BY 1"},
    {NULL, false, NULL, NULL, NULL}};
