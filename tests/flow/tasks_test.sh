#!/bin/sh
# Duties that are no points: last days, who is responsible, what was done with which evidence, days late; plans of remedy that came in.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
cat >quang-tho.json <<'EOF'
{"period": "year", "of": "2020", "units": [{"code": "quang-tho", "name": "UBND xã Quảng Thọ", "kind": "commune"}],
 "entries": [
  {"unit": "quang-tho", "criterion": "3.e.2", "period": "month", "of": "2020-01", "evidence": "BC 01/2020", "at": "2020-01-31T09:00"},
  {"unit": "quang-tho", "criterion": "3.e.2", "period": "month", "of": "2020-02", "evidence": "BC 02/2020", "at": "2020-03-05T09:00"},
  {"unit": "quang-tho", "criterion": "3.b.2", "evidence": "KH 80/KH-UBND", "at": "2019-12-20"},
  {"unit": "quang-tho", "criterion": "1.4", "deadline": "2020-05-20"}]}
EOF
tasks() { "$bin/motcua" tasks "$@" --format csv; }
tasks --set quang-tho-2020 --of 2020 --inputs quang-tho.json --at 2020-05-10T08:00 >april.csv
sed '/3.b.2/d' quang-tho.json >no-plan.json
tasks --set quang-tho-2020 --of 2020 --inputs no-plan.json --at 2020-05-10T08:00 >no-plan.csv
tasks --set quang-tho-2020 --of 2021 --inputs no-plan.json --at 2021-01-10T08:00 >next.csv 2>/dev/null
tasks --set quang-tho-2020 --of 2020 --inputs quang-tho.json --at 2020-05-23T08:00 >may.csv
cat >hai-hau.json <<'EOF'
{"period": "year", "of": "2019", "units": [{"code": "vh", "name": "Phòng Văn hóa và Thông tin", "kind": "department"}, {"code": "x", "name": "Xã Hải Anh", "kind": "commune"}], "entries": []}
EOF
tasks --set hai-hau-2019 --of 2019 --inputs hai-hau.json --at 2019-12-07T08:00 >hai-hau.csv
tasks --set hai-hau-2019 --of 2019 --inputs hai-hau.json --at 2019-12-07T08:00 --unit x >xa.csv
expect_code 64 "$bin/motcua" tasks --set hai-hau-2019 --of 2019 --inputs hai-hau.json --unit y
expect_code 64 "$bin/motcua" tasks --of 2019
expect_code 78 "$bin/motcua" tasks --set hai-hau --of 2019

# Cẩm Giàng: cg-02 owes a plan of remedy (TTHC 11,2 of 15 is under 75 %), cg-01 does not; who handed it in owes it no more.
cases_file="$cases/scoring/cam-giang-2022.json"
python3 - "$cases_file" >came.json <<'EOF'
import json, sys
d = json.load(open(sys.argv[1]))
d['entries'].append({'unit': 'cg-02', 'criterion': 'REMEDY', 'evidence': 'KH 12/KH-UBND', 'at': '2023-04-12'})
print(json.dumps(d, ensure_ascii=False))
EOF
tasks --set cam-giang-2023 --of 2023 --inputs "$cases_file" --at 2023-04-13T08:00 >owes.csv
tasks --set cam-giang-2023 --of 2023 --inputs came.json --at 2023-04-13T08:00 >came.csv
"$bin/motcua" score --inputs "$cases_file" --format csv >due.csv
"$bin/motcua" score --inputs came.json --format csv >mended.csv
"$bin/motcua" --lang vi tasks --set cam-giang-2023 --of 2023 --inputs came.json --at 2023-04-13T08:00 >came.txt
grep -q 'xong muộn' came.txt && grep -q 'QUÁ HẠN' came.txt || fail "the table for people"
python3 - <<'EOF'
import csv
def rows(file, *keys):
    return {tuple(r[k] for k in keys): r for r in csv.DictReader(open(file))}
