#!/bin/sh
# What changes while PostgreSQL is written to: a right is really taken away, the server really has no connection left, two machines poll
# one source each with its outbox, an import is killed at any moment. Afterwards the store is what it is undisturbed.
. "$(dirname "$0")/lib.sh"
POSTGRES_OPTIONS=${POSTGRES_OPTIONS:--c fsync=off -c max_connections=12 -c superuser_reserved_connections=3}
. "$flow/postgres_lib.sh"
said() { grep -q -e "$1" stderr || { cat stderr; fail "stderr does not say: $1"; }; }
wait_until() { # a command that fails until then
  tries=0
  until "$@" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "waited in vain for: $*"
    sleep 0.02
  done
}
start_portal --compose 3000 --seed 52 --fault latency:20
config_dvcqg
sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|" motcua.json
collect() { "$bin/motcua" collect --at 2022-11-25T15:00 "$@"; }
for database in calm rights crowded two; do ask postgres "CREATE DATABASE $database OWNER motcua"; done
MOTCUA_STORE=$(store_of calm) expect_code 0 collect
dump_postgres calm >calm
stored() { [ "$(ask "$1" 'SELECT COUNT(*) FROM motcua.dossier')" -ge "$2" ]; }
as_calm() { # database what
  dump_postgres "$1" | cmp calm - || fail "$2: the store differs"
  [ "$(ask "$1" 'SELECT COUNT(*) FROM motcua.dossier_history')" = 0 ] || fail "$2: something was written twice"
  echo "ok: $2"
}

# --- the right to write is taken away in the middle of a poll, by who may, and given again
ask postgres "CREATE ROLE collector LOGIN; ALTER ROLE motcua CREATEROLE"
MOTCUA_STORE=$(store_of rights)
export MOTCUA_STORE
expect_code 0 "$bin/motcua" db migrate
expect_code 0 "$bin/motcua" db roles
ask rights "GRANT motcua_writer TO collector"
MOTCUA_STORE="postgresql://collector@/rights?host=$PGHOST"
collect 2>stderr &
poll=$!
wait_until stored rights 300
ask rights "REVOKE motcua_writer FROM collector"
code=0
wait $poll || code=$?
[ $code -eq 75 ] || { cat stderr; fail "without its right the poll ended with $code"; }
said 'Ask the owner of the database'
stored rights 3000 && fail "all went in: this shows nothing"
[ "$(sqlite3 motcua-outbox.db 'SELECT COUNT(*) FROM step')" -gt 5 ] || fail "nothing waits in the outbox: this shows nothing"
ask rights "GRANT motcua_writer TO collector"
expect_code 0 "$bin/motcua" outbox replay
as_calm rights "rights taken away midway"
rm -f motcua-outbox.db*

# --- the server has no connection left: 53300 from the server itself
MOTCUA_STORE=$(store_of crowded)
expect_code 0 "$bin/motcua" db migrate
holders=
for n in 1 2 3 4 5 6 7 8 9 10; do
  echo 'SELECT pg_sleep(600);' | psql -q -X -U motcua -d crowded >/dev/null 2>"holder.$n" &
  holders="$holders $!"
done
none_left() { psql -q -X -U motcua -d crowded -c 'SELECT 1' 2>&1 | grep -qE 'too many|reserved'; }
wait_until none_left
expect_code 75 collect
said 'Raise max_connections'
said 'polling goes on'
for holder in $holders; do kill "$holder" 2>/dev/null || :; done
wait $holders 2>/dev/null || :
ask postgres "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'crowded'" >/dev/null
one_left() { psql -q -X -U motcua -d crowded -c 'SELECT 1' >/dev/null; }
wait_until one_left
expect_code 0 "$bin/motcua" outbox replay
as_calm crowded "no connection left"
rm -f motcua-outbox.db*

# --- two machines, each with an outbox of its own, poll one source at once; the server is away for a part of it
MOTCUA_STORE=$(store_of two)
expect_code 0 "$bin/motcua" db migrate
sed 's|"sources"|"outbox": "second-outbox.db", "sources"|' motcua.json >second.json
collect 2>first.err &
one=$!
collect -c second.json 2>second.err &
two=$!
wait_until stored two 300
postgres_down immediate
sleep 1
postgres_up
for poll in $one $two; do
  code=0
  wait "$poll" || code=$?
  case $code in 0 | 75) ;; *) cat first.err second.err; fail "one of two machines ended with $code" ;; esac
done
expect_code 0 "$bin/motcua" outbox replay
expect_code 0 "$bin/motcua" -c second.json outbox replay
expect_code 0 collect
dump_postgres two >two.got
cmp calm two.got || { diff calm two.got | head -n 5; fail "two machines: the store differs"; }
echo "ok: two machines on one source"
stop_portal

# --- an import killed at any moment, on both stores
python3 - "$cases/export/ho-so.csv" <<'PY'
import sys
import csv
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))
code = rows[0].index('Mã hồ sơ')
with open('big.csv', 'w', encoding='utf-8-sig', newline='') as f:
    out = csv.writer(f)
    out.writerow(rows[0])
    for n in range(12000):
        row = list(rows[1 + n % (len(rows) - 1)])
        row[code] = f'K{n:06d}'
        out.writerow(row)
PY
ask postgres "CREATE DATABASE imported OWNER motcua"
ask postgres "CREATE DATABASE killed OWNER motcua"
import() { "$bin/motcua" import big.csv --source xa --at 2022-11-25T15:00; }
before=$(date +%s%N)
MOTCUA_STORE=sqlite:$work/imported.db expect_code 0 import
span=$((($(date +%s%N) - before) / 1000000))
MOTCUA_STORE=$(store_of imported) expect_code 0 import
dump_store imported.db >imported.lite
dump_postgres imported >imported.rows
[ "$(wc -l <imported.lite)" -gt 12000 ] || fail "the undisturbed import is not whole"
for MOTCUA_STORE in "sqlite:$work/killed.db" "$(store_of killed)"; do
  hit=0
  round=0
  while [ $round -lt 8 ]; do
    round=$((round + 1))
    "$bin/motcua" import big.csv --source xa --at 2022-11-25T15:00 2>/dev/null &
    poll=$!
    sleep "$(echo "$round $span" | awk '{printf "%.3f", $1 * $2 / 9000}')"
    ! kill -9 $poll 2>/dev/null || hit=$((hit + 1))
    wait $poll 2>/dev/null || :
  done
  [ $hit -ge 3 ] || fail "only $hit of 8 kills hit an import: this shows nothing"
  code=0
  "$bin/motcua" import big.csv --source xa --at 2022-11-25T15:00 2>stderr || code=$?
  [ $code -eq 0 ] || { cat stderr; fail "after kills the import ends with $code"; }
  case $MOTCUA_STORE in
    sqlite:*) dump_store killed.db | cmp imported.lite - || fail "after $hit kills SQLite's store differs" ;;
    *) dump_postgres killed | cmp imported.rows - || fail "after $hit kills the store in PostgreSQL differs" ;;
  esac
  "$bin/motcua" db check --format csv >checked 2>/dev/null || : # fsync is off in this server, which it names
  ! grep ',wrong,' checked | grep -v '^durability' || fail "after $hit kills db check finds something"
  grep -q ',' checked || fail "db check tells nothing"
  echo "ok: import killed $hit times"
done
