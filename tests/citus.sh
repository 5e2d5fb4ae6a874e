#!/bin/sh
# The same polls into a plain PostgreSQL and into a real Citus of a coordinator and two workers, all on this machine: every command, every
# view and every query of the dashboards must answer the same, row for row; what is written by hand, pruned, mended and forgotten is the same;
# a worker that is killed and a coordinator that is stopped lose nothing; an older schema that is distributed is upgraded; several collectors and
# servers on one distributed store do what one alone does (citus_beside.sh).
# usage: tests/citus.sh [BIN-FOLDER]      Needs PostgreSQL with the extension citus (Debian has none); else it says "not run" and ends with 77.
set -eu
MOTCUA_SRC=$(cd "$(dirname "$0")/.." && pwd)
MOTCUA_BIN=$(cd "${1:-$MOTCUA_SRC/build/release/bin}" && pwd)
export MOTCUA_SRC MOTCUA_BIN
CITUS_OPTIONS='-c fsync=off'
. "$MOTCUA_SRC/tests/citus_nodes.sh"
citus_here || exit 77
. "$MOTCUA_SRC/tests/flow/lib.sh"
MOTCUA_NOW=2022-12-03T09:00
MOTCUA_LANG=en
MOTCUA_RETRY_MS=1
export MOTCUA_NOW MOTCUA_LANG MOTCUA_RETRY_MS
serve=
away() {
  status=$?
  set +e # else a failure would end this before leave stops the portal
  [ -z "$serve" ] || kill "$serve" 2>/dev/null || :
  citus_stop
  (exit $status)
  leave
}
trap away EXIT
citus_start

