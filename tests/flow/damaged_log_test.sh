#!/bin/sh
# SQLite's log (-wal) after a power cut that did not keep its promise: cut at any length, or with other bytes in it, under the store and
# under the outbox. What is read then is what some earlier commit left, whole; and the next poll brings what is missing.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
start_portal --compose 2000 --seed 61 --fault latency:15
config_dvcqg
sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|" motcua.json
collect() { "$bin/motcua" collect --at 2022-11-25T15:00; }
expect_code 0 collect
dump_store motcua.db >calm
ask postgres "CREATE DATABASE calm OWNER motcua"
ask postgres "CREATE DATABASE later OWNER motcua"
MOTCUA_STORE=$(store_of calm) expect_code 0 collect
dump_postgres calm >calm.rows
rm -f motcua.db*
expect_code 0 "$bin/motcua" db migrate
cp motcua.db empty.db

# A log in the middle of a poll, as kill -9 leaves it.
"$bin/motcua" collect --at 2022-11-25T15:00 2>stderr & # not by the function: a subshell would die in its place
poll=$!
tries=0
until [ "$(sqlite3 -readonly motcua.db 'SELECT COUNT(*) FROM dossier' 2>/dev/null || echo 0)" -ge 700 ]; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] || fail "no poll"
  sleep 0.02
done
kill -9 $poll
wait $poll 2>/dev/null || :
mkdir was
cp motcua.db motcua.db-wal was
length=$(stat -c %s was/motcua.db-wal)
[ "$length" -gt 100000 ] || fail "the log holds $length bytes: this shows nothing"

damage() { # file case
  python3 - "$1" "$2" <<'PY'
import os, random, sys
name, case = sys.argv[1], int(sys.argv[2])
luck = random.Random(case)
size = os.path.getsize(name)
with open(name, 'r+b') as f:
    if case % 2 == 0:
        f.truncate(luck.randrange(size))
    else:
        for _ in range(1 + case % 5):
            f.seek(luck.randrange(size))
            f.write(luck.randbytes(luck.choice((1, 16, 4096))))
        f.truncate(size)
PY
}
lost=0
for case in 1 2 3 4 5 6 7 8 9 10 11 12; do
  rm -f motcua.db*
  cp was/* .
  damage motcua.db-wal $case
  expect_code 0 "$bin/motcua" db check
  rows=$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')
  [ $((rows % 100)) -eq 0 ] || fail "case $case: $rows rows: a page is there in part"
  [ "$rows" -ge 700 ] || lost=$((lost + 1))
  expect_code 0 collect
  dump_store motcua.db | cmp calm - || fail "case $case: after a damaged log the store differs"
done
[ $lost -gt 2 ] || fail "only $lost logs lost anything: this shows nothing"
echo "ok: the store's log damaged in 12 ways, $lost of which lost pages that the next poll brought"

# The outbox: pages of it are not in the store yet.
MOTCUA_STORE=$(store_of later)
export MOTCUA_STORE
expect_code 0 "$bin/motcua" db migrate
dump_before=$(ask later 'SELECT COUNT(*) FROM motcua.run')
postgres_down
curl -s -d latency:150 "$address/_portal/fault" >/dev/null
rm -f motcua-outbox.db*
"$bin/motcua" collect --at 2022-11-25T15:00 2>stderr & # not by the function: a subshell would die in its place
poll=$!
tries=0
until [ "$(sqlite3 -readonly motcua-outbox.db 'SELECT COUNT(*) FROM step WHERE kind = 1' 2>/dev/null || echo 0)" -ge 8 ]; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] || fail "no outbox"
  sleep 0.02
done
kill -9 $poll
wait $poll 2>/dev/null || :
postgres_up
curl -s -X DELETE "$address/_portal/fault" >/dev/null
mkdir box
cp motcua-outbox.db motcua-outbox.db-wal box
[ "$(stat -c %s box/motcua-outbox.db-wal)" -gt 50000 ] || fail "the outbox's log is empty: this shows nothing"
for case in 21 22 23 24 25 26; do
  rm -f motcua-outbox.db*
  cp box/* .
  damage motcua-outbox.db-wal $case
  ask later "TRUNCATE motcua.dossier, motcua.dossier_history, motcua.cursor, motcua.unit_source, motcua.unit, motcua.run CASCADE" >/dev/null
  expect_code 0 collect
  [ "$(sqlite3 motcua-outbox.db 'SELECT COUNT(*) FROM step')" = 0 ] || fail "case $case: something waits for ever"
  dump_postgres later >later.rows
  cmp calm.rows later.rows || { diff calm.rows later.rows | head -n 4; fail "case $case: after a damaged log of the outbox the store differs"; }
done
echo "ok: the outbox's log damaged in 6 ways (${dump_before} runs before)"
