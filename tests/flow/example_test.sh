#!/bin/sh
# Figures of official documents as shipped examples, and the newer rulesets with their figures worked out by hand.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
"$bin/motcua" example --format csv >list.csv
grep -q '^nhu-xuan-2022,thanh-hoa-2022,2022' list.csv || fail "the example is not listed"
"$bin/motcua" example nhu-xuan-2022
cd nhu-xuan-2022
grep -q 'score --inputs nhap-tay.json' huong-dan.txt || fail "no commands to try"
"$bin/motcua" score --inputs nhap-tay.json --criterion all --format csv >all.csv
grep -q '^nhu-xuan,7.3.2,.*,0.8042,' all.csv || fail "7.3.2 lost other than 0,8042"
cd ..
expect_code 64 "$bin/motcua" example nhu-xuan-2022      # nothing is written over
expect_code 64 "$bin/motcua" example nhu-xuan
"$bin/motcua" example hai-hau-2019 thu && test -f thu/nhap-tay.json || fail "no folder of that name"

# Mẫu 02, nine of two points: 15 is Xuất sắc, 14,9 is not (the product that uses the form gives 15 no rating).
for sum in "2 2 2 2 2 2 2 0.5 0.5" "2 2 2 2 2 2 2 0.4 0.5" "1 1 1 1 1 1 1 1 1" "0.6 0.6 0.6 0.6 0.6 0.6 0.6 0.6 0.6"; do
  python3 - "$sum" >phieu.json <<'EOF'
import json, sys
print(json.dumps({"ruleset": "danh-gia-tthc-2018", "period": "quarter", "of": "2022-Q4", "units": [{"code": "x", "name": "Xã Mẫu", "kind": "commune"}],
                  "entries": [{"unit": "x", "criterion": str(i + 1), "points": float(p)} for i, p in enumerate(sys.argv[1].split())]}))
EOF
  "$bin/motcua" score --inputs phieu.json --format csv | python3 -c 'import csv, sys; r = next(csv.DictReader(sys.stdin)); print(r["points"], r["rating"])' >>ratings
done
printf '15 XS\n14.9 T\n9 K\n5.4 Y\n' | diff - ratings || fail "a rating of Mẫu 02"

# NĐ 307/2025, Điều 6: a commune of 23,456 people and 61 km2, by hand 13,5 and 13; online 82,3 % against 80 % of the province 4.
cat >xa.json <<'EOF'
{"ruleset": "nd307-2025", "period": "year", "of": "2026", "units": [{"code": "x", "name": "Xã Mẫu", "kind": "commune"}, {"code": "p", "name": "Phường Mẫu", "kind": "commune"}],
 "entries": [{"unit": "x", "criterion": "6.1.a", "value": 23456}, {"unit": "x", "criterion": "6.2.a", "value": 61}, {"unit": "x", "criterion": "6.3.a", "value": "72%"},
  {"unit": "x", "criterion": "6.3.d", "value": "3.2%"}, {"unit": "x", "criterion": "6.3.e", "value": "82.3 80"}, {"unit": "x", "criterion": "6.4.a", "value": "41%"},
  {"unit": "x", "criterion": "6.4.d", "value": 1}, {"unit": "p", "criterion": "7.1.a", "value": 30000}, {"unit": "p", "criterion": "7.3.b", "value": "75%"}]}
EOF
"$bin/motcua" score --inputs xa.json --criterion all --format csv >xa.csv
python3 - <<'EOF'
import csv
rows = {(r['unit'], r['criterion']): r for r in csv.DictReader(open('xa.csv'))}
said = {'6.1.a': 13.5, '6.2.a': 13, '6.3.a': 6, '6.3.d': 4, '6.3.e': 4, '6.4.a': 2.5, '6.4.d': 2}
for code, points in said.items():
    assert float(rows['x', code]['points']) == points, rows['x', code]
assert float(rows['p', '7.1.a']['points']) == 18 and float(rows['p', '7.3.b']['points']) == 3.5      # 16 thousands; two steps of 2 %
assert float(rows['x', 'TOTAL']['max']) == float(rows['p', 'TOTAL']['max']) == 100
assert ('x', '7.1.a') not in rows and ('p', '6.1.a') not in rows
EOF

# The manual's table of what is measured, entered and assumed is what the rulesets say.
python3 "$MOTCUA_SRC/tests/ruleset_table.py" "$MOTCUA_SRC/docs/motcua-ruleset.5" || fail "the manual's table of rulesets"
