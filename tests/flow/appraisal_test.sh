#!/bin/sh
# Self-scored and appraised points beside each other: ranks, ratings, remedy, losses; areas and totals that were appraised as a whole.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
cat >two.json <<'EOF'
{"name": "two", "title": "Chỉ số", "document": "QĐ 1", "version": "1", "max": 100, "basis": "seed",
 "ratings": [{"code": "xs", "title": "Xuất sắc", "from": 95}, {"code": "tot", "title": "Tốt", "from": 90}, {"code": "ht", "title": "Hoàn thành", "from": 0}],
 "areas": [{"code": "A", "title": "Một", "criteria": [
             {"code": "A.1", "title": "Một một", "max": 30, "basis": "seed", "responsible": "x", "evidence": "y"},
             {"code": "A.2", "title": "Một hai", "max": 20, "basis": "seed", "responsible": "x", "evidence": "y"}]},
           {"code": "B", "title": "Hai", "max": 50, "basis": "seed", "responsible": "x", "evidence": "y"}]}
EOF
# A gives itself 96 and was given 92,63; B 95 and 94: B is first. C has its self-score alone.
cat >totals.json <<'EOF'
{"ruleset": "two", "period": "year", "of": "2025",
 "units": [{"code": "a", "name": "Xã A", "kind": "commune"}, {"code": "b", "name": "Xã B", "kind": "commune"}, {"code": "c", "name": "Xã C", "kind": "commune"}],
 "entries": [{"unit": "a", "criterion": "TOTAL", "points": 96, "appraised": 92.63}, {"unit": "b", "criterion": "TOTAL", "points": 95, "appraised": 94},
             {"unit": "c", "criterion": "TOTAL", "points": 93},
             {"unit": "a", "criterion": "TOTAL", "of": "2024", "appraised": 90}]}
EOF
# Parts of one area, the whole of the other; and a unit of which one criterion alone was appraised.
cat >parts.json <<'EOF'
{"ruleset": "two", "period": "year", "of": "2025",
 "units": [{"code": "a", "name": "Xã A", "kind": "commune"}, {"code": "b", "name": "Xã B", "kind": "commune"}],
 "entries": [{"unit": "a", "criterion": "A.1", "points": 28, "appraised": 25}, {"unit": "a", "criterion": "A.2", "points": 20, "appraised": 19.5},
             {"unit": "a", "criterion": "B", "points": 47, "appraised": 50},
             {"unit": "b", "criterion": "A.1", "points": 30, "appraised": 20}, {"unit": "b", "criterion": "A.2", "points": 20}, {"unit": "b", "criterion": "B", "points": 46}]}
EOF
score() { "$bin/motcua" score --ruleset two.json --inputs "$@"; }
score totals.json --format csv >totals.csv
score parts.json --format csv >parts.csv
score parts.json --criterion all --format csv >sheet.csv
score totals.json >totals.txt
"$bin/motcua" --lang vi score --ruleset two.json --inputs parts.json --unit a --format html >a.html
grep -q '1/3' totals.txt && ! grep -q '[0-9] /[0-9]' totals.txt || { cat totals.txt; fail "a place is not written as 1/3"; }
score parts.json --unit a --explain A.1 --format csv >explain.csv
"$bin/motcua" score --inputs "$cases/scoring/cam-giang-2022.json" --format csv >cam-giang.csv
sed 's/"criterion": "TTHC", "points": 13}/"criterion": "TTHC", "points": 13, "appraised": 10}/' "$cases/scoring/cam-giang-2022.json" >appraised.json
"$bin/motcua" score --inputs appraised.json --format csv >cam-giang-appraised.csv
grep -q 'Tự chấm' a.html && grep -q 'Thẩm định' a.html && grep -q 'Chênh lệch' a.html || fail "the page has not both scores and their difference"
python3 - <<'EOF'
import csv
def rows(file, key='unit'):
    return {r[key]: r for r in csv.DictReader(open(file))}
def told(row, *names):
    return tuple(row[n] for n in names)
two = rows('totals.csv')
assert list(two) == ['b', 'c', 'a'], list(two)       # 94 appraised, 93 self-scored, 92,63 appraised
assert told(two['a'], 'points', 'appraised', 'difference', 'rank', 'rank_appraised', 'by', 'rating') == ('96', '92.63', '-3.37', '1', '2', 'appraised', 'tot'), two['a']
assert told(two['b'], 'points', 'appraised', 'difference', 'rank', 'rank_appraised', 'by', 'rating') == ('95', '94', '-1', '2', '1', 'appraised', 'tot'), two['b']
assert told(two['c'], 'points', 'appraised', 'difference', 'rank', 'rank_appraised', 'by', 'rating') == ('93', '', '', '3', '', 'self', 'tot'), two['c']
assert two['a']['change_before'] == '2.63', two['a']  # both appraised
assert told(two['a'], 'lost', 'lost_appraised') == ('4', '7.37')
parts = rows('parts.csv')
# a: 28 + 20 + 47 = 95 of its own, 25 + 19,5 + 50 = 94,5 appraised; b is not wholly appraised: 96 of its own counts
assert told(parts['a'], 'points', 'appraised', 'A', 'A_appraised', 'B_appraised', 'rating', 'by') == ('95', '94.5', '48', '44.5', '50', 'tot', 'appraised'), parts['a']
assert told(parts['b'], 'points', 'rank', 'rank_appraised', 'rating', 'by') == ('96', '1', '', 'xs', 'self'), parts['b']
assert list(parts) == ['b', 'a']
sheet = {(r['unit'], r['criterion']): r for r in csv.DictReader(open('sheet.csv'))}
assert told(sheet['a', 'A.1'], 'points', 'appraised', 'difference', 'lost', 'lost_appraised') == ('28', '25', '-3', '2', '5')
assert told(sheet['a', 'A'], 'points', 'appraised', 'difference', 'lost', 'lost_appraised') == ('48', '44.5', '-3.5', '2', '5.5')
assert told(sheet['a', 'TOTAL'], 'points', 'appraised', 'difference', 'lost', 'lost_appraised') == ('95', '94.5', '-0.5', '5', '5.5')
assert 'not appraised yet: 1 criterion, worth 20' in sheet['b', 'A']['cause'], sheet['b', 'A']
steps = rows('explain.csv', 'step')
assert (steps['points']['value'], steps['appraised']['value'], steps['lost']['value']) == ('28', '25', '5'), steps
# Chỉ thị 04/CT-UBND: an area under 75 % of its maximum. TTHC 13 of 15 is 86,67 %, appraised 10 is 66,67 %.
assert rows('cam-giang.csv')['cg-01']['plan_due'] == ''
due = rows('cam-giang-appraised.csv')['cg-01']
assert 'TTHC 66.67%' in due['plan_due'] and 'appraised' in due['plan_due'], due
assert told(due, 'TTHC', 'TTHC_appraised') == ('13', '10'), due
EOF
