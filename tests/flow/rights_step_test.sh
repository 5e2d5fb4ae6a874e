#!/bin/sh
# File rights that are changed in the middle of a poll: of the store, of its folder, of its log, of the outbox. The word is clear, nothing is
# lost, nothing is there twice, and when the rights are back the next poll ends as a calm one. As root the program runs as somebody else here.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
said() { grep -q -e "$1" stderr || { cat stderr; fail "stderr does not say: $1"; }; }
as() { # command...: as somebody whom rights bind
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
start_poll() { # the program itself, not a shell that waits for it, is $poll
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$bin/motcua" collect --at 2022-11-25T15:00 2>stderr &
  else
    "$bin/motcua" collect --at 2022-11-25T15:00 2>stderr &
  fi
  poll=$!
}
mine() { [ "$(id -u)" != 0 ] || chown -R 65534:65534 "$@"; }
collect() { as "$bin/motcua" collect --at 2022-11-25T15:00 "$@"; }
slow() { curl -s -d 'latency:150' "$address/_portal/fault" >/dev/null; }
fast() { curl -s -X DELETE "$address/_portal/fault" >/dev/null; }
wait_rows() { # command that counts rows, pid of the poll: until some are in
  tries=0
  until [ "$($1 2>/dev/null || echo 0)" -gt 200 ]; do
    tries=$((tries + 1))
    [ $tries -lt 1500 ] && kill -0 "$2" 2>/dev/null || { cat stderr; fail "the poll was over, or did not begin: this shows nothing"; }
    sleep 0.02
  done
}
rows() { sqlite3 -readonly house/motcua.db 'SELECT COUNT(*) FROM dossier'; }
start_portal --compose 3000 --seed 43
config_dvcqg
sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|; s|sqlite:motcua.db|sqlite:$work/house/motcua.db|" motcua.json
chmod 755 "$work"
new_house() {
  rm -rf house
  mkdir house
  mine house
}
as_calm() { # what
  expect_code 0 collect
  dump_store house/motcua.db | cmp calm - || fail "$1: the store differs"
  [ "$(sqlite3 house/motcua.db 'SELECT COUNT(*) FROM dossier_history')" = 0 ] || fail "$1: something was written twice"
  "$bin/motcua" db check --format csv >checked 2>/dev/null || :
  ! grep ',wrong,' checked || fail "$1: db check finds something"
  echo "ok: $1"
}
new_house
expect_code 0 collect
dump_store house/motcua.db >calm
[ "$(wc -l <calm)" -gt 3000 ] || fail "the calm poll is not whole"

# --- the store's file, and its folder, are taken away from who polls
taken() { # what is taken: sets $code
  new_house
  slow
  start_poll
  wait_rows rows $poll
  chmod "$1" "$2"
  fast
  code=0
  wait $poll || code=$?
}
for what in "000 house/motcua.db" "444 house/motcua.db" "555 house" "000 house"; do
  # shellcheck disable=SC2086
  taken $what
  case $code in 0 | 74) ;; *) cat stderr; fail "rights $what in a poll: exit status $code" ;; esac
  [ $code -eq 0 ] || said 'right'
  case $what in
  *db)
    expect_code 74 collect
    said 'right'
    ;;
  esac
  chmod 755 house
  chmod 644 house/motcua.db*
  as_calm "rights $what in a poll (it ended with $code)"
done

# --- the log of a poll that was killed cannot be read: never without it
new_house
slow
start_poll
wait_rows rows $poll
kill -9 $poll
wait $poll 2>/dev/null || :
fast
[ -s house/motcua.db-wal ] || fail "the poll left no log: this shows nothing"
known=$(rows)
chmod 000 house/motcua.db-wal
expect_code 74 as "$bin/motcua" sources
said 'right\|read'
expect_code 74 collect
[ -s house/motcua.db-wal ] || fail "the log is gone"
chmod 644 house/motcua.db-wal
[ "$(rows)" = "$known" ] || fail "rows were lost with the log"
as_calm "the log of a killed poll made unreadable"

# --- the outbox, while PostgreSQL is away
chmod 755 "$PGHOST" # the folder of its socket
ask postgres "CREATE DATABASE calm OWNER motcua"
ask postgres "CREATE DATABASE boxed OWNER motcua"
MOTCUA_STORE=$(store_of calm) expect_code 0 collect
dump_postgres calm >calm.rows
MOTCUA_STORE=$(store_of boxed)
export MOTCUA_STORE
sed -i 's|"sources"|"outbox": "house/outbox.db", "sources"|' motcua.json
for what in "000 house/outbox.db" "555 house"; do
  new_house
  expect_code 0 as "$bin/motcua" db migrate
  slow
  start_poll
  boxed() { ask boxed 'SELECT COUNT(*) FROM motcua.dossier'; }
  wait_rows boxed $poll
  [ -e house/outbox.db ] || fail "a poll has no outbox ready"
  # shellcheck disable=SC2086
  chmod $what
  postgres_down immediate
  fast
  code=0
  wait $poll || code=$?
  case $code in 74 | 75) ;; *) cat stderr; fail "outbox with rights $what: exit status $code" ;; esac
  grep -q 'outbox' stderr || { cat stderr; fail "no word of the outbox"; }
  chmod 755 house
  chmod 644 house/outbox.db*
  postgres_up
  expect_code 0 collect
  expect_code 0 as "$bin/motcua" outbox replay
  dump_postgres boxed | cmp calm.rows - || fail "outbox with rights $what: the store differs"
  [ "$(ask boxed 'SELECT COUNT(*) FROM motcua.dossier_history')" = 0 ] || fail "outbox with rights $what: something was written twice"
  echo "ok: outbox, $what (it ended with $code)"
  ask boxed "DROP SCHEMA motcua CASCADE"
done