# --- two stores
mkdir figures
cp "$cases/766/replies-2026-10-02"/*.json figures
start_portal --compose 4000 --seed 14 --evaluation "$work/figures"
config() { # database
  cat >"$1.json" <<END
{"store": "$(citus_address "$1")", "outbox": "$work/$1-outbox.db",
 "keep": {"samples": 2, "history": 2, "runs": 2, "rejects": 2},
 "sources": [
  {"name": "mot", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
  {"name": "hai", "manifest": "opencps", "base_url": "$address", "vars": {"group_id": "55301", "base_path": "/o/rest/v2"},
   "count": false, "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
  {"name": "ba", "manifest": "evaluation", "base_url": "$address", "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}}],
 "commitments": ["y-yen-2022"], "mandates": ["y-yen-2022"], "rulesets": ["y-yen-2022"]}
END
}
on() { # database command...
  of=$1
  shift
  "$bin/motcua" -c "$of.json" "$@"
}
run() { # database command...: must succeed
  on "$@" >told 2>stderr || { cat told stderr; fail "$*"; }
}
both() { for store in plain spread; do run $store "$@"; done; }
same() { # command...
  for store in plain spread; do on $store "$@" >"$store.out" 2>"$store.err" || { cat "$store.err"; fail "$store: $*"; }; done
  cmp plain.out spread.out || { diff plain.out spread.out | head -n 10; fail "$*: not the same on Citus"; }
  [ "$(wc -l <plain.out)" -ge "${least:-2}" ] || fail "$*: says too little"
  lines=$((${lines:-0} + $(wc -l <plain.out)))
}
rows() { # database SQL
  citus_sql 0 "$1" "SET search_path = motcua; $2"
}
for store in plain spread; do
  config $store
  run $store db migrate
done
run spread db distribute --dry-run
[ "$(rows spread "SELECT count(*) FROM pg_dist_partition")" = 0 ] || fail "a dry run distributed"
run spread db distribute
expect_code 64 on spread db roles --unit H99.22.01
both db roles
cat >>roles.sql <<'SQL'
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'collector') THEN
    CREATE ROLE collector LOGIN; CREATE ROLE grafana LOGIN; CREATE ROLE stranger LOGIN; GRANT motcua_unit TO stranger;
    GRANT motcua_writer TO collector; GRANT motcua_reader TO grafana;
  END IF;
END $$;
SQL
psql -q -X -v ON_ERROR_STOP=1 -d spread -f roles.sql
# who collects is not who owns the tables
for store in plain spread; do sed -i 's/motcua@/collector@/' $store.json; done
echo "ok: distributed"

# --- two Fridays, and everything that can be asked
both collect --full --at 2022-11-18T15:00
curl -s -X POST "$address/_portal/drift?k=20000" >/dev/null
both collect --full --at 2022-11-25T15:00
printf 'Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc,Đơn vị\nH99.22.01-221101-000001,01/11/2022,10/11/2022,08/11/2022,UBND xã A\n' >one.csv
both import one.csv --source tep --at 2022-11-25T15:00
both db sample --since 2022-09
everything() {
  for command in status sources units counts "metrics --metric all" score advise plan mandates procedures rejects \
    "tasks --set y-yen-2022" "counts --family opencps" "counts --period year" "counts --period week --of 2022-W46" \
    "counts --known-at 2022-11-20 --period year" "metrics --known-at 2022-11-20" "status --known-at 2022-11-20T00:00" \
    "status --unit H99.22.01" "advise --unit H99.22.01" "db prune --dry-run" "db mend --dry-run"; do
    # shellcheck disable=SC2086
    least=0 same $command --format csv
  done
  for how in "--format json" "--format html" "--format text" "unit H99.22.01 --format html" "period --period quarter --of 2022-Q4 --format html" \
    "form-06 --of 2022-11 --format csv" "tasks --set y-yen-2022 --format html" "--known-at 2022-11-25T15:00 --format json"; do
    # shellcheck disable=SC2086
    least=1 same report --at 2022-11-25T15:00 $how -o -
  done
  for store in plain spread; do on $store reconcile mot hai --format csv >$store.out 2>/dev/null || [ $? -eq 65 ] || fail "$store: reconcile"; done
  cmp plain.out spread.out || fail "reconcile: not the same on Citus"
}
everything
echo "ok: commands, $lines lines"
/usr/bin/python3 "$MOTCUA_SRC/tests/citus_rows.py" "host=$citus_home port=$citus_port dbname=plain user=postgres" \
  "host=$citus_home port=$citus_port dbname=spread user=postgres" grafana || fail "what the reader sees differs"
echo "ok: views, dashboards, alerts, as the reader"

# --- rights: the reader of a distributed store reads the tables of the views, nobody else's
denied() { # role SQL
  ! rows spread "SET SESSION AUTHORIZATION $1; $2" >told 2>stderr || fail "$1 may: $2"
  grep -q 'permission denied' stderr || { cat stderr; fail "$1: $2: another reason"; }
}
for table in account manual_entry login_session cursor; do denied grafana "SELECT count(*) FROM $table"; done
denied grafana "DELETE FROM dossier"
denied stranger "SELECT count(*) FROM dossier"
[ "$(rows spread "SET SESSION AUTHORIZATION grafana; SELECT count(*) FROM dossier")" = "$(rows plain "SELECT count(*) FROM dossier")" ] ||
  fail "the reader sees other dossiers"
echo "ok: rights"

# --- the servers, looked at
on spread db status --format csv >told
grep -q "^table,dossier,$(rows plain "SELECT count(*) FROM dossier"),[1-9]" told || { cat told; fail "status: rows and bytes of dossiers"; }
grep -q '^distributed,.*32 shards' told || { cat told; fail "status: shards"; }
expect_code 65 on spread db check --format csv
grep -q 'a power cut may lose.*fsync = off' stdout && [ "$(grep -c '^workers,.*:.*fsync = off\|^workers.*fsync = off' stdout)" = 2 ] ||
  { cat stdout; fail "check: fsync of each worker"; }
grep -v 'power cut' stdout >else || :
grep -q '^[a-z]*,.*,error\|not active\|another version' else && { cat stdout; fail "check: something else is wrong"; }
citus_sql 0 spread "SELECT citus_add_inactive_node('127.0.0.1', 9)" >/dev/null
citus_sql 0 spread "UPDATE pg_dist_placement SET shardstate = 3 WHERE placementid = (SELECT min(placementid) FROM pg_dist_placement)"
expect_code 65 on spread db check --format csv
grep -q "a worker that is not active,127.0.0.1:9" stdout || { cat stdout; fail "check: a worker that is not active"; }
grep -q "a shard with a copy that is not active,.*dossier" stdout || { cat stdout; fail "check: a copy that is not active"; }
citus_sql 0 spread "UPDATE pg_dist_placement SET shardstate = 1"
citus_sql 0 spread "SELECT citus_remove_node('127.0.0.1', 9)" >/dev/null
echo "ok: status and check"

# --- pages of motcua serve
pages() { # database: logs in and reads pages
  echo 'mat khau cua tinh' >pw
  on "$1" user add tinh --role province --password-file pw >told 2>stderr || { cat stderr; fail "$1: user add"; }
  rm -f listen jar
  "$bin/motcua" -c "$1.json" serve --listen 127.0.0.1:0 --no-poll >listen 2>serve.log & # itself, so that kill meets no shell before it
  serve=$!
  tries=0
  while [ ! -s listen ]; do
    tries=$((tries + 1))
    [ $tries -lt 400 ] && kill -0 $serve 2>/dev/null || { cat serve.log; fail "$1: serve did not start"; }
    sleep 0.05
  done
  site=$(sed 's#/$##' listen)
  curl -s -c jar -o body "$site/dang-nhap"
  curl -s -b jar -c jar -o body --data-urlencode "password=$(cat pw)" --data "name=tinh&csrf=$(sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' body | head -n 1)" \
    "$site/dang-nhap"
  : >"$1.pages"
  for page in / /don-vi/H99.22.01 /chi-so /ho-so-qua-han /nhiem-vu /nguon /nhap-tay "/don-vi/H99.22.01/chi-tieu?metric=online_rate" \
    /api/v1/league /api/v1/units/H99.22.01 /api/v1/index /api/v1/overdue /api/v1/tasks /bao-cao /readyz; do
    echo "== $page" >>"$1.pages"
    [ "$(curl -s -b jar -o body -w '%{http_code}' "$site$page")" = 200 ] || { cat serve.log body; fail "$1: $page"; }
    # tokens of forms are of the session, milliseconds of the machine
    sed 's/name="csrf" value="[0-9a-f]*"//g; s/data-l="ms"><span class="v">[^<]*//g' body >>"$1.pages"
  done
  kill $serve
  wait $serve 2>/dev/null || :
  serve=
}
for store in plain spread; do pages $store; done
cmp plain.pages spread.pages || { diff plain.pages spread.pages | head -n 10; fail "pages differ"; }
echo "ok: $(wc -c <plain.pages) bytes of pages"

