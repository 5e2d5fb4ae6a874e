#!/bin/sh
# The dashboards: what is generated is what is there; their structure by Grafana's own types; every query on a real PostgreSQL.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/postgres_lib.sh"
python=/usr/bin/python3 # Debian's own, for which python3-psycopg2 is
"$python" -B "$MOTCUA_SRC/dashboards/compose" --check || fail "dashboards/*.json"
"$python" -B "$MOTCUA_SRC/tests/dashboards/test.py" "$bin" || fail "queries of the dashboards"

# What is installed is pinned by the lock file. A registry out of reach says nothing about the dashboards; any other failure does.
mkdir structure
cp "$MOTCUA_SRC/tests/dashboards/package.json" "$MOTCUA_SRC/tests/dashboards/package-lock.json" structure
if (cd structure && npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=5 >../npm.log 2>&1); then
  node "$MOTCUA_SRC/tests/dashboards/structure.mjs" structure "$MOTCUA_SRC"/dashboards/*.json || fail "structure of the dashboards"
elif grep -Eq 'E?(NOTFOUND|TIMEDOUT|CONNREFUSED|CONNRESET|AI_AGAIN|NETUNREACH|HOSTUNREACH)|E429|E50[0-9]|network' npm.log; then
  echo "SKIPPED: structure by Grafana's types, for the packages registry does not answer"
else
  cat npm.log
  fail "npm ci"
fi
