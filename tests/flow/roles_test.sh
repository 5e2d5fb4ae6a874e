#!/bin/sh
# motcua db roles, on a real server: what each role can do, and above all what it cannot.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
own=H99.22.01
unit=motcua_unit_h99_22_01
evil="x'); DROP TABLE motcua.dossier; --\\"
evil_sql=$(printf %s "$evil" | sed "s/'/''/g")

sql() { # SQL... as the superuser
  for command in "$@"; do
    psql -A -t -q -X -v ON_ERROR_STOP=1 -c "$command" || fail "the superuser: $command"
  done
}
as() { # role SQL
  psql -A -t -q -X -v ON_ERROR_STOP=1 -c "SET ROLE \"$1\"" -c "$2" 2>psql.err || { cat psql.err; fail "$1 may not: $2"; }
}
expect() { # role SQL wanted
  got=$(as "$1" "$2")
  [ "$got" = "$3" ] || fail "$1: $2 gives '$got', not '$3'"
}
refused=0
refuse() { # role SQL...
  role=$1
  shift
  for command in "$@"; do
    if psql -A -t -q -X -v ON_ERROR_STOP=1 -c "SET ROLE \"$role\"" -c "BEGIN" -c "$command" -c ROLLBACK >psql.out 2>psql.err; then
      fail "$role may: $command"
    fi
    grep -qE 'permission denied|must be owner|row-level security|must be superuser' psql.err ||
      { cat psql.err; fail "$role is kept from '$command' by something else"; }
    refused=$((refused + 1))
  done
}
names() { # SQL giving one name a line
  sql "$1"
}
tables=$(cat <<'END'
SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1
END
)
policies="SELECT md5(string_agg(p.oid || ' ' || polname || ' ' || polrelid::regclass, ',' ORDER BY p.oid)) FROM pg_policy p"

start_portal --compose 3000 --seed 178
config_dvcqg
sed -i "s|sqlite:motcua.db|$MOTCUA_TEST_POSTGRES|" motcua.json
"$bin/motcua" collect --at 2022-11-25T15:00 2>/dev/null
# what a poll need not leave: figures, samples, rejects, an older version, units in a tree, and a unit with a hostile code
sql "INSERT INTO motcua.unit (code, name, kind) VALUES ('H99.22', 'UBND huyện Mẫu', 'district'), ('$evil_sql', 'UBND xã ''Lạ''', 'commune')" \
  "UPDATE motcua.unit SET parent = 'H99.22' WHERE code LIKE 'H99.22.%'" \
  "UPDATE motcua.dossier SET unit = '$evil_sql' WHERE key IN (SELECT key FROM motcua.dossier WHERE unit = 'H99.22.07' LIMIT 3)" \
  "INSERT INTO motcua.dossier_history SELECT (jsonb_populate_record(NULL::motcua.dossier_history,
     to_jsonb(d) || '{\"replaced_at\": 1, \"missing\": 0}')).* FROM motcua.dossier d" \
  "INSERT INTO motcua.figure (source_id, period_kind, period_from, unit, metric, observed_at, run_id)
     SELECT 1, 'month', 0, code, 'M', 0, 1 FROM motcua.unit" \
  "INSERT INTO motcua.reject (source_id, record, stream, field, reason, position, first_seen, last_seen, run_id)
     VALUES (1, 'r', 's', 'f', 'why', 0, 1, 1, 1)" \
  "SELECT motcua.sample_month_make(1669363200)" \
  "INSERT INTO motcua.metric_sample (observed_at, period_from, numerator, denominator, unit, metric, period_kind)
     SELECT 1669363200, 1667235600, 1, 2, code, 'test', 'month' FROM motcua.unit UNION ALL SELECT 1669363200, 1667235600, 1, 2, 'ALL', 'test', 'month'" \
  "INSERT INTO motcua.metric_now (observed_at, period_from, numerator, denominator, unit, metric, period_kind)
     SELECT observed_at, period_from, numerator, denominator, unit, metric, period_kind FROM motcua.metric_sample WHERE metric = 'test'" \
  "INSERT INTO motcua.sample_period (period_kind, period_from, period_to, observed_at, turn, definitions, tree)
     VALUES ('month', 1667235600, 1669827600, 1669363200, 1, 1, 1) ON CONFLICT DO NOTHING" >/dev/null