# --- what is written otherwise: a claimed job, a report that was issued, a forgotten dossier, a poll ahead of the clock, pruning
code=$(rows plain "SELECT MIN(code) FROM dossier WHERE code LIKE 'H%'")
for store in plain spread; do
  on $store forget "$code" --format csv >$store.out 2>stderr || { cat stderr; fail "$store: forget"; }
  [ "$(rows $store "SELECT (SELECT count(*) FROM dossier WHERE code = '$code') + (SELECT count(*) FROM dossier_history WHERE code = '$code')")" = 0 ] ||
    fail "$store: $code is not forgotten"
done
cmp plain.out spread.out || fail "forget tells something else"
for store in plain spread; do on $store report --at 2022-11-25T15:00 --issue --by Lan -o issued.html >told 2>stderr || { cat stderr; fail "$store: --issue"; }; done
curl -s -X POST "$address/_portal/drift?k=30000" >/dev/null
both collect --full --at 2031-01-05T15:00 --ahead
for store in plain spread; do on $store db mend --format csv >$store.out 2>stderr || { cat stderr; fail "$store: mend"; }; done
cmp plain.out spread.out || { diff plain.out spread.out; fail "mend tells something else"; }
grep -q '^run,' plain.out || { cat plain.out; fail "mend mended nothing"; }
# of a month that goes as a whole the server's own estimate is told, which is exact after ANALYZE
for store in plain spread; do citus_sql 0 $store ANALYZE; done
for store in plain spread; do MOTCUA_STORE=$(citus_address $store) MOTCUA_NOW=2023-03-03T09:00 on $store db prune --format csv >$store.out 2>stderr || { cat stderr; fail "$store: prune"; }; done
cmp plain.out spread.out || { diff plain.out spread.out; fail "prune tells something else"; }
everything
echo "ok: forgotten, issued, mended, pruned"

