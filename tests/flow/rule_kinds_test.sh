#!/bin/sh
# Kinds of rules as they are told: a mean, a place, a floor, months, nothing that arose, what was derived, no evidence.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
cat >kinds.json <<'EOF'
{"name": "kinds", "title": "Chỉ số", "document": "QĐ 1", "version": "1", "max": 28, "basis": "seed", "without_evidence": "at_risk",
 "ratings": [{"code": "xs", "title": "Xuất sắc", "points": 15}, {"code": "y", "title": "Yếu", "points": 0}],
 "areas": [
  {"code": "A", "title": "Một", "criteria": [
   {"code": "A.1", "title": "Bình quân", "max": 5, "basis": "seed", "responsible": "x", "evidence": "y",
    "rule": {"kind": "relative", "to": "parent", "at_or_below": 3, "step": 0.5, "per": 0.25}},
   {"code": "A.2", "title": "Thứ hạng", "max": 3, "basis": "seed", "responsible": "x", "evidence": "y",
    "rule": {"kind": "rank_bands", "bands": [{"to": 10, "points": 3}, {"to": 20, "points": 2}], "else": 1}},
   {"code": "A.3", "title": "Đúng hạn", "max": 2, "basis": "seed", "responsible": "x", "evidence": "y",
    "rule": {"kind": "ratio_linear", "floor": 95}},
   {"code": "A.4", "title": "Tin bài", "max": 2, "basis": "seed", "responsible": "x", "evidence": "y",
    "rule": {"kind": "deduct_per_shortfall", "least": 4, "per": 0.5, "periods": 12}},
   {"code": "A.5", "title": "Thanh toán", "max": 5, "basis": {"max": "seed", "rule": "derived"}, "responsible": "x", "evidence": "y",
    "rule": {"kind": "ratio_threshold", "threshold": 50, "zero": "skip"}},
   {"code": "A.6", "title": "Tin bài khác", "max": 1, "basis": "seed", "responsible": "x", "evidence": "y",
    "rule": {"kind": "deduct_per_shortfall", "least": 4, "per": 0.5, "periods": 12}}]},
  {"code": "B", "title": "Hai", "max": 10, "basis": "seed", "responsible": "x", "evidence": "y"}]}
EOF
cat >entries.json <<'EOF'
{"ruleset": "kinds", "period": "year", "of": "2025", "units": [{"code": "a", "name": "Xã A", "kind": "commune"}, {"code": "b", "name": "Xã B", "kind": "commune"}],
 "entries": [
  {"unit": "a", "criterion": "A.1", "value": "82.2 80", "evidence": "BC 1"}, {"unit": "a", "criterion": "A.2", "value": "7/34", "evidence": "BC 1"},
  {"unit": "a", "criterion": "A.3", "value": "94/100", "evidence": "BC 1"}, {"unit": "a", "criterion": "A.4", "value": "4 4 4 3", "evidence": "BC 1"},
  {"unit": "a", "criterion": "A.5", "value": "0/0", "evidence": "BC 1"}, {"unit": "a", "criterion": "B", "points": 8},
  {"unit": "a", "criterion": "A.6", "period": "month", "of": "2025-01", "value": "4"}, {"unit": "a", "criterion": "A.6", "period": "month", "of": "2025-02", "value": "2"},
  {"unit": "b", "criterion": "A.2", "value": "21", "evidence": "BC 1"}, {"unit": "b", "criterion": "A.4", "value": "4 4 4 3 4 4 4 4 4 4 4 2", "evidence": "BC 1"},
  {"unit": "b", "criterion": "A.5", "value": "25/100", "evidence": "BC 1"}]}
EOF
score() { "$bin/motcua" "$@" --ruleset kinds.json --inputs entries.json; }
score score --criterion all --format csv >sheet.csv
score score --format csv >league.csv
score score --unit b --explain A.4 --format csv >explain.csv
score score --unit a --explain A.6 --format csv >months.csv
score --lang vi score --unit a >a.txt
score --lang vi score --unit b >b.txt
grep -q 'chưa đủ số liệu' a.txt || fail "four of twelve months are not told as too few"
grep -q 'dưới 95% không được điểm' a.txt || fail "the floor is not told"
grep -q 'suy ra' b.txt || fail "a derived rule is not told"
! grep -q 'giả định' a.txt || fail "a sum of official maxima is called assumed"
sed 's/"at_risk"/"zero"/' kinds.json >zero.json
"$bin/motcua" score --ruleset zero.json --inputs entries.json --unit a --criterion B --format csv >zero.csv
python3 - <<'EOF'
import csv
rows = {(r['unit'], r['criterion']): r for r in csv.DictReader(open('sheet.csv'))}
def points(unit, code):
    return rows[unit, code]['points']
assert points('a', 'A.1') == '4', rows['a', 'A.1']          # 2,2 above the mean: four steps of 0,5
assert points('a', 'A.2') == '3' and points('b', 'A.2') == '1'
assert points('a', 'A.3') == '0' and 'below 95% there are no points' in rows['a', 'A.3']['cause'], rows['a', 'A.3']
assert points('a', 'A.4') == '' and 'not enough data yet: numbers of 4 of 12' in rows['a', 'A.4']['cause'], rows['a', 'A.4']
assert points('b', 'A.4') == '0.5'                          # one and two missing: 1,5 off
assert points('a', 'A.5') == '' and 'neither kept nor broken' in rows['a', 'A.5']['cause'], rows['a', 'A.5']
assert points('b', 'A.5') == '2.5'
assert rows['a', 'A']['max'] == '13', rows['a', 'A']        # 18 without the 5 of what did not arise
assert rows['a', 'B']['unproven'] == '8' and 'at risk' in rows['a', 'B']['cause'], rows['a', 'B']
zero = list(csv.DictReader(open('zero.csv')))[0]
assert (zero['points'], zero['unproven'], zero['lost']) == ('0', '8', '10') and 'do not count' in zero['cause'], zero
steps = [(r['value'], r['note']) for r in csv.DictReader(open('explain.csv')) if r['step'] == 'number']
assert len(steps) == 12 and steps[3] == ('3', '1 missing, 0.5 off') and steps[11] == ('2', '2 missing, 1 off') and steps[0] == ('4', ''), steps
months = [r['value'] for r in csv.DictReader(open('months.csv')) if r['step'] == 'number']
assert months == ['4', '2'] + ['?'] * 10, months
assert 'numbers of 2 of 12' in rows['a', 'A.6']['cause'], rows['a', 'A.6']
league = {r['unit']: r for r in csv.DictReader(open('league.csv'))}
assert league['a']['unproven'] == '8'
EOF

# A last day after an event is told as the rule says it, until an entry gives the day.
sed 's/"A.3", "title"/"A.3", "deadline": "+15 ngày sau kết luận kiểm tra", "title"/' kinds.json >event.json
"$bin/motcua" score --ruleset event.json --inputs entries.json --unit a --criterion A.3 --format csv >event.csv
grep -q '+15 ngày sau kết luận kiểm tra' event.csv || fail "days after an event are not told"
sed 's/"value": "94\/100"/"value": "94\/100", "deadline": "2025-06-20"/' entries.json >dated.json
"$bin/motcua" score --ruleset event.json --inputs dated.json --unit a --criterion A.3 --format csv >event.csv
grep -q ',2025-06-20,' event.csv || fail "the entry's day does not hold"
