#!/bin/sh
# What a login of the database may do: whoever may only read, the dashboards' or a commune's, holds whatever PostgreSQL lets anybody
# hold, and collection, partitions, roles and migrations go on all the same; every kind of statement that would stop or change them is refused.
. "$(dirname "$0")/lib.sh"
POSTGRES_OPTIONS=${POSTGRES_OPTIONS:- }
. "$flow/postgres_lib.sh"
ask postgres "CREATE ROLE grafana LOGIN; CREATE ROLE xa LOGIN; CREATE ROLE anybody LOGIN; ALTER ROLE motcua CREATEROLE"
createdb -O motcua logins
createdb -O motcua fresh
MOTCUA_STORE=$(store_of logins)
export MOTCUA_STORE
head='Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái'
printf '%s\nA1,A,02/11/2026 08:00,10/11/2026 17:00,09/11/2026 08:00,Đã có kết quả\n' "$head" >first.csv
printf '%s\nA1,A,02/11/2026 08:00,10/11/2026 17:00,,Đang xử lý\nB1,B,02/11/2026 08:00,10/11/2026 17:00,,Đang xử lý\n' "$head" >second.csv
printf 'code,name,kind\nA,UBND xã An,commune\nB,UBND xã Bình,commune\n' >units.csv
expect_code 0 "$bin/motcua" units import units.csv
MOTCUA_NOW=2026-09-20T10:00 expect_code 0 "$bin/motcua" import first.csv --source xa
expect_code 0 "$bin/motcua" db roles --unit A --unit B
ask logins "GRANT motcua_reader TO grafana; GRANT motcua_unit_a TO xa"

