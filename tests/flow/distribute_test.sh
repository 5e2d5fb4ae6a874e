#!/bin/sh
# A store on Citus, as far as a plain PostgreSQL can show it: what is refused, what the schema must never have, and that no statement
# of the program asks for dossiers in a way that a distributed store refuses. The order of what `db distribute` asks is shown on a
# STAND-IN of Citus's catalogue and functions, made below: it spreads nothing. The real thing: tests/citus.sh.
POSTGRES_OPTIONS='-c fsync=off -c log_statement=all'
export POSTGRES_OPTIONS
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
MOTCUA_NOW=2023-03-03T09:00
export MOTCUA_NOW

start_portal --compose 600 --seed 14
write_config() { # store
  cat >motcua.json <<END
{"store": "$1", "keep": {"samples": 2, "history": 2, "runs": 2, "rejects": 2},
 "sources": [
  {"name": "mot", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"], "mandates": ["y-yen-2022"]}
END
}

# --- refusals
write_config "sqlite:motcua.db"
"$bin/motcua" db migrate 2>/dev/null
expect_code 64 "$bin/motcua" db distribute
grep -q 'this kind of store cannot be distributed' stderr || fail "SQLite: another reason"
ask postgres "CREATE DATABASE plain OWNER motcua"
write_config "$(store_of plain)"
for shards in 0 1025 -1 many; do
  expect_code 64 "$bin/motcua" db distribute --shards "$shards"
done
"$bin/motcua" db migrate 2>/dev/null
expect_code 69 "$bin/motcua" db distribute --dry-run
grep -q 'no extension citus' stderr || fail "no Citus: another reason"
echo "ok: refusals of a store that cannot be distributed"

# --- what the schema must never have
rules="SET search_path = motcua;
  SELECT 'a trigger: ' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN ('dossier'::regclass, 'dossier_history'::regclass)
  UNION ALL SELECT 'a foreign key: ' || conname FROM pg_constraint WHERE contype = 'f'
    AND (conrelid IN ('dossier'::regclass, 'dossier_history'::regclass) OR confrelid IN ('dossier'::regclass, 'dossier_history'::regclass))
  UNION ALL SELECT 'a unique key without source_id: ' || indexrelid::regclass FROM pg_index i
    WHERE indrelid IN ('dossier'::regclass, 'dossier_history'::regclass) AND indisunique
    AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = indrelid AND a.attname = 'source_id' AND a.attnum = ANY (i.indkey))
  UNION ALL SELECT 'an exclusion: ' || conname FROM pg_constraint WHERE contype = 'x'
    AND conrelid IN ('dossier'::regclass, 'dossier_history'::regclass)
  UNION ALL SELECT 'a policy that asks: ' || polname FROM pg_policy WHERE polrelid IN ('dossier'::regclass, 'dossier_history'::regclass)
    AND pg_get_expr(polqual, polrelid) ~* 'select|current_setting'"
found=$(ask plain "$rules")
[ -z "$found" ] || fail "the schema cannot be distributed: $found"
# and the rules see each of them
for wrong in "CREATE TRIGGER t BEFORE UPDATE ON dossier FOR EACH ROW EXECUTE FUNCTION manual_entry_stays()" \
  "ALTER TABLE dossier_history ADD FOREIGN KEY (source_id) REFERENCES source (id)" "CREATE UNIQUE INDEX ON dossier (code)" \
  "CREATE POLICY p ON dossier USING (unit = current_setting('motcua.unit'))"; do
  seen=$(ask plain "BEGIN; SET search_path = motcua; $wrong; $rules; ROLLBACK" | grep -c '^a')
  [ "$seen" -eq 1 ] || fail "not seen: $wrong"
done
echo "ok: no trigger, foreign key, unique key without source_id, or asking policy on what is distributed"

# --- what is sent
python3 "$MOTCUA_SRC/tests/statement_lint.py" "$cases/statements/taken.sql" || fail "the lint finds fault with what is right"
while read -r statement; do
  echo "$statement" >one.sql
  ! python3 "$MOTCUA_SRC/tests/statement_lint.py" one.sql >/dev/null 2>&1 || fail "the lint does not see: $statement"
done <"$cases/statements/refused.sql"
: >"$MOTCUA_TEST_PGHOME/log"
run() { "$bin/motcua" "$@" >/dev/null 2>stderr || { cat stderr; fail "motcua $*"; }; }
run collect --at 2022-11-18T15:00
curl -s -X POST "$address/_portal/drift?k=40" >/dev/null
run collect --full --at 2022-11-25T15:00
for command in status sources runs rejects units counts "counts --family opencps" "metrics --metric all" score advise plan mandates "tasks --set y-yen-2022" \
  "status --known-at 2022-11-20" "counts --known-at 2022-11-20 --period year" "db status" "db prune --dry-run" \
  "db sample --since 2022-10"; do
  # shellcheck disable=SC2086
  run $command
done
"$bin/motcua" db check >/dev/null 2>&1 || : # the server of a test is not durable
run report --at 2022-11-25T15:00 -o report.html
printf 'Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc,Đơn vị\nH99.22.01-221101-000001,01/11/2022,10/11/2022,08/11/2022,UBND xã A\n' >one.csv
run import one.csv --source tep
"$bin/motcua" reconcile mot tep >/dev/null 2>&1 || :
run db prune
views=$(ask plain "WITH RECURSIVE reads AS (
    SELECT DISTINCT r.ev_class AS view FROM pg_rewrite r JOIN pg_depend d ON d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
    WHERE d.refobjid IN ('motcua.dossier'::regclass, 'motcua.dossier_history'::regclass)
    UNION SELECT r.ev_class FROM reads x JOIN pg_depend d ON d.refobjid = x.view JOIN pg_rewrite r ON r.oid = d.objid)
  SELECT string_agg(DISTINCT view::regclass::text, ',') FROM reads" | sed 's/motcua\.//g')
case ,$views, in *,v_missing,*) ;; *) fail "no views of dossiers: $views" ;; esac
cp "$MOTCUA_TEST_PGHOME/log" sent.log
ask plain "SELECT 'CREATE VIEW ' || relname || ' AS ' || pg_get_viewdef(oid) FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind = 'v'" >views.sql
grep -c 'LOG:  execute' sent.log | { read -r sent && [ "$sent" -gt 300 ] || fail "the log holds no statements"; }
for word in 'FROM dossier_history' 'DELETE FROM run' 'one_row AS' 'gone AS' 'had AS'; do
  grep -q "$word" sent.log || fail "'$word' was never sent"
