#!/bin/sh
# Several collectors and two servers on one distributed store at once: what they store, and the former versions that they make, is what one collector
# alone makes of the same portal in a plain store; each job of the servers is done by one of them; who was killed holds up nobody.
# usage: MOTCUA_SRC=$PWD MOTCUA_BIN=FOLDER sh tests/citus_nodes.sh sh tests/citus_beside.sh      (tests/citus.sh runs it, too)
set -eu
. "${MOTCUA_SRC:?}/tests/citus_nodes.sh"
citus_home=$PGHOST citus_port=$PGPORT # the servers are who started this: they are not stopped here
. "$MOTCUA_SRC/tests/flow/lib.sh"
MOTCUA_LANG=en
MOTCUA_RETRY_MS=1
export MOTCUA_NOW MOTCUA_LANG MOTCUA_RETRY_MS
first='' second=''
end_both() {
  for pid in $first $second; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null || :; done
  first='' second=''
}
trap 'ended=$?; set +e; end_both; (exit $ended); leave' EXIT

citus_sql 0 postgres "CREATE DATABASE alone OWNER motcua"
citus_database beside
start_portal --compose 6000 --seed 14
source_of() { # name, manifest
  vars=
  [ "$2" != opencps ] || vars='"vars": {"group_id": "55301"}, '
  echo "{\"name\": \"$1\", \"manifest\": \"$2\", \"base_url\": \"$address\", $vars\"count\": ${3:-true},"
  echo " \"network\": {\"requests_per_minute\": 60000}, \"auth\": {\"user\": \"u\", \"password\": {\"env\": \"PASSWORD\"}}}"
}
config() { # name of the config, database, sources..., each NAME:MANIFEST[:COUNT]
  config=$1 database=$2 between=
  shift 2
  {
    echo "{\"store\": \"$(citus_address "$database")\", \"outbox\": \"$work/$config-outbox.db\", \"commitments\": [\"y-yen-2022\"],"
    echo " \"schedule\": {\"report_folder\": \"$config-reports\", \"report_formats\": [\"html\"]},"
    echo " \"deliver\": {\"recipients\": [{\"folder\": \"$work/post\"}]}, \"sources\": ["
    for s in "$@"; do
      echo "$between"
      # shellcheck disable=SC2046
      source_of $(echo "$s" | tr : ' ')
      between=,
    done
    echo ']}'
  } >"$config.json"
}
mkdir post
configs() {
  config one beside mot:dvcqg_sync hai:opencps:false
  config two beside hai:opencps:false mot:dvcqg_sync ba:opencps:false
  config three beside ba:opencps:false mot:dvcqg_sync
  for all in all other; do config $all beside mot:dvcqg_sync hai:opencps:false ba:opencps:false; done
  config alone alone mot:dvcqg_sync hai:opencps:false ba:opencps:false
}
on() { # config command...
  of=$1
  shift
  "$bin/motcua" -c "$of.json" "$@"
}
must() { # config command...
  on "$@" >told 2>stderr || { cat told stderr; fail "$*"; }
}
rows() { # database SQL
  citus_sql 0 "$1" "SET search_path = motcua; $2"
}
at_once() { # name, config command...: in the background; whether all went well says all_well
  log=$1
  shift
  (code=0; on "$@" >"$log.log" 2>&1 || code=$?; echo "exit $code" >>"$log.log") &
  waiting="$waiting $!"
}
quarrels() { # what the three servers say of it
  grep -h -A 12 'deadlock detected\|distributed deadlock' "$citus_home"/[0-2].log | head -n 60
}
all_well() { # exit statuses that are good, as a pattern
  for pid in $waiting; do wait "$pid" || :; done
  waiting=
  for log in *.log; do
    [ "$log" = portal.log ] || tail -n 1 "$log" | grep -q "^exit \($1\)\$" || { cat "$log"; fail "$log: it did not go well"; }
    ! grep -i "deadlock\|serialize\|duplicate key\|constraint\|internal" "$log" || { cat "$log"; quarrels; fail "$log: a quarrel in the store"; }
  done
  rm -f ./*[0-9].log
}
waiting=
same() { # what, SQL
  rows beside "$2" >beside.out
  rows alone "$2" >alone.out
  [ -s alone.out ] || fail "$1: nothing to compare"
  cmp alone.out beside.out || { diff alone.out beside.out | head -n 10; fail "$1: not what one collector alone makes"; }
}
dossiers="SELECT s.name, d.key, d.code, d.unit, d.status, d.received_at, d.due_at, d.finished_at, d.known_from, d.content_hash FROM dossier d JOIN source s ON s.id = d.source_id
  ORDER BY s.name, d.key"
former="SELECT s.name, d.key, d.status, d.finished_at, d.known_from, d.replaced_at, d.content_hash FROM dossier_history d JOIN source s ON s.id = d.source_id
  ORDER BY s.name, d.key, d.known_from, d.content_hash"
answers() {
  for command in "counts --period year" "counts --period month" "metrics --metric all" status advise "status --known-at 2022-11-20T00:00"; do
    # shellcheck disable=SC2086
    for c in all alone; do on $c $command --format csv >$c.out 2>stderr || { cat stderr; fail "$c: $command"; }; done
    cmp alone.out all.out || { diff alone.out all.out | head -n 10; fail "$command: not what one collector alone makes"; }
  done
}

# --- an empty store: both begin at once, and the owner distributes twice at once
configs
MOTCUA_NOW=2022-11-18T15:00
at_once migrate1 one db migrate
at_once migrate2 two db migrate
all_well 0
at_once distribute1 one db distribute
at_once distribute2 two db distribute
all_well '0\|64\|65\|69'
[ "$(rows beside "SELECT count(*) FROM pg_dist_partition")" = 2 ] || fail "not distributed once"
at_once first1 one collect --full
at_once first2 two collect --full
all_well 0
must alone collect --full
same "the first load" "$dossiers"
answers
echo "ok: two collectors fill one store, a source that both poll is there once"

# --- a Friday: two collectors, a third that is killed, two servers with their jobs, samples made, all at once
curl -s -X POST "$address/_portal/drift?k=30000" >/dev/null
MOTCUA_NOW=2022-11-25T15:00
begin() { # config: starts a server; sets $begun
  on_config=$1
  rm -f "$1.listen"
  "$bin/motcua" -c "$1.json" serve --listen 127.0.0.1:0 >"$1.listen" 2>"$1.serve" &
  begun=$!
}
listens() { # config pid
  tries=0
  while [ ! -s "$1.listen" ]; do
    tries=$((tries + 1))
    [ $tries -lt 1200 ] && kill -0 "$2" 2>/dev/null || { cat "$1.serve"; fail "serve did not start"; }
    sleep 0.05
  done
}
done_once() { # job: by either of the servers
  tries=0
  while [ "$(cat all.serve other.serve | grep -c "^serve: $1: done")" -lt 1 ]; do
    tries=$((tries + 1))
    [ $tries -lt 6000 ] || { cat all.serve other.serve; fail "no server did $1"; }
    sleep 0.05
  done
}
"$bin/motcua" -c three.json collect --full >killed 2>&1 &
victim=$!
at_once second1 one collect --full
at_once second2 two collect --full
at_once second3 all db sample --since 2022-09
begin all
first=$begun
begin other
second=$begun
listens all $first
listens other $second
kill -9 $victim 2>/dev/null || :
wait $victim 2>/dev/null || :
all_well 0
for job in poll:mot poll:hai poll:ba report deliver; do done_once $job; done
for job in poll:mot poll:hai poll:ba report deliver; do
  [ "$(cat all.serve other.serve | grep -c "^serve: $job: begins")" = 1 ] || { cat all.serve other.serve; fail "$job was not done by one server"; }
done
end_both
! grep -i 'deadlock\|serialize\|duplicate key\|constraint\|internal' all.serve other.serve || fail "the servers quarrel in the store"
[ "$(ls ./all-reports/*.html ./other-reports/*.html 2>/dev/null | wc -l)" = 1 ] || fail "the report of a Friday is not there once"
[ "$(rows beside "SELECT count(*) FROM job WHERE holder <> ''")" = 0 ] || fail "a job is held by nobody that lives"
[ "$(find post -type f -name '*.docx' | wc -l)" = 1 ] || { find post -type f; fail "delivered, but not once"; }
must alone collect --full
must alone db sample --since 2022-09
same "a Friday" "$dossiers"
same "former versions of a Friday" "$former"
answers
same "series of a Friday" "SELECT unit, metric, period_kind, period_from, numerator, denominator FROM metric_now ORDER BY 1, 2, 3, 4"
for c in one two three all other; do
  on $c outbox 2>&1 | grep -q 'Nothing waits' || fail "$c: something waits in the outbox"
done
echo "ok: collectors, servers and their jobs at once; each job once, a killed collector harms nobody"

# --- a server is killed while it polls: the other takes the job over
stop_portal
start_portal --compose 6000 --seed 14 --fault latency:500
configs
MOTCUA_NOW=2022-11-28T09:00
rm -f all.serve other.serve
begin all
first=$begun
listens all $first
tries=0
until grep -q '^serve: poll:mot: begins' all.serve; do
  tries=$((tries + 1))
  [ $tries -lt 1200 ] || { cat all.serve; fail "no poll begins"; }
  sleep 0.05
done
begin other
second=$begun
listens other $second
! grep -q '^serve: poll:mot: done' all.serve || fail "the poll was over before it could be killed"
kill -9 $first
wait $first 2>/dev/null || :
first=
tries=0
until grep -q '^serve: poll:mot: done' other.serve; do
  tries=$((tries + 1))
  [ $tries -lt 6000 ] || { cat other.serve; fail "nobody took the poll over"; }
  sleep 0.05
done
end_both
[ "$(rows beside "SELECT count(*) FROM job WHERE name = 'poll:mot' AND holder <> ''")" = 0 ] || fail "the dead server holds the poll"
must alone collect
must all collect
same "after a killed server" "$dossiers"
echo "ok: a killed server's poll was taken over"
