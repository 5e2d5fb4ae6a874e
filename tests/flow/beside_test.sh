#!/bin/sh
# Twenty sources side by side, three of them hostile: the other seventeen get what they get alone, with the same requests and bytes,
# while the hostile ones are still at it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/wire_lib.sh"
now=2022-11-25T15:00
names='01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17'
start_portal --compose 1500 --seed 3 --fault latency:5
start_wire hostile hostile
source_of() { # name, address, network
  echo "{\"name\": \"$1\", \"manifest\": \"opencps\", \"base_url\": \"$2\", \"vars\": {\"group_id\": \"55301\"},"
  echo " \"auth\": {\"user\": \"u\", \"password\": {\"env\": \"PASSWORD\"}}, \"network\": {${3:-}}}"
}
{
  echo '{"store": "sqlite:motcua.db", "sources": ['
  for bad in hang flood lie; do
    source_of "$bad" "http://127.0.0.1:$wire_port/$bad" '"idle_seconds": 3600, "total_seconds": 86400, "requests_per_minute": 60' && echo ,
  done
  for n in $names; do source_of "s$n" "$address" && { [ "$n" = 17 ] || echo ,; }; done
  echo ']}'
} >motcua.json
log() { curl -s "$address/_portal/log" | sed 's/ [^ ]*$//' | sort; }
what="SELECT name, outcome, expected, got, new_rows, rejected, bytes, pages FROM run JOIN source ON source.id = run.source_id WHERE name LIKE 's__' ORDER BY name"
# shellcheck disable=SC2046
"$bin/motcua" --lang en collect --at $now $(for n in $names; do echo "s$n"; done) 2>stderr
sqlite3 motcua.db "$what" >alone
[ "$(grep -c '|complete|1500|1500|1500|0|' alone)" = 17 ] || { cat alone; fail "alone they are not complete"; }
log >log_alone
rm -f motcua.db*
"$bin/motcua" --lang en collect --at $now 2>beside.log &
poll=$!
tries=0
until [ "$(grep -c '^s[0-9]*: .* complete$' beside.log)" = 17 ]; do
  tries=$((tries + 1))
  [ $tries -lt 6000 ] && kill -0 $poll 2>/dev/null || { cat beside.log; fail "the seventeen did not end"; }
  sleep 0.05
done
for bad in hang lie; do
  ! grep -q "^$bad:" beside.log || { cat beside.log; fail "$bad ended before the others: nothing was shown"; }
done
kill -INT $poll
set +e
wait $poll
[ $? -ne 0 ] || fail "hostile sources, and all is well"
set -e
sqlite3 motcua.db "$what" >beside
cmp alone beside
log >log_both
sed -i '/^$/d' log_alone log_both
cat log_alone log_alone | sort | cmp - log_both || fail "other requests than alone"
[ "$(sqlite3 motcua.db "SELECT group_concat(outcome) FROM (SELECT outcome FROM run JOIN source ON source.id = run.source_id WHERE name IN ('hang', 'lie') ORDER BY name)")" = interrupted,interrupted ] || fail "hang and lie"
grep -q '^/lie' hostile.log || fail "the liar was not asked"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM run JOIN source ON source.id = run.source_id WHERE name = 'flood' AND outcome <> 'complete'")" = 1 ] || fail "flood"