done
python3 "$MOTCUA_SRC/tests/statement_lint.py" --views "$views" sent.log views.sql || fail "a distributed store would refuse these"
echo "ok: what the program sends and its views can be distributed"

# --- a table of samples that is an administrator's: as TimescaleDB has it, chunks inherit from a plain table (STAND-IN)
ask postgres "CREATE DATABASE hyper OWNER motcua"
write_config "$(store_of hyper)"
"$bin/motcua" db migrate 2>/dev/null
ask hyper "SET ROLE motcua; DROP TABLE motcua.metric_sample CASCADE;
  CREATE TABLE motcua.metric_sample (observed_at bigint NOT NULL, period_from bigint NOT NULL, numerator bigint, denominator bigint,
    ratio bigint, score bigint, source_id integer NOT NULL DEFAULT 0, unit text COLLATE \"C\" NOT NULL, metric text COLLATE \"C\" NOT NULL,
    period_kind text COLLATE \"C\" NOT NULL, PRIMARY KEY (unit, metric, observed_at, period_kind, period_from, source_id));
  SELECT motcua.sample_month_make(1669363200)" >/dev/null
[ "$(ask hyper "SELECT count(*) FROM pg_inherits WHERE inhparent = 'motcua.metric_sample'::regclass")" = 0 ] ||
  fail "a partition was made of a table that has none"
[ "$(ask hyper "SELECT count(*) FROM pg_inherits WHERE inhparent = 'motcua.count_sample'::regclass")" = 2 ] ||
  fail "the other tables lost their partitions"
ask hyper "SET ROLE motcua; CREATE TABLE motcua.chunk_old () INHERITS (motcua.metric_sample); CREATE TABLE motcua.chunk_new () INHERITS (motcua.metric_sample);
  INSERT INTO motcua.chunk_old VALUES (1600000000, 0, 1, 1, NULL, NULL, 0, 'U', 'm', 'month');
  INSERT INTO motcua.chunk_new VALUES (1669363200, 0, 1, 1, NULL, NULL, 0, 'U', 'm', 'month');
  CREATE FUNCTION public.drop_chunks(relation regclass, older_than bigint) RETURNS SETOF text LANGUAGE plpgsql AS \$\$
  BEGIN IF older_than > 1600000000 THEN DROP TABLE motcua.chunk_old; END IF; RETURN NEXT 'chunk_old'; END \$\$"
run db prune --before 2022-10 --dry-run
[ "$(ask hyper "SELECT count(*) FROM motcua.metric_sample")" = 2 ] || fail "a dry run dropped a chunk"
run db prune --before 2022-10
[ "$(ask hyper "SELECT observed_at FROM motcua.metric_sample")" = 1669363200 ] || fail "chunks: the old one stays, or the new one went"
ask hyper "SET ROLE motcua; DROP FUNCTION public.drop_chunks; INSERT INTO motcua.metric_sample VALUES (1600000001, 0, 1, 1, NULL, NULL, 0, 'U', 'm', 'month')"
run db prune --before 2022-10
[ "$(ask hyper "SELECT observed_at FROM motcua.metric_sample")" = 1669363200 ] || fail "a plain table: the old row stays, or the new one went"
echo "ok: samples in a table that is none of partitions"

# --- the order of `db distribute`, on the STAND-IN
ask plain "SET allow_system_table_mods = on;
  CREATE TABLE pg_catalog.pg_dist_node (nodename text, nodeport int, noderole text, isactive boolean, groupid int);
  CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, colocationid int);
  CREATE TABLE pg_catalog.pg_dist_shard (logicalrelid regclass, shardid bigint);
  CREATE TABLE pg_catalog.pg_dist_placement (shardid bigint, shardstate int);
  GRANT ALL ON pg_catalog.pg_dist_node, pg_catalog.pg_dist_partition, pg_catalog.pg_dist_shard, pg_catalog.pg_dist_placement TO PUBLIC;
  CREATE TABLE public.stand_in (fault text);
  GRANT ALL ON public.stand_in TO PUBLIC;
  CREATE FUNCTION pg_catalog.create_distributed_table(t regclass, c text, colocate_with text, shard_count int DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql AS \$\$ BEGIN
    IF current_setting('citus.multi_shard_modify_mode') <> 'sequential' THEN RAISE 'not sequential'; END IF;
    INSERT INTO pg_dist_partition SELECT t, count(*) FROM public.stand_in WHERE fault = 'apart' AND colocate_with <> 'none';
    INSERT INTO pg_dist_shard SELECT t, 102000 + i FROM generate_series(1, COALESCE(shard_count, 4)) i;
    INSERT INTO pg_dist_placement SELECT shardid, 1 FROM pg_dist_shard WHERE logicalrelid = t;
    IF EXISTS (SELECT FROM public.stand_in WHERE fault = 'lost') THEN EXECUTE format('DELETE FROM %s WHERE ctid = (SELECT ctid FROM %s LIMIT 1)', t, t); END IF;
  END \$\$;
  CREATE FUNCTION pg_catalog.citus_total_relation_size(t regclass, fail boolean) RETURNS bigint LANGUAGE sql AS 'SELECT 4711::bigint';
  CREATE FUNCTION pg_catalog.run_command_on_workers(command text) RETURNS TABLE (nodename text, nodeport int, success boolean, result text)
  LANGUAGE plpgsql AS \$\$ BEGIN IF command LIKE 'DO %' THEN EXECUTE command; result := 'DO'; ELSE EXECUTE command INTO result; END IF;
    RETURN QUERY SELECT n.nodename, n.nodeport, f.fault IS NULL, COALESCE('no ' || f.fault, run_command_on_workers.result) FROM pg_dist_node n
      LEFT JOIN public.stand_in f ON f.fault = 'roles' AND command LIKE '%CREATE ROLE%'; END \$\$"
write_config "$(store_of plain)"
expect_code 69 "$bin/motcua" db distribute
grep -q 'no extension citus' stderr || fail "without the extension: another reason"
ask plain "SET allow_system_table_mods = on;
  INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion) VALUES (99999, 'citus', 10, 11, false, '0-stand-in')"