# --- held all at once, by each of them, in transactions that stay open ---
holders=
hold() { # role database
  rm -f "held.$1.$2"
  {
    cat <<'SQL'
BEGIN;
SELECT count(pg_try_advisory_lock(1836020835, k)) FROM generate_series(0, 200) k;
SELECT pg_try_advisory_lock(1836020835), pg_try_advisory_lock(1836020835, 2147483647), pg_try_advisory_lock_shared(1);
LISTEN motcua;
NOTIFY motcua, 'x';
CREATE TEMP TABLE dossier (key text, source_id bigint);
CREATE TEMP TABLE migration (number bigint);
INSERT INTO pg_temp.migration VALUES (999999);
SQL
    [ "$2" = fresh ] || echo "SELECT count(*) FROM motcua.v_metric_now; DECLARE c CURSOR FOR SELECT a.* FROM motcua.v_metric_now a, generate_series(1, 1000000); FETCH 10 FROM c;"
    [ "$1" != xa ] || [ "$2" = fresh ] || ask "$2" "SELECT format('LOCK TABLE motcua.%I IN ACCESS SHARE MODE;', relname) FROM pg_class
      WHERE relnamespace = 'motcua'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND has_table_privilege('xa', oid, 'SELECT')"
    echo "\\! touch held.$1.$2"
    echo "SELECT pg_sleep(600);"
  } | PGOPTIONS='' psql -q -X -A -t -U "$1" -d "$2" >"holder.$1.$2" 2>&1 &
  holders="$holders $!"
  tries=0
  while [ ! -e "held.$1.$2" ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || { cat "holder.$1.$2"; fail "$1 could not hold"; }
    sleep 0.1
  done
}
for role in grafana xa; do hold $role logins; done
# One that stops is ended after a while: the exit status of timeout is then 124.
MOTCUA_NOW=2026-11-20T10:00 expect_code 0 timeout 120 "$bin/motcua" import second.csv --source xa
[ "$(ask logins "SELECT count(*) FROM motcua.dossier")" = 2 ] || fail "the import did not arrive"
ask logins "SELECT 1 FROM pg_class WHERE relname = 'count_sample_2026_11'" | grep -q 1 || fail "no partition was made"
expect_code 0 timeout 120 "$bin/motcua" db roles --unit A --unit B
expect_code 0 timeout 120 "$bin/motcua" status
expect_code 0 timeout 120 "$bin/motcua" db check
kill $holders 2>/dev/null || :
ask postgres "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename IN ('grafana', 'xa')" >/dev/null
holders=
# Logins that only read are bounded by 'db roles', each setting where the administrator has made none.
ask logins "SELECT r.rolname, s.setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole ORDER BY 1" >bounds
for role in grafana xa; do
  grep "^$role" bounds | grep statement_timeout=60s | grep idle_in_transaction_session_timeout=60s | grep lock_timeout=10s |
    grep -q default_transaction_read_only=on || { cat bounds; fail "$role has no bounds"; }
done
[ "$(psql -q -X -A -t -U grafana -d logins -c 'SHOW statement_timeout')" = 1min ] || fail "a login of the dashboards starts without its bound"
! grep -q '^motcua' bounds || fail "the program itself is bounded"
ask logins "ALTER ROLE grafana IN DATABASE logins SET statement_timeout = '7s'; ALTER ROLE xa IN DATABASE logins RESET statement_timeout"
"$bin/motcua" db check --format csv >checked || :
grep '^logins' checked | grep -q xa && ! grep '^logins' checked | grep -q grafana || { cat checked; fail "db check does not tell who has no bound"; }
expect_code 0 "$bin/motcua" db roles --unit A --unit B
ask logins "SELECT r.rolname, s.setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole" >bounds
grep '^grafana' bounds | grep -q statement_timeout=7s && grep '^xa' bounds | grep -q statement_timeout=60s || { cat bounds; fail "settings of an administrator are not kept"; }

# --- while a migration wants the table of dossiers, each kind of statement that a login may leave open is tried, its bounds switched off.
# The migration waits with manners: readings go into the store, whoever holds what.
mkdir next
cp -r "$bin/../share/motcua/." next
echo 'ALTER TABLE motcua.dossier ADD COLUMN tried bigint; ALTER TABLE motcua.run ADD COLUMN tried bigint;' >next/schema/postgres/0900_tried.sql
cp next/schema/sqlite/0001_start.sql next/schema/sqlite/0900_tried.sql
migration_start() {
  MOTCUA_DATADIR=$work/next "$bin/motcua" db migrate >migrate.out 2>&1 &
  migrating=$!
  tries=0
  until ask logins "SELECT 'waits' FROM pg_stat_activity WHERE usename = 'motcua' AND wait_event_type = 'Lock'" | grep -q waits; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] && kill -0 $migrating 2>/dev/null || { cat migrate.out; fail "the migration does not wait: this shows nothing"; }
    sleep 0.1
  done
}
forever="BEGIN; SELECT count(*) FROM motcua.v_open; SELECT pg_sleep(1000);"
echo "$forever" | PGOPTIONS='-c statement_timeout=0' psql -q -X -A -t -U grafana -d logins >forever.out 2>&1 &
forever_holder=$!
tries=0
until ask logins "SELECT 'sleeps' FROM pg_stat_activity WHERE usename = 'grafana' AND wait_event = 'PgSleep'" | grep -q sleeps; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] || { cat forever.out; fail "nothing holds the tables"; }
  sleep 0.1
