#!/bin/sh
# PostgreSQL away while portals are polled: not there from the start, killed in the middle, only reading and then promoted, its
# connections cut, the collector killed meanwhile, a page that it will not have. Afterwards it holds what an undisturbed one holds.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

collect() { "$bin/motcua" collect --at 2022-11-25T15:00; }
waiting() { "$bin/motcua" outbox --format csv 2>/dev/null | awk -F, 'NR > 1 {n += $2} END {print n + 0}'; }
refused() { "$bin/motcua" outbox --format csv 2>/dev/null | awk -F, 'NR > 1 {n += $6} END {print n + 0}'; }
said() { grep -q "$1" stderr || { cat stderr; fail "stderr does not say: $1"; }; }
number() { # database SQL expected
  got=$(ask "$1" "$2")
  [ "$got" = "$3" ] || fail "$2 gives '$got', expected '$3'"
}
same_as_calm() {
  dump_postgres motcua >after
  cmp calm after || { diff calm after | head -n 5; fail "$1: the store differs from an undisturbed one"; }
  echo "ok: $1"
}
empty_store() {
  ask motcua "DROP SCHEMA IF EXISTS motcua CASCADE"
  rm -f motcua-outbox.db*
}
wait_for() { # database SQL: until it gives a number above zero
  tries=0
  while [ "$(ask "$1" "$2" 2>/dev/null || echo 0)" -eq 0 ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "waited in vain for: $2"
    sleep 0.02
  done
}

start_portal --compose 12000 --seed 11
config_dvcqg
MOTCUA_STORE=$MOTCUA_TEST_POSTGRES
export MOTCUA_STORE
ask postgres "CREATE DATABASE calm OWNER motcua"
MOTCUA_STORE=$(store_of calm) collect 2>stderr
[ "$(waiting)" = 0 ] || fail "something waits after an undisturbed poll"
dump_postgres calm >calm
[ "$(wc -l <calm)" -gt 12000 ] || fail "the undisturbed poll is not whole"

# --- not there from the start: two polls wait, and come in order
empty_store
postgres_down
expect_code 75 collect
said "polling goes on"
said "pages wait in"
[ "$(waiting)" -gt 0 ] || fail "nothing waits"
expect_code 75 collect
"$bin/motcua" outbox >listing
grep -q huyen listing || fail "'motcua outbox' does not name the source"
postgres_up
expect_code 0 collect
said "pages replayed into the store"
[ "$(waiting)" = 0 ] || fail "something still waits"
same_as_calm "down from the start"
number motcua "SELECT string_agg(outcome, ',' ORDER BY id) FROM motcua.run" complete,complete,complete
number motcua "SELECT string_agg(new_rows::text || '/' || unchanged, ',' ORDER BY id) FROM motcua.run" 12000/0,0/12000,0/12000
number motcua "SELECT COUNT(*) FROM motcua.dossier_history" 0
# the dashboards see that something waited, and that nothing does now
number motcua "SELECT (array_agg(pages ORDER BY observed_at))[1] > 0 AND (array_agg(pages ORDER BY observed_at DESC))[1] = 0
  AND bool_and(refused = 0 AND bytes > 0 AND maximum = 2147483648 AND (oldest IS NULL) = (pages = 0)) FROM motcua.outbox_sample" t

# --- killed in the middle of a poll: nothing is polled again, what waits is enough
empty_store
curl -s -d 'latency:300' "$address/_portal/fault" >/dev/null
"$bin/motcua" collect --at 2022-11-25T15:00 2>stderr &
poll=$!
wait_for motcua "SELECT COUNT(*) FROM motcua.dossier"
postgres_kill
code=0
wait $poll || code=$?
[ $code -eq 75 ] || { cat stderr; fail "exit status $code, expected 75"; }
[ "$(waiting)" -gt 0 ] || fail "nothing waits"
postgres_up
number motcua "SELECT COUNT(*) BETWEEN 1 AND 11999 FROM motcua.dossier" t
cp motcua-outbox.db before.db
expect_code 0 "$bin/motcua" outbox replay
same_as_calm "killed in the middle of a poll"
number motcua "SELECT outcome || ' ' || new_rows FROM motcua.run" "complete 12000"
# all of it a second time, as after a crash before any of it was taken out of the outbox
rm -f motcua-outbox.db*
mv before.db motcua-outbox.db
expect_code 0 "$bin/motcua" outbox replay
said "pages replayed"
same_as_calm "replayed twice"
number motcua "SELECT COUNT(*) FROM motcua.run" 1
number motcua "SELECT COUNT(*) FROM motcua.dossier_history" 0

# --- restarted in the middle of a poll: the poll itself brings what waited
empty_store
curl -s -X DELETE "$address/_portal/fault" >/dev/null
curl -s -d 'latency:300' "$address/_portal/fault" >/dev/null
"$bin/motcua" collect --at 2022-11-25T15:00 2>stderr &
poll=$!
wait_for motcua "SELECT COUNT(*) FROM motcua.dossier"
postgres_down
postgres_up
wait $poll || { cat stderr; fail "a poll over a restart failed"; }
[ "$(waiting)" = 0 ] || fail "something still waits"
same_as_calm "restarted in the middle of a poll"
number motcua "SELECT outcome || ' ' || new_rows FROM motcua.run" "complete 12000"

# --- the collector killed too: it goes on where its outbox stands
empty_store
"$bin/motcua" runs >/dev/null 2>&1 # makes the tables
postgres_down
"$bin/motcua" collect --at 2022-11-25T15:00 2>stderr &
poll=$!
tries=0
while [ "$(waiting)" -lt 2 ]; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] || fail "waited in vain for two pages in the outbox"
  sleep 0.02