expect_code 69 "$bin/motcua" db distribute
grep -q 'no active worker' stderr || fail "without workers: another reason"
ask plain "INSERT INTO pg_dist_node VALUES ('coordinator', 5432, 'primary', true, 0), ('w1', 5432, 'primary', false, 1)"
expect_code 69 "$bin/motcua" db distribute
ask plain "UPDATE pg_dist_node SET isactive = true"
newest=$(ask plain "SELECT max(number) FROM motcua.migration")
ask plain "UPDATE motcua.migration SET number = 990 WHERE number = $newest"
expect_code 69 "$bin/motcua" db distribute
ask plain "UPDATE motcua.migration SET number = $newest WHERE number = 990; DELETE FROM motcua.migration WHERE number = $newest"
expect_code 69 "$bin/motcua" db distribute
grep -q "db migrate" stderr || fail "a schema that is behind: no hint"
ask plain "INSERT INTO motcua.migration (number, name) VALUES ($newest, 'x')"
ask postgres "CREATE ROLE stranger LOGIN"
ask plain "GRANT USAGE ON SCHEMA motcua TO stranger; GRANT SELECT ON ALL TABLES IN SCHEMA motcua TO stranger"
write_config "postgresql://stranger@/plain?host=$PGHOST"
expect_code 69 "$bin/motcua" db distribute
grep -q 'does not own' stderr || fail "a stranger: another reason"
write_config "$(store_of plain)"
nothing_done() { [ "$(ask plain "SELECT count(*) FROM pg_dist_partition")" = 0 ] || fail "$1: something was done"; }
rows=$(ask plain "SELECT (SELECT count(*) FROM motcua.dossier), (SELECT count(*) FROM motcua.dossier_history)")
run db distribute --dry-run --format csv
nothing_done "a dry run"
for fault in lost apart; do
  ask plain "INSERT INTO stand_in VALUES ('$fault')"
  expect_code 70 "$bin/motcua" db distribute
  nothing_done "$fault"
  [ "$rows" = "$(ask plain "SELECT (SELECT count(*) FROM motcua.dossier), (SELECT count(*) FROM motcua.dossier_history)")" ] || fail "$fault: rows are gone"
  ask plain "DELETE FROM stand_in"
