#!/bin/sh
# A real line between two network namespaces, with the portal and the database server at its far end: it loses, delays, doubles and
# reorders packets, and its cable is pulled out. What was polled is what a calm poll gives; what cannot be said is told, and comes next time.
here_it_can() { [ "$(id -u)" = 0 ] && [ -c /dev/net/tun ] && ip netns add "motcua-try-$$" 2>/dev/null && ip netns del "motcua-try-$$"; }
if ! here_it_can; then
  echo "NOT RUN: network namespaces and /dev/net/tun need root; the lossy line is not tested here"
  exit 77
fi
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
near=motcua-near-$$
far=motcua-far-$$
line=
helpers=
clear_line() {
  kill $helpers $line 2>/dev/null || :
  for name in $near $far; do ip netns del "$name" 2>/dev/null || :; done
}
trap 'ended=$?; clear_line; (exit $ended); leave' EXIT
ip netns add "$near"
ip netns add "$far"
: >control
python3 "$MOTCUA_SRC/tests/faults/line.py" "$near" "$far" control >line.out &
line=$!
wait_for() { # command
  tries=0
  until "$@" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "waited in vain for: $*"
    sleep 0.02
  done
}
wait_for test -s line.out
line_is() { echo "$*" >control.new && mv control.new control; }
told() { tr ' ' '\n' <control.told | sed -n "s/^$1=//p"; }
in_far() { exec ip netns exec "$far" "$@"; } # in the background: the helper's own number is then known
in_near() { exec ip netns exec "$near" "$@"; }
here() { ip netns exec "$near" "$@"; }

# The portal listens on the loopback of the far namespace, as a relay's target; the server's socket is a file.
rm -f port
in_far "$bin/motcua-portal" --port-file port --compose 3000 --seed 31 >portal.log 2>&1 &
helpers="$helpers $!"
wait_for test -s port
in_far python3 "$MOTCUA_SRC/tests/faults/line.py" relay 10.203.77.2 relay.port "$(cat port)" &
helpers="$helpers $!"
in_far python3 "$MOTCUA_SRC/tests/faults/line.py" relay 10.203.77.2 database.port "$PGHOST/.s.PGSQL.5432" &
helpers="$helpers $!"
wait_for test -s relay.port
wait_for test -s database.port
address=http://10.203.77.2:$(cat relay.port)
config_dvcqg
sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\", \"network\": {\"connect_seconds\": 3, \"idle_seconds\": 3}|" motcua.json
grep -q idle_seconds motcua.json || fail "the config has no word of patience"
far_store() { echo "postgresql://motcua@10.203.77.2:$(cat database.port)/$1?sslmode=disable&connect_timeout=5&tcp_user_timeout=4000"; }
# shellcheck disable=SC2120
collect() { here "$bin/motcua" collect --at 2022-11-25T15:00 "$@"; }

# calm, on both stores
expect_code 0 collect
dump_store motcua.db >calm
[ "$(wc -l <calm)" -gt 3000 ] || fail "the calm poll is not whole"
ask postgres "CREATE DATABASE calm OWNER motcua"
ask postgres "CREATE DATABASE lossy OWNER motcua"
ask postgres "CREATE DATABASE pulled OWNER motcua"
MOTCUA_STORE=$(far_store calm) expect_code 0 collect
dump_postgres calm >calm.rows

# --- lossy, slow, twice, out of order: TCP mends it, and the poll is whole
line_is loss=4 delay=3 jitter=12 twice=2
rm -f motcua.db*
expect_code 0 collect
dump_store motcua.db | cmp calm - || fail "over a lossy line the store differs"
MOTCUA_STORE=$(far_store lossy) expect_code 0 collect
line_is
dump_postgres lossy | cmp calm.rows - || fail "over a lossy line the store in PostgreSQL differs"
for what in lost twice overtaken; do
  [ "$(told $what)" -gt 10 ] || { cat control.told; fail "few packets were $what: this shows nothing"; }
done
cat control.told

# --- the cable to the portal is pulled out in the middle: 75, what came is kept, the next poll goes on
rm -f motcua.db*
line_is delay=20
collect 2>stderr &
poll=$!
half_read() { [ "$(sqlite3 -readonly motcua.db 'SELECT COUNT(*) FROM dossier')" -ge 300 ]; }
wait_for half_read
line_is down
code=0
wait $poll || code=$?
[ $code -eq 75 ] || { cat stderr; fail "with the cable out the poll ended with $code"; }
rows=$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')
[ "$rows" -ge 300 ] && [ "$rows" -lt 3000 ] || fail "$rows rows are kept: this shows nothing"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM run WHERE outcome = 'complete'")" = 0 ] || fail "a poll that was cut off counts as complete"
expect_code 75 collect
line_is
expect_code 0 collect
dump_store motcua.db | cmp calm - || fail "after the cable the store differs"

# --- the cable to the portal is out for a moment only: the poll itself goes on
rm -f motcua.db*
line_is delay=20
collect 2>stderr &
poll=$!
wait_for half_read
line_is down
sleep 1
line_is
code=0
wait $poll || code=$?
[ $code -eq 0 ] || { cat stderr; fail "a cable that was out for a second ended the poll with $code"; }
dump_store motcua.db | cmp calm - || fail "after a second without a cable the store differs"

# --- the cable to the database server is pulled out (the portal has another): pages go into the outbox, and into the store when it is back
kill $helpers
helpers=
rm -f port
in_near "$bin/motcua-portal" --port-file port --compose 3000 --seed 31 --fault latency:30 >portal.log 2>&1 &
helpers=$!
in_far python3 "$MOTCUA_SRC/tests/faults/line.py" relay 10.203.77.2 database.port2 "$PGHOST/.s.PGSQL.5432" &
helpers="$helpers $!"
wait_for test -s port
wait_for test -s database.port2
mv database.port2 database.port
sed -i "s|$address|http://127.0.0.1:$(cat port)|" motcua.json
MOTCUA_STORE=$(far_store pulled)
export MOTCUA_STORE
collect 2>stderr &
poll=$!
half_stored() { [ "$(ask pulled 'SELECT COUNT(*) FROM motcua.dossier')" -ge 300 ]; }
wait_for half_stored
line_is down
code=0
wait $poll || code=$?
[ $code -eq 75 ] || { cat stderr; fail "with the cable to the server out the poll ended with $code"; }
grep -q 'polling goes on' stderr || { cat stderr; fail "no word of the outbox"; }
[ "$(sqlite3 motcua-outbox.db 'SELECT COUNT(*) FROM step')" -gt 5 ] || fail "nothing waits in the outbox: this shows nothing"
line_is
expect_code 0 here "$bin/motcua" outbox replay
dump_postgres pulled | cmp calm.rows - || fail "after the cable to the server the store differs"
[ "$(ask pulled 'SELECT COUNT(*) FROM motcua.dossier_history')" = 0 ] || fail "something was written twice"
