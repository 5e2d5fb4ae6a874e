#!/bin/sh
# Polls into PostgreSQL while, at random moments, the collector is killed (kill -9), the server is killed (no goodbye, no flush), a
# connection is cut, or pgbouncer drops all of them. usage: chaos.sh [ROUNDS, default 200]    needs MOTCUA_BIN and MOTCUA_SRC
#
# Rounds come in blocks of eight. At the start of a block the portal changes (drift, other figures), then it stays as it is; after
# the last round of the block a calm poll, that reads no more than what its cursors leave, must bring the store to where an
# undisturbed one is, row for row, with the versions that each dossier had before. Half of the blocks go through pgbouncer.
. "${MOTCUA_SRC:?}/tests/flow/lib.sh"
flow=$MOTCUA_SRC/tests
. "$MOTCUA_SRC/tests/flow/postgres_lib.sh"
rounds=${1:-200}
block=8
seed=${CHAOS_SEED:-$$}

mkdir "$work/figures" "$work/disturbed" "$work/undisturbed"
start_portal --compose 3000 --seed 23 --evaluation "$work/figures" --fault latency:3
# the shipped manifests with small pages and no pauses, so that there are many moments to be hit at
for manifest in dvcqg_sync opencps evaluation; do
  sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/$manifest.json" >"$manifest.json"
  ! cmp -s "$MOTCUA_SRC/adapters/$manifest.json" "$manifest.json" || fail "$manifest.json is as it was"