done
psql -q -X -d plain -c "GRANT CREATE ON DATABASE plain TO motcua" -c "ALTER ROLE motcua CREATEROLE"
run db roles --unit H99.22.01
[ "$(ask plain "SELECT count(*) > 0 FROM pg_policy WHERE polname LIKE 'motcua\\_unit%'")" = t ] || fail "no policy of a unit"
"$bin/motcua" db distribute --shards 6 --format csv >told 2>stderr || { cat stderr; fail "it is not distributed"; }
grep -q '^shards,,6$' told || { cat told; fail "shards are not told"; }
grep -q "^dossier,,${rows%|*}$" told || { cat told; fail "rows are not told"; }
[ "$(ask plain "SELECT count(*) FROM pg_policy WHERE polname LIKE 'motcua\\_unit%'")" = 0 ] || fail "policies of units stay"
expect_code 0 "$bin/motcua" db distribute
grep -q 'distributed already' stderr || fail "twice: not told"

# --- a distributed store
expect_code 64 "$bin/motcua" db roles --unit H99.22.01
grep -q 'no roles of single units' stderr || fail "roles of units: another reason"
# roles that were here before are told to the workers; where that cannot be done nothing is
ask plain "INSERT INTO stand_in VALUES ('roles')"
expect_code 69 "$bin/motcua" db roles
grep -q 'role motcua_.* on worker .*: no roles' stderr || { cat stderr; fail "a role that a worker refuses: another reason"; }
ask plain "DELETE FROM stand_in"
run db roles --prune
[ "$(ask plain "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'motcua\\_unit\\_%'")" = 0 ] || fail "a role of a unit stays"
ask plain "SET ROLE motcua_reader; SELECT count(*) FROM motcua.dossier" | grep -qx "${rows%|*}" || fail "the reader sees no dossiers"
! ask plain "SET ROLE motcua_reader; SELECT count(*) FROM motcua.manual_entry" 2>/dev/null || fail "the reader reads entries"
! ask plain "SET ROLE motcua_unit; SELECT count(*) FROM motcua.dossier" 2>/dev/null || fail "the role of units reads dossiers"
"$bin/motcua" db status --format csv >told
grep -q '^distributed,"\?motcua.dossier, 6 shards\|^distributed,"\?dossier, 6 shards' told || { cat told; fail "status: no shards"; }
grep -q "^table,dossier,${rows%|*},4711$" told || { cat told; fail "status: rows and bytes of all servers are not told"; }
ask postgres "ALTER DATABASE plain SET synchronous_commit = off"
ask plain "INSERT INTO pg_dist_node VALUES ('w2', 5433, 'primary', false, 2); UPDATE pg_dist_placement SET shardstate = 3 WHERE shardid = 102001"
expect_code 65 "$bin/motcua" db check --format csv
for wanted in 'a power cut may lose.*w1:5432 .*fsync = off, synchronous_commit = off' 'a worker that is not active,w2:5433' \
  'copy that is not active,motcua.dossier\|copy that is not active,dossier'; do
  grep -q "$wanted" stdout || { cat stdout; fail "check: '$wanted' is not told"; }
done
echo "ok: the order of db distribute, and what is told of a distributed store (on a stand-in)"
