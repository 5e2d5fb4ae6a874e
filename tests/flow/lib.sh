# Sourced by every flow test: an empty folder, the sample portal, and checks. Needs MOTCUA_BIN and MOTCUA_SRC.
# shellcheck shell=sh
set -eu
bin=${MOTCUA_BIN:?}
cases=${MOTCUA_SRC:?}/tests/cases
flow=$MOTCUA_SRC/tests/flow
work=$(mktemp -d)
portal=
patience=6000 # how often a loop looks, with a short sleep between, before it gives up: minutes, for a machine may be busy
MOTCUA_RETRY_MS=20
PASSWORD=p
export MOTCUA_RETRY_MS PASSWORD
unset MOTCUA_CONFIG MOTCUA_STORE MOTCUA_LANG MOTCUA_NOW MOTCUA_DATADIR || :

stop_portal() {
  [ -z "$portal" ] || { kill "$portal" 2>/dev/null && wait "$portal" 2>/dev/null; } || :
  portal=
}
leave() {
  status=$?
  stop_portal
  [ $status -eq 0 ] || [ $status -eq 77 ] || { echo "--- portal:"; tail -n 20 "$work/portal.log"; echo "--- last stderr:"; tail -n 20 "$work/stderr"; } 2>/dev/null || :
  rm -rf "$work"
  exit $status
}
trap leave EXIT
trap 'exit 130' INT TERM
cd "$work"

start_portal() { # options of the sample portal; sets $address
  stop_portal
  rm -f "$work/port"
  "$bin/motcua-portal" --port-file "$work/port" "$@" >"$work/portal.log" 2>&1 &
  portal=$!
  tries=0
  while [ ! -s "$work/port" ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] && kill -0 "$portal" 2>/dev/null || fail "the sample portal did not start"
    sleep 0.05
  done
  address=http://127.0.0.1:$(cat "$work/port")
}

has_ended() { # pid: whether its parent has waited for it or not
  case $(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null) in '' | Z | X) return 0 ;; esac
  return 1
}

fail() {
  echo "FAILED: $*"
  exit 1
}

expect_code() { # code command... : runs it, its stderr in $work/stderr
  wanted=$1
  shift
  set +e
  "$@" >"$work/stdout" 2>"$work/stderr"
  got=$?
  set -e
  [ $got -eq "$wanted" ] || { cat "$work/stderr"; fail "exit status $got, expected $wanted: $*"; }
}

# Runs a command that may not have more than 500 MB, but where sanitizers keep their own memory.
in_bounds() {
  nm "$bin/motcua" 2>/dev/null | grep -q __asan_init && { "$@"; return; }
  # shellcheck disable=SC3045 # not POSIX, but dash has it
  (ulimit -v 500000 && exec "$@")
}

config_opencps() { # [source name] : one source at $address
  cat >motcua.json <<EOF
{"store": "sqlite:motcua.db",
 "sources": [{"name": "${1:-yyen}", "manifest": "opencps", "base_url": "$address",
              "vars": {"group_id": "55301", "base_path": "/o/rest/v2"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"]}
EOF
}

config_dvcqg() {
  cat >motcua.json <<EOF
{"store": "sqlite:motcua.db",
 "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address",
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"]}
EOF
}

# Everything that a poll is to leave behind, in one canonical text; run times and the like are not part of it.
dump_store() { # database file
  columns=$(sqlite3 "$1" "SELECT group_concat(name) FROM pragma_table_info('dossier') WHERE name NOT IN ('run_id', 'twice_from')")
  sqlite3 "$1" "SELECT $columns, twice_from IS NOT NULL FROM dossier ORDER BY source_id, key;
    SELECT * FROM unit ORDER BY code;
    SELECT source_id, unit, metric, numerator, denominator, ratio, score, max FROM figure ORDER BY 1, 2, 3;"
}