# --- a worker is killed during polls; the coordinator is stopped: nothing is lost
curl -s -X POST "$address/_portal/drift?k=40000" >/dev/null
citus_down 2 immediate
run plain collect --full --at 2022-12-02T15:00
on spread collect --full --at 2022-12-02T15:00 >told 2>stderr || :
citus_up 2
run spread collect --full --at 2022-12-02T15:00
contents() { rows "$1" "SELECT d.key, d.code, d.unit, d.status, d.received_at, d.due_at, d.finished_at, d.content_hash FROM dossier d JOIN source s ON s.id = d.source_id ORDER BY s.name, d.key"; }
contents plain >plain.out
contents spread >spread.out
cmp plain.out spread.out || fail "after a killed worker: dossiers differ"
least=1 same counts --period year --format csv
echo "ok: a worker was killed, nothing is lost"
curl -s -X POST "$address/_portal/drift?k=60000" >/dev/null
run plain collect --full --at 2022-12-03T08:00
citus_down 0 immediate
on spread collect --full --at 2022-12-03T08:00 >told 2>stderr || :
on spread outbox --format csv >told 2>stderr || :
grep -q '[1-9]' told || { cat told stderr; fail "nothing waits in the outbox"; }
citus_up 0
on spread outbox replay >told 2>stderr || { cat stderr; fail "outbox replay"; }
contents plain >plain.out
contents spread >spread.out
cmp plain.out spread.out || { diff plain.out spread.out | head -n 5; fail "after a stopped coordinator: dossiers differ"; }
least=1 same counts --period year --format csv
echo "ok: the coordinator was stopped, nothing is lost"

# --- a store that was distributed at an older schema
for store in plain spread; do sed -i 's/collector@/motcua@/' $store.json; done
newest=$(rows plain "SELECT max(number) FROM migration")
cp -r "$bin/../share/motcua" data-19
for file in data-19/schema/postgres/0*.sql; do
  number=${file##*/}
  number=$(echo "${number%%_*}" | sed 's/^0*//')
  [ "$number" -le 19 ] || rm "$file"
done
citus_database early
config early
MOTCUA_DATADIR=$work/data-19 run early db migrate
MOTCUA_DATADIR=$work/data-19 run early db distribute
rows plain "SELECT c.relname || '|' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'motcua'::regnamespace
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'migration'" | sort >has
rows early "SELECT c.relname || '|' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = 'motcua'::regnamespace
  AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND c.relname <> 'migration'" | sort >had
comm -12 has had | awk -F '|' '{names[$1] = names[$1] sep[$1] $2; sep[$1] = ", "}
  END {for (t in names) print (t == "source" || t == "account" ? 1 : t == "unit" || t == "run" ? 2 : 3), t, names[t]}' | sort | cut -d ' ' -f 2- >shared
while read -r table names; do
  case $table in count_sample | metric_sample | score_sample)
    for at in $(rows plain "SELECT DISTINCT observed_at FROM $table"); do rows early "SELECT sample_month_make($at)" >/dev/null; done ;;
  esac
  rows early "DELETE FROM $table"
  rows plain "COPY (SELECT $names FROM $table) TO STDOUT" >copied
  psql -q -X -v ON_ERROR_STOP=1 -d early -c "SET session_replication_role = replica" -c "COPY motcua.$table ($names) FROM STDIN" <copied # as a copy of all, in any order
  case "$names, " in *'id, '*) rows early "SELECT setval(pg_get_serial_sequence('motcua.$table', 'id'), (SELECT COALESCE(MAX(id), 1) FROM $table))" >/dev/null 2>&1 || : ;; esac
done <shared
[ "$(rows early "SELECT count(*) FROM dossier")" = "$(rows plain "SELECT count(*) FROM dossier")" ] || fail "the old store is not full"
# what an older schema cannot know of a dossier, the plain store is to know as little
comm -23 has had | sed -n 's/^\(dossier\|dossier_history\)|\(.*\)/UPDATE \1 SET \2 = NULL;/p' >unknown.sql
rows plain "$(cat unknown.sql)"
run early db migrate
[ "$(rows early "SELECT max(number) FROM migration")" = "$newest" ] || fail "the old store is not upgraded"
run early db roles
for store in plain early; do
  on $store counts --period year --format csv >$store.out
  run $store collect --full --at 2022-12-03T08:30
  on $store metrics --metric all --format csv >>$store.out
done
cmp plain.out early.out || { diff plain.out early.out | head -n 5; fail "upgraded: another answer"; }
echo "ok: distributed at schema 19, upgraded to $newest"

# --- several collectors, servers and their jobs on one distributed store
MOTCUA_NOW='' sh "$MOTCUA_SRC/tests/citus_beside.sh" || fail "several on one store"
