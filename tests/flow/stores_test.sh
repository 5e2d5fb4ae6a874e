#!/bin/sh
# The same commands give the same answers on SQLite and PostgreSQL, byte for byte: a composed district that changes, and the published
# figures of Gia Lai. A report of a past Friday, made again with what was known then, is the same. The views say what
# the commands say.
# parts: district published
if [ -z "${MOTCUA_TEST_POSTGRES:-}" ]; then
  exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0" "$@"
fi
server=$MOTCUA_TEST_POSTGRES
. "$(dirname "$0")/lib.sh"
friday=2022-11-25T15:00
mkdir sqlite postgres

config() { # source as JSON, commitments : for both stores
  for store in sqlite postgres; do
    address_of=sqlite:motcua.db
    [ $store = sqlite ] || address_of=$server
    printf '{"store": "%s", "commitments": ["%s"], "sources": [%s]}\n' "$address_of" "$2" "$1" >$store/motcua.json
  done
}

on() { # store command... : in its folder
  store=$1
  shift
  (cd "$store" && "$bin/motcua" "$@")
}

both() { # name command... : the output of both must be the same
  name=$1
  shift
  for store in sqlite postgres; do
    on $store "$@" >"$store/$name" 2>"$work/stderr" || fail "$store: motcua $*"
  done
  cmp sqlite/"$name" postgres/"$name" || { diff sqlite/"$name" postgres/"$name" | head -20; fail "the stores differ: motcua $*"; }
  [ "$(wc -l <sqlite/"$name")" -gt "${least:-2}" ] || fail "motcua $* says too little"
}

report() { # name options... : the same bytes, whenever it is written
  name=$1
  shift
  for store in sqlite postgres; do
    on $store report "$@" -o "$name.html"
    mv "$store/$name.html" "$store/$name"
  done
  cmp sqlite/"$name" postgres/"$name" || fail "the reports differ: $*"
}

answers() { # prefix moment options... : everything that can be asked
  prefix=$1
  at=$2
  shift 2
  for period in week fortnight month quarter half year; do
    both "$prefix-counts-$period" counts --period $period --at "$at" --format csv "$@"
    both "$prefix-opencps-$period" counts --family opencps --period $period --at "$at" --format csv "$@"
    both "$prefix-metrics-$period" metrics --metric all --period $period --at "$at" --format csv "$@"
  done
  both "$prefix-status" status --at "$at" --format json "$@"
  report "$prefix-report" --at "$at" "$@"
}

same() { # two names, on both stores
  for store in sqlite postgres; do
    cmp "$store/$1" "$store/$2" || { diff "$store/$1" "$store/$2" | head -20; fail "$store: $1 and $2 differ"; }
  done
}

sql() { # store query : rows, columns apart by |
  if [ "$1" = sqlite ]; then
    sqlite3 sqlite/motcua.db "$2"
  else
    psql -X -q -A -t -c "SET search_path = motcua" -c "$2"
  fi
}