# Making them: not for everybody; twice is the same as once; printed is the same as done.
expect_code 69 "$bin/motcua" db roles
grep -q 'db roles --print' stderr || fail "no word of what else can be done"
sql 'ALTER ROLE motcua CREATEROLE'
"$bin/motcua" db roles --format csv >roles.csv
grep -q "^$unit,unit $own\$" roles.csv || { cat roles.csv; fail "the role of a unit is not listed"; }
[ "$(grep -c '^motcua_unit_' roles.csv)" -eq 23 ] || { cat roles.csv; fail "not a role for each of 22 communes and the hostile one"; }
refuse "$unit" "SELECT 1 FROM motcua.account" "SELECT 1 FROM motcua.login_session"
refuse motcua_reader "SELECT 1 FROM motcua.account" "SELECT 1 FROM motcua.login_session"
evil_role=$(sed -n 's/^\(motcua_unit_x[a-z0-9_]*\),.*/\1/p' roles.csv)
[ ${#evil_role} -gt 20 ] && [ ${#evil_role} -le 63 ] || fail "the role of the hostile code: '$evil_role'"
before=$(sql "$policies")
"$bin/motcua" db roles >/dev/null
"$bin/motcua" db roles --print | psql -q -X >/dev/null || fail "what was printed does not run"
[ "$(sql "$policies")" = "$before" ] || fail "a second time makes policies anew"

# The reader: every view of the dashboards, and nothing else.
for view in $(names "SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind = 'v' AND relname LIKE 'v\\_%'"); do
  as motcua_reader "SELECT count(*) FROM motcua.$view" >/dev/null
done
expect motcua_reader "SELECT count(DISTINCT unit) >= 29 FROM motcua.v_metric_now" t
for table in $(names "$tables"); do
  refuse motcua_reader "SELECT count(*) FROM motcua.$table" "DELETE FROM motcua.$table" "TRUNCATE motcua.$table" "COPY motcua.$table TO STDOUT"
done
refuse motcua_reader 'SELECT * FROM motcua.dossier_readable' 'SELECT * FROM motcua_unit.v_metric_now' 'CREATE TABLE motcua.mine (a int)' \
  'SELECT motcua.sample_month_make(0)' 'SELECT * FROM motcua.migration'

expect motcua_reader "SELECT count(*) FROM pg_class WHERE relnamespace::regnamespace::text LIKE 'motcua%' AND relkind IN ('r', 'p', 'v')
  AND has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER')" 0

# A unit: its own rows in every table and view, and no way to write.
expect $unit 'SELECT DISTINCT unit FROM motcua.dossier' $own
expect $unit "SELECT count(*) = (SELECT count(*) FROM motcua_unit.dossier_readable) FROM motcua.dossier" t
expect $unit 'SELECT count(*) > 0 FROM motcua.dossier' t
for table in $(names "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'unit'
                      WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT IN ('account', 'login_session')"); do
  expect $unit "SELECT count(*) FROM motcua.$table WHERE unit IS DISTINCT FROM '$own'" 0
  expect motcua_unit "SELECT count(*) FROM motcua.$table" 0
done
for table in dossier dossier_history figure metric_sample metric_now unit_source; do
  expect $unit "SELECT count(*) > 0 FROM motcua.$table" t
done
expect $unit 'SELECT string_agg(code, $$,$$) FROM motcua.unit' $own
for table in reject cursor; do
  expect $unit "SELECT count(*) FROM motcua.$table" 0
done
for view in $(names "SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind = 'v'"); do
  as $unit "SELECT count(*) FROM motcua_unit.$view" >/dev/null
  refuse $unit "SELECT count(*) FROM motcua.$view"
done
for view in $(names "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'unit'
                     WHERE c.relnamespace = 'motcua_unit'::regnamespace"); do
  expect $unit "SELECT count(*) FROM motcua_unit.$view WHERE unit NOT IN ('$own', 'ALL')" 0
done
expect $unit 'SELECT string_agg(DISTINCT unit, $$,$$) FROM motcua_unit.v_metric_now' $own
expect $unit "SELECT count(*) FROM motcua_unit.v_commitment WHERE unit = 'ALL' AND numerator IS NOT NULL" 0
for table in $(names "$tables"); do
  refuse $unit "INSERT INTO motcua.$table SELECT * FROM motcua.$table" "DELETE FROM motcua.$table" "TRUNCATE motcua.$table" "DROP TABLE motcua.$table"
done
for partition in $(names "SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relispartition AND relkind = 'r'"); do
  refuse $unit "SELECT * FROM motcua.$partition"
done
refuse $unit "UPDATE motcua.dossier SET unit = '$own'" 'SET row_security = off; SELECT count(*) FROM motcua.dossier' \
  'CREATE VIEW motcua_unit.mine AS SELECT 1' 'ALTER TABLE motcua.dossier DISABLE ROW LEVEL SECURITY'
# what a query can make of rows that it may not see: it never gets them to look at
expect $unit "SELECT count(*) > 0 FROM motcua.dossier WHERE 1 / (CASE WHEN unit = '$own' THEN 1 ELSE 0 END) = 1" t
expect $unit "SELECT count(*) > 0 FROM motcua_unit.dossier_readable WHERE 1 / (CASE WHEN unit = '$own' THEN 1 ELSE 0 END) = 1" t
expect $unit "SELECT count(*) FROM pg_stats WHERE schemaname = 'motcua' AND tablename = 'dossier'" 0
expect "$evil_role" 'SELECT count(*) FROM motcua.dossier' 3
expect "$evil_role" "SELECT count(DISTINCT unit) FROM motcua.dossier" 1
# who is given the role sees the same
sql "CREATE ROLE xa_mau LOGIN IN ROLE $unit" "CREATE ROLE may_thu_thap LOGIN IN ROLE motcua_writer"
[ "$(PGUSER=xa_mau psql -A -t -X -c 'SELECT DISTINCT unit FROM motcua.dossier')" = $own ] || fail "a member of a unit's role"

# The writer: polls, on a new store's worth of rows, and makes or drops nothing.
sql 'TRUNCATE motcua.dossier, motcua.dossier_history, motcua.cursor, motcua.run' \
  "DELETE FROM motcua.unit WHERE code NOT LIKE 'H99%'"
sed "s|//motcua@|//may_thu_thap@|" motcua.json >writer.json
expect_code 0 "$bin/motcua" -c writer.json collect --at 2022-11-25T15:00
grep -q 'new 3,000' stderr || { cat stderr; fail "the writer did not write all"; }
expect_code 0 "$bin/motcua" -c writer.json collect --full --at 2022-11-25T16:00
grep -q 'unchanged 3,000' stderr || { cat stderr; fail "the writer does not see what it wrote"; }
expect_code 0 "$bin/motcua" -c writer.json db check
expect_code 0 "$bin/motcua" -c writer.json counts --period month --of 2022-11 --at 2022-11-25T15:00 --format csv
cp stdout as_writer
expect_code 0 "$bin/motcua" counts --period month --of 2022-11 --at 2022-11-25T15:00 --format csv
cmp -s stdout as_writer || fail "the writer counts otherwise than the owner"
for table in $(names "$tables"); do
  refuse motcua_writer "DROP TABLE motcua.$table" "ALTER TABLE motcua.$table ADD COLUMN mine int" "TRUNCATE motcua.$table" \
    "CREATE INDEX ON motcua.$table ((1))" "ALTER TABLE motcua.$table DISABLE ROW LEVEL SECURITY" \
    "CREATE POLICY mine ON motcua.$table USING (true)"
done
refuse motcua_writer 'CREATE TABLE motcua.mine (a int)' 'DROP SCHEMA motcua CASCADE' 'DROP VIEW motcua.v_clock' \
  'CREATE ROLE mine' 'SELECT count(*) FROM motcua_unit.v_clock' \
  "INSERT INTO motcua.migration (number, name) VALUES (999, 'x')"

# A new view is for the roles after the next 'db roles'; roles of units that are no longer wanted go with --prune only.
sql "CREATE VIEW motcua.v_new AS SELECT unit, count(*) AS n FROM motcua.dossier GROUP BY unit" \
  "CREATE VIEW motcua.v_newer AS SELECT n.unit, n.n, c.newest FROM motcua.v_new n CROSS JOIN motcua.v_clock c" \
  'ALTER VIEW motcua.v_new OWNER TO motcua' 'ALTER VIEW motcua.v_newer OWNER TO motcua'
"$bin/motcua" db roles --unit H99.22 --unit $own >/dev/null
expect motcua_reader 'SELECT count(DISTINCT unit) FROM motcua.v_newer' 27
expect $unit 'SELECT DISTINCT unit FROM motcua_unit.v_newer' $own
expect motcua_unit_h99_22 'SELECT count(DISTINCT unit) FROM motcua.dossier' 27
[ "$(sql "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'motcua\\_unit\\_%'")" = 24 ] || fail "a role went without --prune"
sql 'DROP VIEW motcua.v_newer'
"$bin/motcua" db roles --unit H99.22 --unit $own --prune >roles.txt
[ "$(sql "SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'motcua\\_unit\\_%'")" = "motcua_unit_h99_22,$unit" ] ||
  fail "a role that is not wanted stayed"
[ "$(sql "SELECT count(DISTINCT polname) FROM pg_policy")" = 5 ] || fail "a policy that is not wanted stayed"
[ "$(sql "SELECT to_regclass('motcua_unit.v_newer') IS NULL")" = t ] || fail "the copy of a view that is gone stayed"
expect_code 64 "$bin/motcua" db roles --unit H99.99
sql "CREATE ROLE motcua_unit_h99_22_02 BYPASSRLS"
expect_code 69 "$bin/motcua" db roles --unit H99.22.02
sql "INSERT INTO motcua.unit (code, kind) SELECT 'Z' || i, 'commune' FROM generate_series(1, 501) i"
expect_code 64 "$bin/motcua" db roles
echo "$refused statements refused"