done
kill -9 $poll
wait $poll 2>/dev/null || :
kept=$(waiting)
expect_code 75 collect
postgres_up
expect_code 0 "$bin/motcua" outbox replay
same_as_calm "the collector killed while the server was down, $kept pages in its outbox"
rest=$(ask motcua "SELECT pages FROM motcua.run ORDER BY id DESC LIMIT 1")
[ $((kept + rest)) -eq "$(ask calm "SELECT pages FROM motcua.run")" ] || fail "$kept pages waited, and $rest were asked for again"
number motcua "SELECT string_agg(outcome, ',' ORDER BY id) FROM motcua.run" interrupted,complete
curl -s -X DELETE "$address/_portal/fault" >/dev/null

# --- only reading, as a standby does, then promoted: a failover
empty_store
collect 2>/dev/null
ask motcua "DELETE FROM motcua.dossier; DELETE FROM motcua.cursor"
postgres_down
: >"$MOTCUA_TEST_PGHOME/data/standby.signal"
[ "$(id -u)" != 0 ] || chown postgres "$MOTCUA_TEST_PGHOME/data/standby.signal"
postgres_up
expect_code 75 collect
said "read-only"
[ "$(waiting)" -gt 0 ] || fail "nothing waits"
(cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$MOTCUA_TEST_PGHOME/data" -w -s promote)
expect_code 0 "$bin/motcua" outbox replay
same_as_calm "a standby, then promoted"
ask postgres "ALTER DATABASE motcua SET default_transaction_read_only = on"
ask motcua "SET transaction_read_only = off; DELETE FROM motcua.dossier; DELETE FROM motcua.cursor"
expect_code 75 collect
said "read-only"
ask postgres "SET transaction_read_only = off; ALTER DATABASE motcua RESET default_transaction_read_only"
expect_code 0 "$bin/motcua" outbox replay
same_as_calm "a database that only reads"

# --- a page that it will not have: set aside, what is behind it comes; tried again, it comes too
empty_store
collect 2>/dev/null
key=$(ask motcua "SELECT key FROM motcua.dossier ORDER BY key OFFSET 3000 LIMIT 1")
ask motcua "DELETE FROM motcua.dossier; DELETE FROM motcua.cursor;
  ALTER TABLE motcua.dossier ADD CONSTRAINT spiteful CHECK (key <> '$key')"
postgres_down
expect_code 75 collect
postgres_up
expect_code 0 "$bin/motcua" outbox replay
said "spiteful"
said "set aside"
[ "$(refused)" = 1 ] && [ "$(waiting)" = 0 ] || fail "$(refused) pages set aside, $(waiting) wait"
number motcua "SELECT COUNT(*) BETWEEN 7000 AND 11999 FROM motcua.dossier" t
ask motcua "ALTER TABLE motcua.dossier DROP CONSTRAINT spiteful"
expect_code 0 "$bin/motcua" outbox replay
[ "$(refused)" = 0 ] || fail "a page is still set aside"
same_as_calm "a page that was refused"

# --- the maximum: told from 80 % on, polling stops at 100 %, what waits is not lost
empty_store
postgres_down
MOTCUA_OUTBOX_BYTES=400000 expect_code 75 collect
said "WARNING: the outbox .* is [89][0-9]% full"
said "the outbox is full"
full=$(waiting)
[ "$full" -gt 2 ] && [ "$full" -lt 24 ] || fail "$full pages wait"
postgres_up
expect_code 0 "$bin/motcua" outbox replay
number motcua "SELECT outcome || ' ' || pages FROM motcua.run" "partial $full"
expect_code 0 collect
same_as_calm "an outbox that was full"

# --- what waits for one store does not go into another by itself
empty_store
postgres_down
expect_code 75 collect
postgres_up
MOTCUA_STORE=$(store_of calm) expect_code 78 collect
said "belongs to another store"
expect_code 0 collect
same_as_calm "another store in between"

# --- no folder to write an outbox in: told, and polling goes on while the store answers
empty_store
sed 's|^{|{"outbox": "/proc/nowhere/outbox.db", |' motcua.json >other.json
expect_code 0 "$bin/motcua" -c other.json collect --at 2022-11-25T15:00
said "without an outbox"
same_as_calm "no outbox can be made"

# --- neither personal data nor passwords are in it
rm -f motcua-outbox.db*
planted='CÔNG DÂN MẪU|Công dân mẫu|CÔNG DÂN|09990000|0900000|@example\.invalid|Thôn Mẫu|bi-mat-|s3cret'
start_portal --pages "$cases/opencps" --fault wrong-types
config_opencps
MOTCUA_STORE="postgresql://motcua:s3cret@/motcua?host=/nowhere" expect_code 75 collect
cat stderr stdout >log
MOTCUA_STORE="postgresql://motcua:s3cret@/motcua?host=/nowhere" "$bin/motcua" outbox --format csv >>log 2>&1
[ "$(waiting)" -gt 0 ] || fail "nothing waits"
for file in motcua-outbox.db* log; do
  if { strings -n 6 -e S "$file"; cat "$file"; } | LC_ALL=C.UTF-8 grep -aE "$planted" | head -n 3 | grep -a .; then
    fail "personal data or a password in $file"
  fi
done
echo "ok: nothing personal in the outbox"
