#!/bin/sh
# Killed at 50 random moments of a poll and started again, the store equals that of an undisturbed run.
. "$(dirname "$0")/lib.sh"
rounds=${KILL_ROUNDS:-50}
start_portal --compose 6000 --seed 7 --fault "latency:15"
config_dvcqg
MOTCUA_STORE="sqlite:$work/calm.db" "$bin/motcua" collect --at 2022-11-25T15:00
dump_store calm.db >calm
[ "$(wc -l <calm)" -ge 6000 ] || fail "the undisturbed run is not whole"
killed=0
for round in $(seq 1 "$rounds"); do
  moment=$(python3 -c "import random; print('%.3f' % random.Random($round).uniform(0.001, 0.25))")
  "$bin/motcua" collect --at 2022-11-25T15:00 2>>stderr &
  victim=$!
  sleep "$moment"
  if kill -9 $victim 2>/dev/null; then killed=$((killed + 1)); fi
  wait $victim 2>/dev/null || :
  if [ $((round % 5)) -eq 0 ]; then
    "$bin/motcua" collect --at 2022-11-25T15:00 2>>stderr
    dump_store motcua.db >after
    cmp calm after || fail "after round $round the store differs"
    rm -f motcua.db motcua.db-wal motcua.db-shm
  fi
done
[ $killed -gt $((rounds / 3)) ] || fail "only $killed of $rounds kills hit a running poll"
echo "$killed of $rounds kills hit a running poll"
