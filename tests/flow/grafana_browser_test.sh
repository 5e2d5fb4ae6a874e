#!/bin/sh
# The dashboards by Grafana's own published packages: their structure by its types; variables, All, quoting, units, decimals, mappings,
# thresholds and overrides by the code that its browser part runs. Where npm has no registry the test is not run, and says so.
. "$(dirname "$0")/lib.sh"
. "$MOTCUA_SRC/tests/npm.sh"
npm_here "$MOTCUA_SRC/tests/dashboards"
. "$(dirname "$0")/postgres_lib.sh"
npm_here "$MOTCUA_SRC/tests/dashboards"
cp "$MOTCUA_SRC/tests/dashboards/package.json" .
node "$MOTCUA_SRC/tests/dashboards/structure.mjs" . "$MOTCUA_SRC"/dashboards/*.json || fail "structure of the dashboards"
/usr/bin/python3 -B "$MOTCUA_SRC/tests/dashboards/test.py" "$bin" "$work" || fail "the dashboards by Grafana's own code"
