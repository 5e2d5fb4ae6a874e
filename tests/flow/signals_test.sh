#!/bin/sh
# Every command ends soon after INT, TERM and HUP, whatever it waits for, on both stores; nothing of it stays behind. The waits
# last far longer than the test: a command that ended by itself would end with another status.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

stopped() { # signal expected command... : sends it when the command waits
  signal=$1 expected=$2
  shift 2
  "$@" >"$work/stdout" 2>"$work/stderr" &
  process=$!
  until waiting $process; do
    kill -0 $process 2>/dev/null || { cat "$work/stderr"; fail "ended before it waited: $*"; }
    sleep 0.05
  done
  kill -s "$signal" $process
  set +e
  wait $process
  got=$?
  set -e
  [ $got -eq "$expected" ] || { cat "$work/stderr"; fail "$signal: exit status $got, expected $expected: $*"; }
  [ -z "$(find . -name '.motcua-*')" ] || fail "a temporary file was left"
}

# --- SQLite: another program holds the write lock
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}' >motcua.json
printf 'code,name,kind,parent\nH1,Tỉnh Mẫu,province,\n' >units.csv
"$bin/motcua" units import units.csv 2>/dev/null
mkfifo hold
sqlite3 motcua.db <hold >locked 2>&1 &
holder=$!
exec 3>hold
echo "BEGIN IMMEDIATE; SELECT 'locked';" >&3
until grep -q locked locked; do sleep 0.05; done
waiting() { sleep 0.5; [ "$(cat /proc/"$1"/comm)" = motcua ]; }
stopped TERM 143 "$bin/motcua" units import units.csv
stopped INT 130 "$bin/motcua" units import units.csv
stopped HUP 129 "$bin/motcua" units import units.csv
exec 3>&-
wait $holder
[ "$("$bin/motcua" units --format csv | wc -l)" -eq 2 ] || fail "the store after it"
"$bin/motcua" db check >/dev/null || fail "db check after it"

# --- PostgreSQL: a statement waits for a table that another session holds
ask postgres "CREATE DATABASE signals OWNER motcua"
printf '{"store": "%s", "sources": [], "commitments": ["y-yen-2022"]}\n' "$(store_of signals)" >motcua.json
"$bin/motcua" units import units.csv 2>/dev/null
psql -q -X -d signals <hold >locked 2>&1 &
holder=$!
exec 3>hold
echo "BEGIN; LOCK TABLE motcua.unit IN ACCESS EXCLUSIVE MODE; SELECT 'locked';" >&3
until grep -q locked locked; do sleep 0.05; done
blocked() { ask postgres "SELECT count(*) FROM pg_stat_activity WHERE datname = 'signals' AND wait_event_type = 'Lock'"; }
waiting() { [ "$(blocked)" -gt 0 ]; }
gone() { # the server gave the statement up while the lock is still held
  tries=0
  until [ "$(blocked)" -eq 0 ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "the statement goes on at the server"
    sleep 0.05
  done
}
for command in units status; do
  stopped TERM 143 "$bin/motcua" $command
  gone
done
stopped INT 130 "$bin/motcua" units -o units-out.csv
gone
stopped HUP 129 "$bin/motcua" units import units.csv
gone
# the second signal needs no patience: both at once
"$bin/motcua" units &
process=$!
until waiting; do sleep 0.05; done
kill -s INT $process
kill -s INT $process 2>/dev/null || :
set +e
wait $process
got=$?
set -e
[ $got -eq 130 ] || fail "two signals: exit status $got"
gone
exec 3>&-
wait $holder

# a read or a write that the signal breaks off is no fault of the file: the signal is the reason, and no words blame the disk
mkfifo nobody.csv still.csv
blamed() { ! grep -v '^serve' "$work/stderr" | grep -q . || { cat "$work/stderr"; fail "words about a file, where a signal came: $*"; }; }
waiting() { sleep 0.3; [ "$(cat /proc/"$1"/comm)" = motcua ]; }
stopped TERM 143 "$bin/motcua" units --format csv -o nobody.csv
blamed "a pipe without a reader"
stopped INT 130 "$bin/motcua" units import still.csv
blamed "a list from a pipe"
stopped HUP 129 "$bin/motcua" import still.csv --source xa
blamed "an import from a pipe"
stopped INT 130 "$bin/motcua" -c still.csv status
blamed "a config from a pipe"
stopped INT 130 "$bin/motcua" score --inputs still.csv
blamed "entries from a pipe"

# nohup holds: HUP that the parent ignores is ignored
mkfifo after.csv
(trap '' HUP; exec "$bin/motcua" units --format csv -o after.csv) &
process=$!
until [ "$(cat /proc/$process/comm)" = motcua ]; do sleep 0.05; done
kill -s HUP $process
wc -l <after.csv >lines
wait $process || fail "HUP under nohup"
[ "$(cat lines)" -eq 2 ] || fail "units after all"
echo ok
