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
    [ $tries -lt 600 ] || { cat "holder.$1.$2"; fail "$1 could not hold"; }
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
    ! psql -q -X -v ON_ERROR_STOP=1 -U $role -d logins -c "$statement" >psql.out 2>&1 </dev/null || fail "$role may: $statement"
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
SELECT motcua.sample_prune(9999999999)
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
