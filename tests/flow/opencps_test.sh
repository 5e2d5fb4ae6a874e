#!/bin/sh
# The portal's own figures: counted by our rules from its dossiers, they must equal what its statistics engine counted.
. "$(dirname "$0")/lib.sh"
start_portal --pages "$cases/opencps"
config_opencps
"$bin/motcua" collect --at 2022-11-25T15:00
for month in 2022-09 2022-10 2022-11; do
  "$bin/motcua" counts --family opencps --period month --of $month --at 2022-11-25T15:00 --format csv >counts-$month.csv
done
python3 - "$cases/opencps/statistics-expected.csv" <<'EOF'
import csv, re, sys
snake = lambda name: re.sub(r'(?<!^)([A-Z])', r'_\1', name).lower()
got = {}
for month in (9, 10, 11):
    for row in csv.DictReader(open('counts-2022-%02d.csv' % month)):
        assert row['from'].startswith('2022-%02d-01T00:00' % month), row
        got[month, row['unit'], row['counter']] = row['value']
compared, wrong, units = 0, [], set()
for row in csv.DictReader(open(sys.argv[1])):
    unit = 'ALL' if row['govAgencyCode'] == 'all' else row['govAgencyCode']
    units.add(unit)
    for column, value in row.items():
        if column in ('year', 'month', 'govAgencyCode'):
            continue
        compared += 1
        if got.get((int(row['month']), unit, snake(column))) != value:
            wrong.append((row['month'], unit, column, value, got.get((int(row['month']), unit, snake(column)))))
print('compared %d figures of %d units, %d differ' % (compared, len(units), len(wrong)))
for w in wrong[:20]:
    print('  month %s unit %s %s: expected %s, got %s' % w)
assert compared == 111 * 28 and len(units) == 37 and not wrong
EOF
# The portal must never have been asked to recompute: that would write there.
curl -s "$address/_portal/state" | grep -q '"recalculate": *false' || fail "reCalculate was sent"
# A portal without these flags cannot know: empty, never 0.
"$bin/motcua" metrics --period month --of 2022-11 --at 2022-11-25T15:00 --unit ALL --format csv >metrics.csv
for metric in payment_rate digitization_rate electronic_result_rate; do
  grep -q "ALL,$metric,,,,[0-9]*,unknown,," metrics.csv || { cat metrics.csv; fail "$metric is not unknown"; }
done
# Reading all again changes nothing but the run table.
dump_store motcua.db >first
"$bin/motcua" collect --full --at 2022-11-25T16:00
dump_store motcua.db >second
cmp first second
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier_history')" = 0 ] || fail "history grew"
[ "$(sqlite3 motcua.db 'SELECT group_concat(unchanged, " ") FROM run')" = "0 2400" ] || fail "the second run wrote rows"