district() {
# --- a district: two polls, a week apart, and one in between that finds little new
start_portal --compose 6000 --seed 178
config "{\"name\": \"huyen\", \"manifest\": \"dvcqg_sync\", \"base_url\": \"$address\", \"auth\": {\"user\": \"u\", \"password\": {\"env\": \"PASSWORD\"}}}" y-yen-2022
for store in sqlite postgres; do on $store collect --at $friday 2>/dev/null; done
both units units --format csv
answers first $friday
answers 'then' $friday --known-at $friday
for period in week month year; do
  for what in counts opencps metrics; do same first-$what-$period then-$what-$period; done
done
same first-status then-status
same first-report then-report
for store in sqlite postgres; do
  [ "$(sql $store "SELECT COUNT(*) FROM metric_now")" -gt 1000 ] || fail "$store: no samples"
  sql $store "SELECT unit, metric, numerator, denominator FROM v_metric_now WHERE is_current AND period_kind = 'month' AND numerator IS NOT NULL ORDER BY unit, metric" |
    tr '|' ',' >$store/view-now
  sql $store "SELECT unit, kept, judged FROM v_league WHERE set_name = 'y-yen-2022' ORDER BY rank, unit" | tr '|' ',' >$store/view-league
  sql $store "SELECT unit, metric, numerator, denominator, kept, fix_existing, need_new FROM v_commitment ORDER BY unit, metric" | tr '|' ',' >$store/view-commitment
  sql $store "SELECT SUM(overdue) FROM v_overdue_ageing" >$store/view-overdue
  python3 - $store <<'PY'
import csv, json, sys
folder = sys.argv[1] + '/'
rows = list(csv.DictReader(open(folder + 'first-metrics-month')))
# Procedures are no sum over dossiers: their counters are not kept as samples, so no view has their share.
now = sorted(','.join([r['unit'], r['metric'], r['numerator'], r['denominator']]) for r in rows
             if r['numerator'] != '' and r['metric'] != 'postal_filed_procedure_share')
view = open(folder + 'view-now').read().split()
assert view == now and len(now) > 300, (len(view), len(now), [x for x in zip(view, now) if x[0] != x[1]][:3])
names = {r['metric'] for r in rows if r['target']}
judged = sorted(','.join([r[c] for c in ('unit', 'metric', 'numerator', 'denominator', 'kept', 'fix_existing', 'need_new')])
                for r in rows if r['metric'] in names and r['target'])
assert open(folder + 'view-commitment').read().split() == judged and len(judged) == 92, len(judged)
counts = {(r['unit'], r['counter']): r['value'] for r in csv.DictReader(open(folder + 'first-counts-month'))}
assert open(folder + 'view-overdue').read().strip() == counts['ALL', 'open_overdue'] != '0'
status = json.load(open(folder + 'first-status'))
status = status['rows'] if isinstance(status, dict) else status
bound = [(r['unit'], r['kept']) for r in status if r['kept'] and r['unit'] != 'ALL']
league = [tuple(line.split(',')) for line in open(folder + 'view-league').read().split()]
assert [u for u, _ in bound] == [u for u, _, _ in league] and len(bound) == 22, (bound[:4], league[:4])
assert [k for _, k in bound] == ['%s/%s' % (k, j) for _, k, j in league]
print('%s: %d values, %d verdicts, %d places of the views are those of the commands' % (sys.argv[1], len(now), len(judged), len(league)))
PY
done

# --- a week later many dossiers have moved on; the report of that Friday does not move
curl -s -X POST "$address/_portal/drift?k=40000" >/dev/null
for store in sqlite postgres; do on $store collect --full --at 2022-12-02T15:00 2>/dev/null; done
answers second 2022-12-02T15:00
report moved-report --at $friday
cmp -s sqlite/first-report sqlite/moved-report && fail "the drift changed nothing: this test shows nothing"
answers again $friday --known-at $friday
for period in week fortnight month quarter half year; do
  for what in counts opencps metrics; do same first-$what-$period again-$what-$period; done
done
same first-status again-status
same first-report again-report
report again-day --at $friday --known-at 2022-11-25
same first-report again-day
for store in sqlite postgres; do
  sql $store "SELECT unit, counter, period_kind, period_from, value FROM (SELECT unit, counter, period_kind, period_from, value,
    ROW_NUMBER() OVER (PARTITION BY unit, counter, period_kind, period_from ORDER BY observed_at DESC) AS nth FROM count_sample) s
    WHERE nth = 1 ORDER BY unit, counter, period_kind, period_from" >$store/samples
  sql $store "SELECT unit, metric, period_kind, period_from, observed_at, numerator, denominator FROM metric_sample
    ORDER BY unit, metric, period_kind, period_from, observed_at" >$store/series
  sql $store "SELECT unit, metric, numerator, numerator_before, denominator, denominator_before FROM v_change ORDER BY unit, metric, period_kind" >$store/change
done
for name in samples series change; do
  cmp sqlite/$name postgres/$name || fail "the stores' $name differ"
  [ "$(wc -l <sqlite/$name)" -gt 300 ] || fail "there are few $name"
done
}

published() {
# --- Gia Lai's published figures, two Fridays
psql -X -q -c "SET client_min_messages = error" -c "DROP SCHEMA IF EXISTS motcua CASCADE"
rm -f sqlite/motcua.db*
for day in 2026-10-02 2026-10-09; do
  start_portal --evaluation "$cases/766/replies-$day"
  config "{\"name\": \"gia-lai\", \"manifest\": \"evaluation\", \"base_url\": \"$address\", \"vars\": {\"root\": \"019d2be3-6a85-74ec-a346-6489e82ae4c7\"}}" nq71-2030
  for store in sqlite postgres; do on $store collect --at ${day}T15:00 2>/dev/null; done
  if [ $day = 2026-10-02 ]; then answers gl-first 2026-10-02T15:00; fi
done
both gl-units units --format csv
answers gl-second 2026-10-09T15:00
answers gl-again 2026-10-02T15:00 --known-at 2026-10-02T15:00
same gl-first-metrics-year gl-again-metrics-year
same gl-first-status gl-again-status
same gl-first-report gl-again-report
for store in sqlite postgres; do
  sql $store "SELECT unit FROM v_league ORDER BY rank, unit" >$store/gl-league
  python3 - $store <<'PY'
import csv, json, sys
folder = sys.argv[1] + '/'
status = json.load(open(folder + 'gl-second-status'))
status = status['rows'] if isinstance(status, dict) else status
units = [r['unit'] for r in status if r['unit'] != 'ALL']
league = open(folder + 'gl-league').read().split()
# The command lists kind by kind, the view all units in one list: within a kind the order is the same.
kind = {r['unit']: r['kind'] for r in csv.DictReader(open(folder + 'gl-units'))}
kinds = {kind[u] for u in units}
for k in kinds:
    assert [u for u in league if kind[u] == k] == [u for u in units if kind[u] == k], k
assert sorted(league) == sorted(units) and len(units) == 149 and len(kinds) > 1, (len(units), kinds)
PY
done
}

for part in ${1:-district published}; do $part; done
echo "the answers of both stores are the same; the reports of two past Fridays are as they were"