done
cat >disturbed/motcua.json <<END
{"sources": [
  {"name": "mot", "manifest": "$work/dvcqg_sync.json", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
  {"name": "hai", "manifest": "$work/opencps.json", "base_url": "$address", "vars": {"group_id": "55301", "base_path": "/o/rest/v2"},
   "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
  {"name": "ba", "manifest": "$work/evaluation.json", "base_url": "$address", "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}}]}
END
cp disturbed/motcua.json undisturbed
ask postgres "CREATE DATABASE undisturbed OWNER motcua"
ask postgres "CREATE DATABASE fresh OWNER motcua"

pool() { (cd / && postgres_as psql -q -X -h "$MOTCUA_TEST_PGHOME/b" -p 6432 -U pgbouncer -d pgbouncer -c "$1" </dev/null); }
now() { date -u -d "2022-11-25 15:00 $1 minutes" +%Y-%m-%dT%H:%M; }

portal_change() { # number of the block
  curl -s -X POST "$address/_portal/drift?k=$(($1 * 100000 / (rounds / block + 1)))" >/dev/null
  day=2026-10-02
  [ $(($1 % 2)) -eq 0 ] || day=2026-10-09
  cp "$MOTCUA_SRC/tests/cases/766/replies-$day"/*.json "$work/figures"
}

undisturbed() { # round
  MOTCUA_CONFIG=$work/undisturbed/motcua.json MOTCUA_STORE=$(store_of undisturbed) "$bin/motcua" collect --at "$(now "$1")" 2>stderr ||
    fail "the undisturbed poll failed"
}

compare() { # what
  for dump in dump_postgres dump_history; do
    $dump motcua >"$dump.got"
    $dump undisturbed >"$dump.wanted"
    cmp "$dump.wanted" "$dump.got" || { diff "$dump.wanted" "$dump.got" | head -n 6; fail "$1 (seed $seed): the store differs from an undisturbed one"; }
  done
}

# A calm poll. A server or pool that was just killed may need a moment to be found again.
settle() { # round
  tries=0
  until MOTCUA_CONFIG=$work/disturbed/motcua.json MOTCUA_STORE=$store "$bin/motcua" collect --at "$(now "$1")" 2>stderr; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || fail "round $1 (seed $seed): a calm poll does not succeed"
    sleep 0.3
  done
  ! grep -q '^outbox: .* pages wait' stderr || fail "round $1: pages still wait"
}

strike() { # kind: does it; true if it hit a poll that ran
  alive=1
  kill -0 $poll 2>/dev/null || alive=0
  case $1 in
    collector) kill -9 $poll 2>/dev/null || alive=0 ;;
    server)
      postgres_kill
      postgres_up ;;
    outage) # until the poll is over
      postgres_kill
      while kill -0 $poll 2>/dev/null; do sleep 0.02; done
      postgres_up ;;
    both) # the collector while it writes into its outbox
      postgres_kill
      sleep 0.1
      kill -9 $poll 2>/dev/null || alive=0
      postgres_up ;;
    link) [ "$(ask postgres "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'motcua'")" -gt 0 ] || alive=0 ;;
    pool)
      pool "KILL motcua"
      pool "RESUME motcua" ;;
  esac
  [ $alive -eq 1 ]
}

# kind and moment of each round, all from the seed; the moment as a part of what a poll takes here and now
python3 - "$rounds" "$block" "$seed" >plan <<'EOF'
import random, sys
rounds, block, seed = map(int, sys.argv[1:])
luck = random.Random(seed)
for i in range(rounds):
    through_pool = i // block % 2
    kinds = ['collector', 'collector', 'server', 'outage', 'both', 'link'] + ['pool'] * through_pool
    print(i, luck.choice(kinds), '%.3f' % luck.uniform(0.02, 0.7))
EOF

store=$MOTCUA_TEST_POSTGRES
portal_change 0
undisturbed 0
settle 0
before=$(date +%s%N)
settle 0
span=$((($(date +%s%N) - before) / 1000000))
compare "before the first round"
[ "$(dump_postgres motcua | wc -l)" -gt 6000 ] || fail "the undisturbed poll is not whole"
[ -z "${MOTCUA_TEST_PGBOUNCER:-}" ] || pool "SET server_login_retry = 1"

start=$(date +%s)
hits=0
: >hit
while read -r round kind delay; do
  if [ $((round % block)) -eq 0 ]; then
    portal_change $((round / block + 1))
    store=$MOTCUA_TEST_POSTGRES
    [ $((round / block % 2)) -eq 0 ] || store=${MOTCUA_TEST_PGBOUNCER:-$store}
  fi
  MOTCUA_CONFIG=$work/disturbed/motcua.json MOTCUA_STORE=$store "$bin/motcua" collect --at "$(now "$((round + 1))")" 2>stderr </dev/null &
  poll=$!
  sleep "$(echo "$delay $span" | awk '{printf "%.3f", $1 * $2 / 1000}')"
  if strike "$kind"; then
    hits=$((hits + 1))
    echo "$kind" >>hit
  fi
  code=0
  wait $poll 2>/dev/null || code=$?
  case $code in
    0 | 75 | 137) ;;
    *) fail "round $round (seed $seed): $kind: exit status $code" ;;
  esac
  ! grep -q '^outbox: .* pages wait' stderr || echo waited >>hit
  if [ $(((round + 1) % block)) -eq 0 ] || [ $((round + 1)) -eq "$rounds" ]; then
    settle $((round + 1))
    undisturbed $((round + 1))
    compare "after round $((round + 1))"
  fi
done <plan

MOTCUA_CONFIG=$work/undisturbed/motcua.json MOTCUA_STORE=$(store_of fresh) "$bin/motcua" collect --at "$(now "$rounds")" 2>stderr
for database in motcua fresh; do
  dump_postgres $database | grep '"content_hash"' >"$database.dossiers"
done
cmp fresh.dossiers motcua.dossiers || fail "the store differs from a fresh one"
[ "$(wc -l <fresh.dossiers)" -eq 6000 ] || fail "the fresh store is not whole"
# most do; a machine that is busy with other things may let some polls end early
[ $hits -gt $((rounds / 5)) ] || fail "only $hits of $rounds strikes hit a running poll"
echo "chaos: $rounds rounds, $hits strikes hit a running poll ($(grep -v waited hit | sort | uniq -c | awk '{printf "%s%s %s", sep, $1, $2; sep = ", "}'));" \
  "after $(grep -c waited hit || :) of them pages waited in the outbox;" \
  "the store equals an undisturbed one, $(dump_postgres motcua | wc -l) rows and $(dump_history motcua | wc -l) former versions;" \
  "$(($(date +%s) - start)) s, seed $seed"
