#!/bin/sh
# The dossiers of a portal, counted by its own rules, against the figures that it publishes: they agree but for what a known
# rule explains; a dossier that changes in between is not explained away.
. "$(dirname "$0")/lib.sh"
config_both() {
  cat >motcua.json <<EOF
{"store": "sqlite:motcua.db",
 "sources": [{"name": "yyen", "manifest": "opencps", "base_url": "$address", "vars": {"group_id": "55301"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
             {"name": "thong-ke", "manifest": "opencps_statistics", "base_url": "$address", "vars": {"group_id": "55301"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"]}
EOF
}
compare() { # month
  "$bin/motcua" reconcile yyen thong-ke --family opencps --period month --of "$1" --at 2022-11-25T15:00 --format csv
}
start_portal --pages "$cases/opencps"
config_both
"$bin/motcua" collect --at 2022-11-25T15:00
curl -s "$address/_portal/state" | grep -q '"recalculate": *false' || fail "reCalculate was sent"
for month in 2022-10 2022-11; do
  compare $month >lines-$month.csv
done
python3 - "$cases/opencps/statistics-expected.csv" <<'EOF'
import csv, re, sys
snake = lambda name: re.sub(r'(?<!^)([A-Z])', r'_\1', name).lower()
lost = {'via_postal_count', 'saturday_count', 'dossier_online3_count', 'dossier_online4_count', 'receive_dossier_sat_count',
        'release_dossier_sat_count'}
expected = list(csv.DictReader(open(sys.argv[1])))
for month in (10, 11):
    lines = {(r['unit'], r['counter']): r for r in csv.DictReader(open('lines-2022-%02d.csv' % month))}
    units = {unit for unit, _ in lines}
    compared = explained = 0
    for row in expected:
        if int(row['month']) != month or row['govAgencyCode'] == 'all':
            continue
        for column, value in row.items():
            if column in ('year', 'month', 'govAgencyCode'):
                continue
            line = lines[row['govAgencyCode'], snake(column)]
            assert line['a'] == value, (row, column, line)
            assert line['b'] == ('0' if line['counter'] in lost else value), (row, column, line)
            compared += 1
    for line in lines.values():
        if line['counter'] in lost:
            assert line['b'] == '0' and line['rule'] == ('lost_on_output' if line['a'] != '0' else ''), line
            explained += line['a'] != '0'
        else:
            assert line['difference'] == '0' and line['rule'] == '', line
    assert {c for _, c in lines} >= lost and explained > 0, explained
    assert compared == 28 * len(units) and len(units) == 36, (compared, len(units))
    print('month %d: %d figures of %d units agree, %d lost ones explained' % (month, compared, len(units), explained))
EOF
# Counted, too, are sources that no report counts.
sed -i 's/"name": "yyen", /"name": "yyen", "count": false, /' motcua.json
"$bin/motcua" collect --at 2022-11-25T15:00
compare 2022-11 | cmp - lines-2022-11.csv
# Composed dossiers: they agree; then one in a hundred changes and the dossiers alone are read again.
rm -f motcua.db*
start_portal --compose 3000 --seed 11 --to 2022-11-25T15:00
config_both
"$bin/motcua" collect --at 2022-11-25T15:00
MOTCUA_LANG=en compare 2022-11 >before.csv 2>summary
grep -q 'unexplained: 0$' summary || { cat summary; fail "composed dossiers do not agree"; }
curl -s -X POST "$address/_portal/drift?k=1000" >/dev/null
"$bin/motcua" collect yyen --full --at 2022-11-25T15:00
compare 2022-11 >after.csv 2>summary
python3 - <<'EOF'
import csv
lines = list(csv.DictReader(open('after.csv')))
unexplained = [r for r in lines if r['rule'] == 'unexplained']
assert unexplained, 'the drift is not seen'
assert {'processing_count', 'release_count'} <= {r['counter'] for r in unexplained}
assert all(int(r['b'] or 0) - int(r['a'] or 0) == int(r['difference']) != 0 for r in unexplained)
print('%d of %d figures unexplained after the drift' % (len(unexplained), len(lines)))
EOF
expect_code 64 "$bin/motcua" reconcile yyen
expect_code 64 "$bin/motcua" reconcile yyen khong-co
expect_code 64 "$bin/motcua" reconcile yyen thong-ke --of 2022-11 --at 2022-11-25T15:00
grep -q 'opencps' "$work/stderr" || fail "no hint to the family"
# A source that was not read whole is told of.
! grep -q warning after.csv || fail "a warning without a cause"
curl -s -X POST "$address/_portal/fault" -d 'status:403@statistics' >/dev/null
expect_code 69 "$bin/motcua" collect thong-ke --at 2022-11-25T15:00
"$bin/motcua" --lang en reconcile yyen thong-ke --family opencps --period month --of 2022-11 --at 2022-11-25T15:00 --format csv >partial.csv
grep -q 'the last poll was not complete' partial.csv || { head -n 3 partial.csv; fail "nothing is said of the poll that failed"; }
