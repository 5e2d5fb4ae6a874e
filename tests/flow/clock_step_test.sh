#!/bin/sh
# The machine's clock is set in the middle of a poll: years ahead, years ahead at the start and right again, an hour back. On both kinds of
# store nothing is lost, nothing is there twice, no poll counts as newer than the clock, and what stands ahead is said and can be taken back.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
cc -shared -fPIC -O1 -o stepped.so "$MOTCUA_SRC/tests/faults/stepped_clock.c" || fail "the stepping clock does not compile"
STEPPED_CLOCK=$work/clock
ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
export STEPPED_CLOCK ASAN_OPTIONS
step() { echo "$1" >next && mv next clock; } # seconds by which the clock is wrong from now on
clocked() { LD_PRELOAD=$work/stepped.so "$bin/motcua" "$@"; }
step 0
hour=3600
years=$((3 * 366 * 86400))
now=$(date +%s)
sql() { # SQL on the store in hand
  case $MOTCUA_STORE in
  sqlite:*) sqlite3 "${MOTCUA_STORE#sqlite:}" "$1" ;;
  *) ask "$base" "SET search_path = motcua; $1" ;;
  esac
}
dump() { # what the polls brought; the hash is of all fields of a dossier, moments of reading are left out
  sql "SELECT source_id, key, code, unit, status, received_at, due_at, finished_at, content_hash, twice_from IS NOT NULL FROM dossier ORDER BY 1, 2"
  sql "SELECT code, name, kind FROM unit ORDER BY code"
}
rows() { sql 'SELECT COUNT(*) FROM dossier' 2>/dev/null || echo 0; }
stepped_poll() { # seconds at the start, seconds from the middle on: sets $code, words in stderr
  curl -s -d 'latency:150' "$address/_portal/fault" >/dev/null
  step "$1"
  had=$(rows)
  clocked collect --full 2>stderr &
  poll=$!
  tries=0
  until [ "$(rows)" -gt "$had" ] || ! kill -0 $poll 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt 1500 ] || fail "the poll does not begin"
    sleep 0.02
  done
  kill -0 $poll 2>/dev/null || { cat stderr; fail "the poll was over before the clock was set: this shows nothing"; }
  step "$2"
  curl -s -X DELETE "$address/_portal/fault" >/dev/null
  code=0
  wait $poll || code=$?
  step 0
}
sound() { # what: the store is what a calm poll leaves, and says nothing of the future
  dump >got
  cmp calm.$kind got || { diff calm.$kind got | head -n 5; fail "$1: the store differs"; }
  [ "$(sql 'SELECT COUNT(*) FROM dossier_history')" = 0 ] || fail "$1: something was written twice"
  [ "$(sql "SELECT COUNT(*) FROM run WHERE observed_at > $now + 86400")" = 0 ] || fail "$1: a poll is dated ahead"
  "$bin/motcua" db check --format csv >checked 2>/dev/null || :
  ! grep ',wrong,' checked | grep -v '^durability' || fail "$1: db check finds something"
}

start_portal --compose 3000 --seed 15
config_dvcqg
sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|" motcua.json
for kind in sqlite postgres; do
  for case in calm ahead right back; do
    base=${case}_$kind
    if [ $kind = sqlite ]; then
      MOTCUA_STORE=sqlite:$work/$base.db
    else
      createdb -O motcua "$base"
      MOTCUA_STORE=$(store_of "$base")
    fi
    export MOTCUA_STORE
    case $case in
    calm)
      expect_code 0 clocked collect --full
      dump >calm.$kind
      [ "$(rows)" = 3000 ] || fail "the calm poll is not whole"
      ;;
    ahead)
      stepped_poll 0 $years
      [ $code -eq 0 ] || { cat stderr; fail "a clock set ahead in a poll: exit status $code"; }
      sound "set ahead in a poll"
      expect_code 0 clocked collect
      sound "the poll after it"
      ;;
    right)
      stepped_poll $years 0
      [ $code -eq 65 ] && grep -q 'ahead of the clock' stderr && grep -q 'db mend' stderr ||
        { cat stderr; fail "a poll dated ahead, for the clock is right again: exit status $code"; }
      expect_code 65 "$bin/motcua" db check --format csv
      grep -q '^ahead,wrong,polls' stdout || { cat stdout; fail "db check does not name the poll ahead"; }
      expect_code 0 "$bin/motcua" sources --format csv
      grep -q '^huyen,[^,]*,3000,,' stdout || { cat stdout; fail "a poll ahead of the clock counts as the last complete one"; }
      expect_code 0 "$bin/motcua" db mend
      expect_code 0 clocked collect --full
      sound "right again in a poll, and mended"
      ;;
    back)
      stepped_poll 0 -$hour
      [ $code -eq 0 ] || { cat stderr; fail "a clock set back in a poll: exit status $code"; }
      sound "set back in a poll"
      expect_code 0 clocked collect
      sound "the poll after it"
      ;;
    esac
    echo "ok: $case, $kind"
  done
done