def told(row, *names):
    return tuple(row[n] for n in names)
april = rows('april.csv', 'task', 'period')
# The plan is of 21/04/2020 and asks for nothing before; what was entered for January and February stands all the same. April's summary,
# due on 30/04, is ten days late on 10/05, May's is open; those of March and of the first quarter were asked for by nobody.
assert told(april['3.e.2', '2020-01-01'], 'state', 'days_late', 'done_at', 'evidence') == ('done', '', '2020-01-31', 'BC 01/2020'), april['3.e.2', '2020-01-01']
assert told(april['3.e.2', '2020-02-01'], 'deadline', 'state', 'days_late', 'done_at') == ('2020-02-29', 'done_late', '5', '2020-03-05')
assert ('3.e.2', '2020-03-01') not in april
assert told(april['3.e.2', '2020-04-01'], 'deadline', 'state', 'days_late') == ('2020-04-30', 'overdue', '10')
assert told(april['3.e.2', '2020-05-01'], 'deadline', 'state', 'days_late') == ('2020-05-31', 'open', '')
assert ('3.e.2', '2020-06-01') not in april                                   # has not begun
assert told(april['3.b.2', '2020'], 'deadline', 'state') == ('2019-12-31', 'done')      # entered, so it stands
assert ('3.b.2', '2020') not in rows('no-plan.csv', 'task', 'period')         # its last day was before the plan
assert told(rows('next.csv', 'task', 'period')['3.b.2', '2021'], 'deadline', 'state', 'days_late') == ('2020-12-31', 'overdue', '10')
assert told(april['1.4', '2020'], 'deadline', 'state') == ('2020-05-20', 'open')        # the inspection ended on 05/05
assert told(april['2', '2020'], 'deadline', 'state') == ('2020-12-31', 'open')
assert ('3.e.3', '2020-01-01') not in april and april['3.e.3', '2020-04-01']['deadline'] == '2020-06-30'
may = rows('may.csv', 'task', 'period')
assert told(may['1.4', '2020'], 'state', 'days_late') == ('overdue', '3'), may['1.4', '2020']
two_weeks = [r for r in csv.DictReader(open('april.csv')) if r['task'] == '3.e.1']
# from the fortnight that holds 21/04 to the one that holds 10/05
assert 2 <= len(two_weeks) <= 3 and all(r['state'] in ('overdue', 'open') for r in two_weeks), len(two_weeks)
# before 05/12: 4 December is the last day, on the 7th three days late; evidence by 15/12
hai_hau = rows('hai-hau.csv', 'unit', 'task')
assert told(hai_hau['vh', '1.2'], 'deadline', 'state', 'days_late') == ('2019-12-04', 'overdue', '3'), hai_hau['vh', '1.2']
assert told(hai_hau['vh', '4'], 'deadline', 'state') == told(hai_hau['x', '4'], 'deadline', 'state') == ('2019-12-15', 'open')
assert told(hai_hau['vh', '1.9'], 'deadline', 'state') == ('', 'open')        # the document states no day
assert ('x', '1.2') not in hai_hau and ('vh', '3.1') not in hai_hau
assert {r['unit'] for r in csv.DictReader(open('xa.csv'))} == {'x'}
owes, came = rows('owes.csv', 'unit', 'task'), rows('came.csv', 'unit', 'task')
assert told(owes['cg-02', '3.a'], 'deadline', 'state', 'days_late') == ('2023-04-09', 'overdue', '4'), owes['cg-02', '3.a']
assert ('cg-01', '3.a') not in owes and owes['cg-01', '3.b']['state'] == 'overdue'
assert told(came['cg-02', '3.a'], 'state', 'days_late', 'done_at', 'evidence') == ('done_late', '3', '2023-04-12', 'KH 12/KH-UBND')
assert rows('due.csv', 'unit')['cg-02',]['plan_due'] and not rows('mended.csv', 'unit')['cg-02',]['plan_due']
EOF
