#!/bin/sh
# The dashboards: what is generated is what is there; every query on a real PostgreSQL, as Grafana's server would send it.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/postgres_lib.sh"
python=/usr/bin/python3 # Debian's own, for which python3-psycopg2 is
"$python" -B "$MOTCUA_SRC/dashboards/compose" --check || fail "dashboards/*.json"
"$python" -B "$MOTCUA_SRC/tests/dashboards/test.py" "$bin" || fail "queries of the dashboards"
