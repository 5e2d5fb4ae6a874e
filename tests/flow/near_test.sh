#!/bin/sh
# The third state, "just kept", is one rule: what dashboards read from the store is what status tells, of every unit and commitment, with
# the same range, on both stores; and again after what is stored has changed.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
at=2022-11-25T15:00
ask postgres 'CREATE DATABASE satmuc OWNER motcua'
start_portal --compose 6000 --seed 178
config_dvcqg
same() { # what
  "$bin/motcua" status --at $at --format csv >status.csv
  sql="SELECT unit, metric, verdict, forecast_low, forecast_high FROM v_commitment_state ORDER BY unit, position"
  case $kind in
    sqlite) sqlite3 -separator , both.db "$sql" ;;
    *) ask satmuc "SET search_path = motcua; $sql" | tr '|' ',' ;;
  esac >views.csv
  python3 - "$kind $1" <<'END'
import csv, sys
from decimal import Decimal as D
status = {r['unit']: r for r in csv.DictReader(open('status.csv'))}
seen, near = 0, 0
for unit, metric, state, low, high in csv.reader(open('views.csv')):
    row = status[unit]
    if unit != 'ALL' and not row['kept']:
        continue                     # a unit that the set does not bind
    said = row[metric + '_state'] or 'unknown'
    assert state == said, (sys.argv[1], unit, metric, state, said)
    if low:
        assert (D(low), D(high)) == (D(row[metric + '_forecast_low']), D(row[metric + '_forecast_high'])), (sys.argv[1], unit, metric, low, high, row)
    seen, near = seen + 1, near + (state == 'near')
assert seen >= 80 and near >= 3, (sys.argv[1], seen, near)
END
}
for kind in sqlite postgres; do
  MOTCUA_STORE=sqlite:$PWD/both.db
  [ $kind = sqlite ] || MOTCUA_STORE=$(store_of satmuc)
  export MOTCUA_STORE
  "$bin/motcua" collect --at $at 2>/dev/null
  same 'after a poll'
  # Four communes digitize all of November: what was near may be kept for sure, and the other way about.
  for unit in 01 05 06 09; do
    change="UPDATE dossier SET digitized = 1 - digitized WHERE unit = 'H99.22.$unit' AND received_at >= 1668384000"
    case $kind in sqlite) sqlite3 both.db "$change" ;; *) ask satmuc "SET search_path = motcua; $change" ;; esac
  done
  drop='DELETE FROM count_own; DELETE FROM sample_period'
  case $kind in sqlite) sqlite3 both.db "$drop" ;; *) ask satmuc "SET search_path = motcua; $drop" ;; esac
  "$bin/motcua" db sample --at $at >/dev/null 2>&1
  same 'after a change'
done
