#!/bin/sh
# The index: the portal's own figures scored again, the documents' tables, entries made by hand, and a ruleset with mistakes.
. "$(dirname "$0")/lib.sh"
start_portal --evaluation "$cases/766/replies-2026-10-09"
cat >motcua.json <<EOF
{"store": "sqlite:motcua.db", "commitments": ["nq71-2030"],
 "sources": [{"name": "gia-lai", "manifest": "evaluation", "base_url": "$address",
              "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}}]}
EOF
"$bin/motcua" collect --at 2026-10-09T15:00
"$bin/motcua" score --of 2026 --at 2026-10-09T15:00 --format csv >league.csv
"$bin/motcua" score --of 2026 --at 2026-10-09T15:00 --criterion all --format csv >all.csv
"$bin/motcua" score --of 2026 --at 2026-10-09T15:00 --unit H21.227 --explain 3.6 --format csv >explain.csv
"$bin/motcua" score --of 2026 --at 2026-10-09T15:00 --format json | python3 -m json.tool >/dev/null
python3 - "$cases/766" <<'EOF'
import csv, sys
from decimal import Decimal as D
groups = {r['dept_code']: r for r in csv.DictReader(open(sys.argv[1] + '/gialai-groups.csv')) if r['date'] == '2026-10-09'}
names = {'CKMB': 'CKMB', 'TDGQ': 'TDGQ', 'CLGQ': 'ONLINE', 'TTTT': 'TTTT', 'MDSH': 'MDSH', 'MDHL': 'MDHL'}
league = {r['unit']: r for r in csv.DictReader(open('league.csv'))}
assert set(groups) | {'H21'} == set(league), len(league)
for code, said in groups.items():
    row = league[code]
    for area, column in names.items():
        assert D(row[area]) == D(said[column]), (code, area, row[area], said[column])
    assert D(row['points']) == sum(D(said[c]) for c in names.values()), code
    assert D(row['published']) == D(said['total']), code
    peers = [r for r in league.values() if groups.get(r['unit'], {}).get('level') == said['level']]
    assert int(row['rank']) == 1 + sum(D(r['points']) > D(row['points']) for r in peers), code
rows = {(r['unit'], r['criterion']): r for r in csv.DictReader(open('all.csv'))}
pay = rows['H21.227', '3.6']     # 2278/2449 of 6 points: 93.02 %, 5.58
assert (pay['numerator'], pay['denominator'], pay['rate'], pay['points'], pay['source']) == ('2278', '2449', '93.02', '5.58', 'figure'), pay
steps = [r['step'] for r in csv.DictReader(open('explain.csv'))]
assert {'criterion', 'max', 'rule', 'figure', 'rate', 'arithmetic', 'points', 'lost'} <= set(steps), steps
print('%d units, %d rows of criteria' % (len(league), len(rows)))
EOF

# The documents, without any config.
mkdir papers && cd papers
sheet() { "$bin/motcua" score --inputs "$cases/scoring/$1" --unit "$2" --format csv; }
sheet nhu-xuan-2022.json nhu-xuan >nhu-xuan.csv
sheet quang-tho-2019.json quang-tho >quang-tho.csv
"$bin/motcua" score --inputs "$cases/scoring/quang-tho-2019.json" --format csv >quang-dien.csv
"$bin/motcua" score --inputs "$cases/scoring/nhu-xuan-2022.json" --format csv >thanh-hoa.csv
"$bin/motcua" --lang vi score --inputs "$cases/scoring/nhu-xuan-2022.json" --unit nhu-xuan >nhu-xuan.txt
grep -q '0,8042' nhu-xuan.txt && grep -q '0,8255' nhu-xuan.txt || fail "the table lacks the document's losses"
python3 - <<'EOF'
import csv
lost = {r['criterion']: r['lost'] for r in csv.DictReader(open('nhu-xuan.csv'))}
said = {'1.3.3': '1', '1.4.3': '0.75', '1.5': '1', '3.5.1': '0.01', '3.6.1': '0.5', '4.1.3': '1', '4.3.3': '1.5', '5.4.3': '1.5', '5.4.2': '0.1',
        '6.2.1': '1', '6.2.2': '1', '7.6.1': '0.5', '7.3.2': '0.8042', '7.3.3': '0.8255', 'XHH': '0.9'}
for code, points in said.items():
    assert float(lost[code]) == float(points), (code, lost[code])
league = list(csv.DictReader(open('quang-dien.csv')))
assert (league[0]['unit'], league[0]['rank'], float(league[0]['points']), float(league[0]['change_before'])) == ('quang-tho', '1', 92.63, 4.47), league[0]
assert len(league) == 11
assert [r['rank'] for r in csv.DictReader(open('thanh-hoa.csv'))] == ['21']
EOF
cd ..

# Entries in the store: the latest one counts.
cat >entries.csv <<EOF
criterion,unit,period,value,points,evidence,entered_by,at
3.1,H21.227,2026,90,,bao-cao-1.pdf,phong-noi-vu,2026-10-01T08:00
3.2,H21.227,2026,50,,bao-cao-1.pdf,phong-noi-vu,2026-10-01T08:00
3.3,H21.227,2026,10,,,phong-noi-vu,2026-10-01T08:00
3.3,H21.227,2026,25,,bao-cao-2.pdf,phong-noi-vu,2026-10-02T08:00
EOF
"$bin/motcua" import --manual entries.csv
"$bin/motcua" score --of 2026 --at 2026-10-09T15:00 --unit H21.227 --criterion CLGQ --criterion 3.3 --format csv >entered.csv
python3 - <<'EOF'
import csv
rows = {r['criterion']: r for r in csv.DictReader(open('entered.csv'))}
assert (float(rows['3.3']['points']), rows['3.3']['source'], rows['3.3']['evidence_of']) == (3.0, 'entered', 'bao-cao-2.pdf'), rows
assert (float(rows['CLGQ']['points']), rows['CLGQ']['source']) == (7.0, 'sum'), rows     # 2 + 2 + 3, by hand
EOF

# Mistakes are told, and a ruleset with one is not used.
sed 's/"threshold": 85/"threshold": 0.85/; s/"per": 1/"least": 1/' "$MOTCUA_SRC/schema/rulesets/thanh-hoa-2022.json" >sai.json
expect_code 65 "$bin/motcua" --lang en ruleset check sai.json
grep -q 'write 85, not 0.85' "$work/stdout" && grep -q 'lacks "per"' "$work/stdout" || fail "the mistakes are not told"
expect_code 78 "$bin/motcua" score --ruleset sai.json
for name in qd-766 tan-dan-766 nam-dinh-2019 quang-dien-2017 thanh-hoa-2022 y-yen-2022 cam-giang-2023; do
  "$bin/motcua" ruleset check "$name" --format csv >check.csv
  ! grep -q '^error' check.csv || fail "$name has errors"
done
expect_code 64 "$bin/motcua" score --unit H21.999
expect_code 64 "$bin/motcua" score --unit H21.227 --criterion 9.9
expect_code 64 "$bin/motcua" score --explain 3.6

# A quarter: against the quarter before and the same one of last year; appraised beside self-score; who and by when as entered.
cat >quy.json <<EOT
{"name": "quy", "title": "Chỉ số quý", "document": "x", "version": "1", "period": "quarter", "max": 10, "basis": "assumed", "deadline": "12-20",
 "areas": [{"code": "1", "title": "Lĩnh vực", "criteria": [
   {"code": "1.1", "title": "Một", "max": 6, "responsible": "Văn phòng", "evidence": "Báo cáo"},
   {"code": "1.2", "title": "Hai", "max": 4, "responsible": "Văn phòng"}]}]}
EOT
cat >quy-nhap.json <<EOT
{"ruleset": "quy", "period": "quarter", "of": "2022-Q4", "units": [{"code": "x1", "name": "UBND xã Một", "kind": "commune"}],
 "entries": [
  {"unit": "x1", "criterion": "TOTAL", "of": "2021-Q4", "points": 5}, {"unit": "x1", "criterion": "TOTAL", "of": "2022-Q3", "points": 7.5},
  {"unit": "x1", "criterion": "1.1", "points": 4, "at": "2022-12-01"}, {"unit": "x1", "criterion": "1.1", "appraised": 3.5, "at": "2023-01-10"},
  {"unit": "x1", "criterion": "1.2", "points": 3, "responsible": "Phòng Nội vụ", "deadline": "2022-12-10"}]}
EOT
"$bin/motcua" score --ruleset quy.json --inputs quy-nhap.json --at 2023-01-15 --format csv >quy.csv
"$bin/motcua" score --ruleset quy.json --inputs quy-nhap.json --at 2023-01-15 --unit x1 --format csv >quy-x1.csv
python3 - <<'EOF'
import csv
row = {r['unit']: r for r in csv.DictReader(open('quy.csv'))}['x1']     # 4 + 3 against 7.5 and 5
assert [float(row[c]) for c in ('points', 'change_before', 'change_year')] == [7, -0.5, 2], row
rows = {r['criterion']: r for r in csv.DictReader(open('quy-x1.csv'))}
one, two = rows['1.1'], rows['1.2']
assert (float(one['points']), float(one['appraised']), one['responsible'], one['deadline'], one['evidence']) == (
    4, 3.5, 'Văn phòng', '2022-12-20', 'missing'), one
assert (two['responsible'], two['deadline'], two['evidence']) == ('Phòng Nội vụ', '2022-12-10', ''), two
EOF