done
migration_start
rows=0
kinds=0
try_kind() { # role, rest: SQL that stays open
  role=$1
  kind=$2
  rm -f held.kind
  { echo "SET default_transaction_read_only = off; SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET work_mem = '64kB';"
    echo "BEGIN; SELECT count(*) FROM $([ "$role" = xa ] && echo motcua_unit.v_open || echo motcua.v_open);"
    echo "\\! touch held.kind"
    echo "$kind"
    echo "SELECT pg_sleep(600);"; } | PGOPTIONS='' psql -q -X -A -t -U "$role" -d logins >kind.out 2>&1 &
  holders=$!
  tries=0
  while [ ! -e held.kind ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || { cat kind.out; fail "$role could not hold"; }
    sleep 0.1
  done
  kill -0 "$migrating" 2>/dev/null || migration_start
  rows=$((rows + 1))
  printf '%s\nA1,A,02/11/2026 08:00,10/11/2026 17:00,,Đang xử lý\nK%s,A,02/11/2026 08:00,10/11/2026 17:00,,Đang xử lý\n' "$head" "$rows" >kind.csv
  MOTCUA_NOW=2026-11-20T10:$(printf %02d "$rows") expect_code 0 timeout 120 "$bin/motcua" import kind.csv --source kind
  [ "$(ask logins "SELECT count(*) FROM motcua.dossier WHERE code = 'K$rows'")" = 1 ] || fail "while $role had '$kind' open, what was read is not in the store"
  kill -0 "$holders" 2>/dev/null || { cat kind.out; fail "'$kind' did not stay open: this shows nothing"; }
  kinds=$((kinds + 1))
  kill "$holders" 2>/dev/null || :
  wait "$holders" 2>/dev/null || :
  holders=
}
while IFS= read -r kind; do
  for role in grafana xa; do try_kind $role "$kind"; done
done <<'SQL'
SELECT pg_advisory_lock(1836020835); SELECT pg_advisory_xact_lock(1, k) FROM generate_series(1, 500) k;
LISTEN motcua; NOTIFY motcua, 'x'; SELECT pg_notify('motcua', repeat('x', 7000)) FROM generate_series(1, 200);
CREATE TEMP TABLE dossier (key text); INSERT INTO pg_temp.dossier SELECT k FROM generate_series(1, 10000) k; CREATE TEMP VIEW run AS SELECT 1;
SELECT count(*) FROM (SELECT k FROM generate_series(1, 3000000) k ORDER BY k::text) s;
DECLARE c CURSOR WITH HOLD FOR SELECT k FROM generate_series(1, 100000) k; FETCH 10 FROM c;
SET LOCAL search_path = pg_temp; SET LOCAL ROLE NONE; SET CONSTRAINTS ALL DEFERRED;
SAVEPOINT a; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'motcua'; ROLLBACK TO a;
SAVEPOINT a; LOCK TABLE motcua.dossier; ROLLBACK TO a;
COPY (SELECT k FROM generate_series(1, 1000000) k) TO STDOUT;
DO $$ BEGIN PERFORM pg_sleep(0.1); END $$; PREPARE p AS SELECT 1; EXECUTE p; EXPLAIN ANALYZE SELECT count(*) FROM pg_class;
SQL
[ $kinds -eq 20 ] || fail "only $kinds kinds were tried"
# A prepared transaction would outlive its session: refused, whatever the server's settings are.
psql -q -X -U grafana -d logins -c "BEGIN; SELECT count(*) FROM motcua.v_open; PREPARE TRANSACTION 'mine'" >psql.out 2>&1 || :
[ "$(ask logins "SELECT count(*) FROM pg_prepared_xacts")" = 0 ] || fail "a prepared transaction is left"
[ "$(ask logins "SELECT max(number) < 900 FROM motcua.migration")" = t ] || fail "the migration did not wait: this shows nothing"
# Held for ever, the change is given up, and who holds is told; it is done when all have gone.
code=0
wait "$migrating" || code=$?
[ $code -eq 75 ] || { cat migrate.out; fail "the migration ended with $code while its table was held"; }
grep -q 'grafana (process' migrate.out || { cat migrate.out; fail "who holds the tables is not told"; }
kill $forever_holder 2>/dev/null || :
ask postgres "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename IN ('grafana', 'xa')" >/dev/null
MOTCUA_DATADIR=$work/next expect_code 0 "$bin/motcua" db migrate
# Two programs at once bring an empty database up, while anybody holds the locks of old.
hold anybody fresh
MOTCUA_STORE=$(store_of fresh)
timeout 300 "$bin/motcua" db migrate >one 2>&1 & one=$!
timeout 300 "$bin/motcua" db migrate >two 2>&1 & two=$!
wait $one || { cat one; fail "migrating an empty database"; }
wait $two || { cat two; fail "migrating beside another program"; }
expect_code 0 "$bin/motcua" db check
kill $holders 2>/dev/null || :
ask postgres "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'anybody'" >/dev/null

# --- refused, each kind of statement ---
state() { # all that a login could have changed, but for the rows of this database's statistics
  ask logins "SELECT md5(string_agg(d::text, ',' ORDER BY key)) FROM motcua.dossier d; SELECT relname, relkind, relacl FROM pg_class
    WHERE relnamespace::regnamespace::text LIKE 'motcua%' ORDER BY 1; SELECT polname FROM pg_policy ORDER BY 1; SELECT rolname, rolconfig FROM pg_roles ORDER BY 1"
}
state >before
tried=0
while IFS= read -r statement; do
  case $statement in LOCK*) statement="BEGIN; $statement" ;; esac
  for role in grafana xa; do
    # without what 'db roles' has set for it, that any login may switch off: the rights alone keep it
    ! PGOPTIONS='-c default_transaction_read_only=off' psql -q -X -v ON_ERROR_STOP=1 -U $role -d logins -c "$statement" >psql.out 2>&1 </dev/null || fail "$role may: $statement"
    grep -qE 'permission denied|must be (owner|a?\s*superuser|a member)|must have admin option|does not exist|row-level security|only superusers|violates' psql.out ||
      { cat psql.out; echo "$role is kept from '$statement' by something else"; } >>else
    tried=$((tried + 1))
  done
