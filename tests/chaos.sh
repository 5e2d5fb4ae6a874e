#!/bin/sh
# Polls into PostgreSQL while, at random moments, the collector is killed (kill -9), the server is killed (no goodbye, no flush), a
# connection is cut, or pgbouncer drops all of them. usage: chaos.sh [ROUNDS, default 200]    needs MOTCUA_BIN and MOTCUA_SRC
#
# Rounds come in blocks of eight. At the start of a block the portal changes (drift, other figures), then it stays as it is; after
# the last round of the block a calm poll, that reads no more than what its cursors leave, must bring the store to where an
# undisturbed one is, row for row, with the versions that each dossier had before. Half of the blocks go through pgbouncer.
#
# All the while `motcua serve` shows the same store to readers who ask without a pause, and is killed at times. Its answers are a page
# or a word that there is none, it ends by itself never, and after a calm poll its pages are those of the undisturbed store.
. "${MOTCUA_SRC:?}/tests/flow/lib.sh"
flow=$MOTCUA_SRC/tests
. "$MOTCUA_SRC/tests/flow/postgres_lib.sh"
rounds=${1:-200}
block=8
seed=${CHAOS_SEED:-$$}

serve=
readers=
trap 'ended=$?; kill $readers $serve 2>/dev/null; (exit $ended); leave' EXIT
mkdir "$work/figures" "$work/disturbed" "$work/undisturbed"
start_portal --compose 3000 --seed 23 --evaluation "$work/figures" --fault latency:3
# the shipped manifests with small pages and no pauses, so that there are many moments to be hit at
for manifest in dvcqg_sync opencps evaluation; do
  sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/$manifest.json" >"$manifest.json"
  ! cmp -s "$MOTCUA_SRC/adapters/$manifest.json" "$manifest.json" || fail "$manifest.json is as it was"
done
cat >disturbed/motcua.json <<END
{"commitments": ["y-yen-2022"], "sources": [
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

serve_start() { # folder store: sets $serve and $site; many polls of a block fall on one minute of the pages
  rm -f listen
  MOTCUA_CONFIG=$work/$1/motcua.json MOTCUA_STORE=$2 MOTCUA_NOW=2022-11-25T23:30 "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll \
    --public-league >listen 2>>serve.log </dev/null &
  serve=$!
  tries=0
  while [ ! -s listen ]; do
    tries=$((tries + 1))
    [ $tries -lt 1200 ] && kill -0 $serve 2>/dev/null || { cat serve.log; fail "serve did not start"; }
    sleep 0.05
  done
  site=$(sed 's#/$##' listen)
  echo "$site" >site.new && mv site.new site
}

serve_kill() {
  kill -9 $serve 2>/dev/null || fail "serve has ended by itself: $(tail -n 5 serve.log)"
  wait $serve 2>/dev/null || :
  serve=
}

readers_start() { # two of them, one after the other's answer
  for path in / /healthz; do
    while :; do
      curl -s -o /dev/null -m 60 -w '%{http_code}\n' "$(cat site)$path" || :
      sleep 0.05
    done >"answers.$(echo $path | tr -d /)" 2>/dev/null &
    readers="$readers $!"
  done
}

# The pages, without what is of one process or one moment of asking.
pages() { # name of the result
  : >"$1"
  for path in / '/?dang=csv'; do
    code=$(curl -s -m 60 -o page -w '%{http_code}' "$site$path") || :
    [ "$code" = 200 ] || { cat page; fail "serve gives $code for $path when all is calm: $(tail -n 5 serve.log)"; }
    cat page >>"$1"
  done
}

compare_pages() { # what
  kill -0 $serve 2>/dev/null || fail "$1 (seed $seed): serve has ended by itself: $(tail -n 5 serve.log)"
  disturbed=$serve disturbed_site=$site
  serve_start undisturbed "$(store_of undisturbed)"
  pages pages.wanted
  serve_kill
  serve=$disturbed site=$disturbed_site
  echo "$site" >site.new && mv site.new site
  tries=0
  until pages pages.got && cmp -s pages.wanted pages.got; do # while figures are made anew, readers get pages of up to two minutes ago
    tries=$((tries + 1))
    [ $tries -lt 180 ] || { diff pages.wanted pages.got | head -n 6; fail "$1 (seed $seed): the pages differ from an undisturbed store's"; }
    sleep 1
  done
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
    serve) # a page may be half sent; the poll goes on
      serve_kill
      serve_start disturbed "$MOTCUA_TEST_POSTGRES" ;;
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
    kinds = ['collector', 'collector', 'server', 'outage', 'both', 'link', 'serve'] + ['pool'] * through_pool
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

serve_start disturbed "$MOTCUA_TEST_POSTGRES"
compare_pages "before the first round"
readers_start
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
    compare_pages "after round $((round + 1))"
    echo "$((round + 1)) rounds: as undisturbed" >&2
  fi
done <plan

kill $readers 2>/dev/null || :
readers=
! sort -u answers. answers.healthz | grep -v -e '^200$' -e '^000$' -e '^50[03]$' || fail "serve gave an answer that it should not give"
served=$(grep -c '^200$' answers.)
[ "$served" -gt "$rounds" ] || fail "only $served pages were read while all this went on"
MOTCUA_CONFIG=$work/undisturbed/motcua.json MOTCUA_STORE=$(store_of fresh) "$bin/motcua" collect --at "$(now "$rounds")" 2>stderr
for database in motcua fresh; do
  dump_postgres $database | grep '"content_hash"' >"$database.dossiers"
done
cmp fresh.dossiers motcua.dossiers || fail "the store differs from a fresh one"
[ "$(wc -l <fresh.dossiers)" -eq 6000 ] || fail "the fresh store is not whole"
# most do; a machine that is busy with other things may let some polls end early
[ $hits -gt $((rounds / 5)) ] || fail "only $hits of $rounds strikes hit a running poll"
echo "chaos: $rounds rounds, $hits strikes hit a running poll ($(grep -v waited hit | sort | uniq -c | awk '{printf "%s%s %s", sep, $1, $2; sep = ", "}'));" \
  "serve gave $served pages meanwhile and $(grep -c '^50' answers. || :) times the word that it has none;" \
  "after $(grep -c waited hit || :) of them pages waited in the outbox;" \
  "the store equals an undisturbed one, $(dump_postgres motcua | wc -l) rows and $(dump_history motcua | wc -l) former versions;" \
  "$(($(date +%s) - start)) s, seed $seed"
