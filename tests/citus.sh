#!/bin/sh
# The same polls into a plain PostgreSQL and into a real Citus of a coordinator and two workers, all on this machine: every command and every
# query of the dashboards must answer the same, row for row; a worker that is killed during a poll loses nothing.
# usage: tests/citus.sh [BIN-FOLDER]      Needs PostgreSQL with the extension citus (Debian has none); else it says "not run" and ends with 77.
set -eu
MOTCUA_SRC=$(cd "$(dirname "$0")/.." && pwd)
MOTCUA_BIN=$(cd "${1:-$MOTCUA_SRC/build/release/bin}" && pwd)
export MOTCUA_SRC MOTCUA_BIN
. "$MOTCUA_SRC/tests/postgres.sh"
postgres_bin || exit 77
[ -e "$("$POSTGRES_BIN/pg_config" --sharedir)/extension/citus.control" ] || {
  echo "citus.sh: not run: this PostgreSQL has no extension citus"
  exit 77
}
. "$MOTCUA_SRC/tests/flow/lib.sh"
MOTCUA_NOW=2022-12-03T09:00
MOTCUA_LANG=en
export MOTCUA_NOW MOTCUA_LANG
nodes=$(mktemp -d /tmp/motcua-citus.XXXXXX)
[ "$(id -u)" != 0 ] || chown postgres "$nodes"
first=${CITUS_PORT:-$((20000 + $$ % 20000))}
down() { (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$nodes/$1" -m "${2:-fast}" -w -s stop) || :; }
up() { (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$nodes/$1" -l "$nodes/$1.log" -w -s -o "-c listen_addresses=127.0.0.1 -c port=$((first + $1)) \
  -c unix_socket_directories=$nodes -c shared_preload_libraries=citus -c citus.use_secondary_nodes=never" start); }
away() {
  status=$?
  for i in 0 1 2; do down $i immediate 2>/dev/null; done
  rm -rf "$nodes"
  (exit $status)
  leave
}
trap away EXIT
sql() { psql -q -X -A -t -v ON_ERROR_STOP=1 -h "$nodes" -p "$((first + $1))" -U postgres -d "$2" -c "$3"; }
for i in 0 1 2; do
  (cd / && postgres_as "$POSTGRES_BIN/initdb" -D "$nodes/$i" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null)
  up $i
  sql $i postgres "CREATE ROLE motcua SUPERUSER LOGIN"
  sql $i postgres "CREATE DATABASE spread OWNER motcua"
  sql $i spread "CREATE EXTENSION citus"
done
sql 0 postgres "CREATE DATABASE plain OWNER motcua"
sql 0 spread "SELECT citus_set_coordinator_host('127.0.0.1', $first)" >/dev/null
for i in 1 2; do sql 0 spread "SELECT citus_add_node('127.0.0.1', $((first + i)))" >/dev/null; done

start_portal --compose 4000 --seed 14
config() { # database
  cat >"$1.json" <<END
{"store": "postgresql://motcua@127.0.0.1:$first/$1", "outbox": "$work/$1-outbox.db",
 "sources": [
  {"name": "mot", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
  {"name": "hai", "manifest": "opencps", "base_url": "$address", "vars": {"group_id": "55301", "base_path": "/o/rest/v2"},
   "counts": false, "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"], "mandates": ["y-yen-2022"]}
END
}
on() { # database command...
  store=$1
  shift
  "$bin/motcua" -c "$store.json" "$@"
}
for store in plain spread; do
  config $store
  on $store db migrate 2>/dev/null
done
on spread db distribute
on spread db roles >/dev/null
polls() { # what to do before each; both stores see the same portal
  for store in plain spread; do on $store collect --full --at "$1" 2>/dev/null; done
}
same() { # told command...
  told=$1
  shift
  for store in plain spread; do on $store "$@" >"$store.out" 2>"$store.err" || { cat "$store.err"; fail "$store: $*"; }; done
  cmp plain.out spread.out || fail "$told: not the same on Citus"
}
polls 2022-11-18T15:00
curl -s -X POST "$address/_portal/drift?k=200" >/dev/null
polls 2022-11-25T15:00
for command in status sources units counts "counts --period year" "metrics --metric all" score advise plan mandates \
  "counts --known-at 2022-11-20 --period year" "metrics --known-at 2022-11-20" "counts --family opencps" rejects; do
  # shellcheck disable=SC2086
  same "$command" $command --format csv
done
same report report --at 2022-11-25T15:00 --format json -o -
echo "ok: commands"
python3 - "$MOTCUA_SRC/dashboards" >queries.sql <<'END'
import glob, json, re, sys
def walk(o):
    if isinstance(o, dict):
        if isinstance(o.get('rawSql'), str): yield o['rawSql']
        for v in o.values(): yield from walk(v)
    elif isinstance(o, list):
        for v in o: yield from walk(v)
for f in sorted(glob.glob(sys.argv[1] + '/*.json')):
    for q in walk(json.load(open(f))):
        q = re.sub(r'\$__unixEpochFilter\((\w+(?:\.\w+)?)\)', r'\1 BETWEEN 1640970000 AND 1672505999', q)
        q = q.replace('$__unixEpochFrom()', '1640970000').replace('$__unixEpochTo()', '1672505999')
        q = q.replace('$__timeFrom()', "'2022-01-01'").replace('$__timeTo()', "'2022-12-31'")
        if '$' not in re.sub(r'\$\$', '', q): print(' '.join(q.split()).rstrip(';') + ';')
END
while read -r query; do
  for store in plain spread; do sql 0 $store "SET search_path = motcua; $query" | sort >$store.out; done
  cmp plain.out spread.out || fail "a dashboard's query: $query"
done <queries.sql
echo "ok: $(wc -l <queries.sql) queries of dashboards"

curl -s -X POST "$address/_portal/drift?k=400" >/dev/null
down 2 immediate
on plain collect --full --at 2022-12-02T15:00 2>/dev/null
on spread collect --full --at 2022-12-02T15:00 2>/dev/null || :
up 2
on spread outbox replay 2>/dev/null || on spread outbox 2>/dev/null || :
on spread collect --full --at 2022-12-02T15:00 2>/dev/null
same "after a killed worker" counts --period year --format csv
echo "ok: a worker was killed, nothing is lost"