done <<'SQL'
INSERT INTO motcua.source (name, knows) VALUES ('mine', 0)
UPDATE motcua.source SET counts = 0
DELETE FROM motcua.dossier
TRUNCATE motcua.run
MERGE INTO motcua.cursor c USING (SELECT 1) x ON true WHEN MATCHED THEN DELETE
COPY motcua.dossier FROM PROGRAM 'true'
COPY motcua.unit (code) FROM STDIN
SELECT 1 FROM motcua.source FOR UPDATE
SELECT 1 FROM motcua.source FOR NO KEY UPDATE
SELECT 1 FROM motcua.source FOR SHARE
SELECT 1 FROM motcua.source FOR KEY SHARE
LOCK TABLE motcua.migration IN ROW SHARE MODE
LOCK TABLE motcua.migration IN SHARE ROW EXCLUSIVE MODE
LOCK TABLE motcua.source IN ROW EXCLUSIVE MODE
LOCK TABLE motcua.count_sample IN SHARE UPDATE EXCLUSIVE MODE
LOCK TABLE motcua.dossier IN SHARE MODE
LOCK TABLE motcua.run IN EXCLUSIVE MODE
LOCK TABLE motcua.unit IN ACCESS EXCLUSIVE MODE
ALTER TABLE motcua.dossier DISABLE ROW LEVEL SECURITY
ALTER TABLE motcua.dossier ADD COLUMN mine int
DROP TABLE motcua.cursor
DROP SCHEMA motcua CASCADE
CREATE TABLE motcua.mine (n int)
CREATE VIEW motcua.mine AS SELECT 1
CREATE FUNCTION motcua.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'
CREATE TRIGGER mine BEFORE INSERT ON motcua.dossier FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()
CREATE RULE mine AS ON INSERT TO motcua.run DO INSTEAD NOTHING
CREATE INDEX ON motcua.dossier (code)
CREATE POLICY mine ON motcua.dossier USING (true)
CREATE TABLE public.mine (n int)
CREATE SCHEMA mine
CREATE EXTENSION file_fdw
CREATE ROLE mine
GRANT motcua_writer TO CURRENT_USER
SET ROLE motcua_writer
SET SESSION AUTHORIZATION motcua
ALTER ROLE motcua SET statement_timeout = 1
ALTER DATABASE logins SET default_transaction_read_only = on
ALTER SYSTEM SET fsync = off
SELECT motcua.sample_month_make(0)
SELECT nextval(pg_get_serial_sequence('motcua.run', 'id'))
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres' OR usename = 'motcua' UNION ALL SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()
SELECT pg_read_file('postgresql.conf')
SELECT pg_reload_conf()
COMMENT ON TABLE motcua.dossier IS 'mine'
REINDEX TABLE motcua.dossier
CLUSTER motcua.dossier USING dossier_pkey
SQL
[ ! -s else ] || { cat else; fail "kept by something else"; }
[ $tried -gt 90 ] || fail "only $tried tries"
state | diff before - || fail "a login has changed the store"
