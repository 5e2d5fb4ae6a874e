#!/bin/sh
# Trials of judgement, each worked out by hand from the document that its comment names, and compared with what the program says.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
expect() { [ "$2" = "$3" ] || fail "$1: '$3', by hand '$2'"; }
cat >column.py <<'EOF'
import csv, sys # column.py FILE KEY COLUMN... : "key:value/value" of each row
key, columns = sys.argv[2], sys.argv[3:]
print(' '.join(r[key] + ':' + '/'.join(r[c] for c in columns) for r in csv.DictReader(open(sys.argv[1]))))
EOF
# Scores one unit by entries "criterion=value ..." of a ruleset and prints "criterion:points" of those criteria.
points() { # ruleset kind entry...
  p_rules=$1 p_kind=$2
  shift 2
  python3 - "$p_rules" "$p_kind" "$@" <<'EOF' >entries.json
import json, sys
e = [dict(unit='u', criterion=a.split('=')[0], value=a.split('=')[1], evidence='x') for a in sys.argv[3:]]
print(json.dumps({'ruleset': sys.argv[1], 'period': 'year', 'of': '2026', 'units': [{'code': 'u', 'name': 'Xã U', 'kind': sys.argv[2]}], 'entries': e}))
EOF
  "$bin/motcua" score --ruleset "$p_rules" --inputs entries.json --criterion all --format csv >points.csv
  python3 - "$@" <<'EOF'
import csv, sys
rows = {r['criterion']: r['points'] for r in csv.DictReader(open('points.csv'))}
print(' '.join(c + ':' + rows[c] for c in (a.split('=')[0] for a in sys.argv[1:])))
EOF
}

# --- QĐ 766 (cases/766/api-shapes.md 3.1): linear rules take the rate of two places, threshold rules the whole rate; half up ---
# 1: the row that decided: 64,25 % of 6 is 3,855. 2: 12849/20000 is 64,245 %: 64,25 % and 3,86 (by the whole rate 3,8547 and 3,85).
expect 'linear, Đắk Lắk' '4.1:3.86' "$(points qd-766 commune 4.1=284995/443565)"
expect 'linear, half of a hundredth of the rate' '4.1:3.86' "$(points qd-766 commune 4.1=12849/20000)"
# 3: 64,2449 % is 64,24 % and 3,8544
expect 'linear, just under a half' '4.1:3.85' "$(points qd-766 commune 4.1=642449/1000000)"
# 4: 5/41 is 12,1951 %: x 2/80 is 0,30488 (by 12,20 % 0,305 and 0,31; H21.116 has 0,30). 5: 1229/10000: 12,29 x 6/50 is 1,4748.
expect 'threshold, H21.116' '3.5b:0.3' "$(points qd-766 commune 3.5b=5/41)"
expect 'threshold' '3.3:1.47' "$(points qd-766 commune 3.3=1229/10000)"
# 6: an exact half, 0,125 of 100 by 1/8: 12,5 x 2/80 is 0,3125 -> 0,31; 41/80: 51,25 x 2/80 is 1,28125 -> 1,28; 9/20: 45 x 2/80 is 1,125 -> 1,13
expect 'threshold, halves' '3.5b:0.31 3.5:1.28 4.3:1.13' "$(points qd-766 commune 3.5b=1/8 3.5=41/80 4.3=9/20)"
# 7: nothing arose (api-shapes.md 2, 3.4; cases 25, 27): full for petitions, nothing elsewhere
expect '0/0' '5.2:6 5.3:6 3.6:0 5.4:0' "$(points qd-766 commune 5.2=0/0 5.3=0/0 3.6=0/0 5.4=0/0)"

# --- NĐ 307/2025 (rulesets.md 2): at the mean or below 3; 0,25 for each 0,5 above; at most 5 ---
for trial in '80:3' '79.9:3' '80.49:3' '80.5:3.25' '80.99:3.25' '81:3.5' '83.99:4.75' '84:5' '99:5'; do
  expect "relative ${trial%:*}" "6.3.e:${trial#*:}" "$(points nd307-2025 commune "6.3.e=${trial%:*} 80")"
done
# The province: at the mean or below 2; 0,25 for each 2 above; at most 3. SIPAS: ten best 3, next ten 2, others 1.
cat >tinh.json <<'EOF'
{"name": "tinh", "title": "Tỉnh", "document": "NĐ 307/2025", "version": "1", "max": 6, "basis": "seed", "areas": [{"code": "T", "title": "T", "criteria": [
 {"code": "T.1", "title": "Toàn trình", "max": 3, "basis": "seed", "responsible": "x", "evidence": "y", "rule": {"kind": "relative", "to": "peers", "at_or_below": 2, "step": 2, "per": 0.25}},
 {"code": "T.2", "title": "SIPAS", "max": 3, "basis": "seed", "responsible": "x", "evidence": "y",
  "rule": {"kind": "rank_bands", "bands": [{"to": 10, "points": 3}, {"to": 20, "points": 2}], "else": 1}}]}]}
EOF
for trial in '70:2' '71.99:2' '72:2.25' '77:2.75' '78:3' '90:3'; do
  expect "relative, province ${trial%:*}" "T.1:${trial#*:}" "$(points tinh.json province "T.1=${trial%:*} 70")"
done
for trial in 1:3 10:3 11:2 20:2 21:1 34:1; do
  expect "place ${trial%:*}" "T.2:${trial#*:}" "$(points tinh.json province "T.2=${trial%:*}/34")"
done

# --- Thanh Hóa (cases/scoring 12-15), Quảng Điền 1.3.3 (seed 001: four items a month, 0,5 for each missing) ---
expect 'shares of 85 and 75 %' '7.3.2:0.1958 7.3.3:0.1745' "$(points thanh-hoa-2022 district 7.3.2=16643/100000 7.3.3=13088/100000)"
expect 'one of forty-eight items' '1.3.3:1.5' "$(points quang-dien-2017 commune '1.3.3=4 4 4 3 4 4 4 4 4 4 4 4')"
expect 'a month with more does not fill another' '1.3.3:1' "$(points quang-dien-2017 commune '1.3.3=8 4 2 4 4 4 4 4 4 4 4 9')"
expect 'a month is missing' '1.3.3:' "$(points quang-dien-2017 commune '1.3.3=4 4 4 4 4 4 4 4 4 4 4')"

# --- Mẫu 02 (rulesets.md 1): Xuất sắc from 15, Tốt from 12, Khá from 9, Trung bình from 6, of the appraised sum ---
rating() { # self appraised
  printf '{"ruleset": "danh-gia-tthc-2018", "period": "quarter", "of": "2022-Q4", "units": [{"code": "u", "name": "Xã U", "kind": "commune"}],
 "entries": [{"unit": "u", "criterion": "TOTAL", "points": %s%s}]}' "$1" "${2:+, \"appraised\": $2}" >rating.json
  "$bin/motcua" score --inputs rating.json --format csv >rating.csv
  python3 column.py rating.csv unit rating by
}
for trial in 15:XS 14.99:T 12:T 11.99:K 9:K 8.99:TB 6:TB 5.99:Y; do
  expect "rating of ${trial%:*}" "u:${trial#*:}/self" "$(rating "${trial%:*}" '')"
done
expect 'the appraised sum rates' u:T/appraised "$(rating 17 14.9)"

# --- Places: equal units share one, the next is left out; the appraised sum counts where it is there, else the self-score (issue of the index) ---
cat >two.json <<'EOF'
{"name": "two", "title": "Chỉ số", "document": "QĐ 1", "version": "1", "max": 100, "basis": "seed",
 "areas": [{"code": "A", "title": "Một", "max": 50, "basis": "seed", "responsible": "x", "evidence": "y"},
           {"code": "B", "title": "Hai", "max": 50, "basis": "seed", "responsible": "x", "evidence": "y"}]}
EOF
cat >ties.json <<'EOF'
{"ruleset": "two", "period": "year", "of": "2025", "units": [{"code": "a", "name": "Xã A", "kind": "commune"}, {"code": "b", "name": "Xã B", "kind": "commune"},
  {"code": "c", "name": "Xã C", "kind": "commune"}, {"code": "d", "name": "Xã D", "kind": "commune"}, {"code": "s", "name": "Sở S", "kind": "department"}],
 "entries": [{"unit": "a", "criterion": "TOTAL", "points": 95, "appraised": 90}, {"unit": "b", "criterion": "TOTAL", "points": 92, "appraised": 90},
             {"unit": "c", "criterion": "TOTAL", "points": 95, "appraised": 89}, {"unit": "s", "criterion": "TOTAL", "points": 60},
             {"unit": "d", "criterion": "A", "points": 40, "appraised": 35}, {"unit": "d", "criterion": "B", "points": 48, "appraised": 45}]}
EOF
"$bin/motcua" score --ruleset two.json --inputs ties.json --format csv >ties.csv
# self: 95, 95, 92, 88 and the department alone; appraised: 90, 90, 89, and 35 + 45 = 80 by whole areas
expect 'places' 'a:95/90/1/1 b:92/90/3/1 c:95/89/1/3 d:88/80/4/4 s:60//1/' "$(python3 column.py ties.csv unit points appraised rank rank_appraised | tr ' ' '\n' | sort | xargs)"

# --- A total that was announced (seed 001: 92,63) counts, and what its parts add up to stands beside it; of entered points the parts count ---
cat >told.json <<'EOF'
{"ruleset": "two", "period": "year", "of": "2025", "units": [{"code": "a", "name": "Xã A", "kind": "commune"}],
 "entries": [{"unit": "a", "criterion": "A", "points": 48, "appraised": 45}, {"unit": "a", "criterion": "B", "points": 47, "appraised": 40},
             {"unit": "a", "criterion": "TOTAL", "points": 96, "appraised": 92.63}]}
EOF
"$bin/motcua" score --ruleset two.json --inputs told.json --unit a --criterion all --format csv >told.csv
expect 'announced' '95/92.63/5/7.37' "$(python3 column.py told.csv criterion points appraised lost lost_appraised | tr ' ' '\n' | sed -n 's/^TOTAL://p')"
grep '^.*TOTAL' told.csv | grep -q 'entered as 96 as a whole, its parts add up to 95; appraised as 92.63 as a whole, its parts add up to 85' ||
  { cat told.csv; fail "a total that is not the sum of its parts is not told"; }

# --- Cẩm Giàng (seed 004): a plan where TTHC is under 75 % of its 15; 11,25 is 75 %; so it is where the rating is "Hoàn thành nhiệm vụ" ---
sed 's/"TTHC", "points": 11.2}/"TTHC", "points": 11.25}/' "$cases/scoring/cam-giang-2022.json" >just.json
sed 's/"TTHC", "points": 11.2}/"TTHC", "points": 11.2499}/' "$cases/scoring/cam-giang-2022.json" >under.json
for file in just under; do "$bin/motcua" score --inputs $file.json --format csv >$file.csv; done
python3 - <<'EOF' || fail "Cẩm Giàng"
import csv
due = lambda f: {r['unit']: r['plan_due'] for r in csv.DictReader(open(f))}['cg-02']
assert due('just.csv') == '', due('just.csv')
assert 'TTHC' in due('under.csv') and '10/04/2023' in due('under.csv'), due('under.csv')
EOF

# --- Moments (design.md 4): a period is half-open, [from, to); T is the cut-off; early, on time, late by the due day and moment ---
cat >units.csv <<END
code,name,kind,parent,valid_from,valid_to,successor
H,UBND huyện H,district,,,,
H.1,UBND xã Một,commune,H,,,
H.2,UBND xã Hai,commune,H,,2022-11-15,
END
head='Mã hồ sơ,Mã đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái'
done='Đã có kết quả' open='Đang xử lý'
cat >ho-so.csv <<END
$head
E1,H.1,Mức độ 4,Trực tuyến,02/11/2022 08:00,20/11/2022 17:00,19/11/2022 23:59,$done
E2,H.1,Mức độ 4,Trực tuyến,02/11/2022 08:00,20/11/2022 17:00,20/11/2022 00:00,$done
E3,H.1,Mức độ 4,Trực tuyến,02/11/2022 08:00,20/11/2022 17:00,20/11/2022 17:00,$done
E4,H.1,Mức độ 4,Trực tuyến,02/11/2022 08:00,20/11/2022 17:00,20/11/2022 17:01,$done
E5,H.1,Mức độ 4,Trực tuyến,02/11/2022 08:00,,20/11/2022 17:01,$done
C1,H.1,Mức độ 4,Trực tuyến,31/10/2022 23:59,30/11/2022 17:00,01/11/2022 00:00,$done
C2,H.1,Mức độ 4,Trực tuyến,31/10/2022 08:00,30/11/2022 17:00,31/10/2022 23:59,$done
O1,H.1,Mức độ 4,Trực tiếp,01/11/2022 00:00,25/11/2022 15:00,,$open
O2,H.1,Mức độ 4,Trực tiếp,25/11/2022 14:59,25/11/2022 15:01,,$open
O3,H.1,Mức độ 4,Trực tiếp,25/11/2022 15:00,30/11/2022 15:01,,$open
D1,H.2,Mức độ 4,Trực tuyến,15/11/2022 16:00,30/11/2022 15:01,16/11/2022 08:00,$done
W1,H,Mức độ 4,Trực tuyến,10/11/2022 16:00,30/11/2022 15:01,16/11/2022 08:00,$done
END
printf '{"name": "ck", "title": "CK", "document": "D", "period": "month", "valid": {"from": "2022-11-15", "to": "2022-12-31"}, "unit_kinds": ["commune"], "commitments": [{"title": "TT", "metrics": ["online_share"], "target": 80}]}' >ck.json
echo '{"store": "sqlite:m.db", "sources": [], "commitments": ["ck.json"]}' >motcua.json
"$bin/motcua" units import units.csv 2>/dev/null
"$bin/motcua" import ho-so.csv --source s --at 2022-11-25T14:59 >import.log 2>&1 || { cat import.log; fail import; }
counts() { # period at unit counter...
  "$bin/motcua" counts --period "$1" --of "$2" --at "$3" --unit "$4" --format csv >counts.csv
  shift 4
  python3 - "$@" <<'EOF'
import csv, sys
rows = {r['counter']: r['value'] for r in csv.DictReader(open('counts.csv'))}
print(' '.join(rows[c] for c in sys.argv[1:]))
EOF
}
# received: E1-E5, O1, O2, and not O3, which comes at the cut-off itself; carried over: C1, and not C2, which ended in October.
# early: E1 and C1; on time: E2 and E3 on the day, E5 without a due day; late: E4; open: O1, O2; overdue: O1, due at the cut-off itself
expect 'moments' '7 1 2 3 1 2 1' "$(counts month 2022-11 2022-11-25T15:00 H.1 received carried_over early on_time late open open_overdue)"

# --- Validity by the day: the first and the last day are in force, those beside are not; a unit that ended is judged for the month of its end ---
status() { # moment period
  "$bin/motcua" status --set ck --of "$2" --at "$1" --format csv >status.csv 2>/dev/null || :
  python3 column.py status.csv unit online_share online_share_state
}
judged() { # moment: does the Friday report's set judge?
  "$bin/motcua" report period --of "$2" --at "$1" --format table 2>/dev/null | tr '\n' ' ' | grep -q 'not in force' && echo no || echo yes
}
# The set begins on 15/11: a month that was cut before is not judged, from the first moment of that day on it is. Its last day is 31/12.
expect 'before the first day' no "$(judged 2022-11-15T00:00 2022-11)"
expect 'on the first day' yes "$(judged 2022-11-15T00:01 2022-11)"
expect 'on the last day' yes "$(judged 2022-12-31T23:59 2022-12)"
expect 'after the last day' no "$(judged 2023-01-01T00:01 2023-01)"
# H.2's last day is 15/11: its dossier of that afternoon counts in November, when it is judged, and in December, with nothing of it left, it is not listed. H.1: five of seven online are under 80 %.
expect 'November' 'H.1:71.43/no H.2:100.00/yes' "$(status 2022-11-25T15:00 2022-11 | tr ' ' '\n' | grep '^H\.' | sort | xargs)"
expect 'December, after the end' '' "$(status 2022-12-02T15:00 2022-12 | tr ' ' '\n' | grep '^H\.2' | xargs)"

# --- Whose: own, below, tree. H itself finished W1 in time; its communes finished eight, of which E4 was late ---
python3 - <<'EOF'
import json
json.dump({'name': 'ai', 'title': 'Ai', 'document': 'D', 'version': '1', 'max': 30, 'basis': 'seed', 'areas': [{'code': 'A', 'title': 'A', 'criteria': [
    {'code': 'A.' + w, 'title': w, 'max': 10, 'basis': 'seed', 'responsible': 'x', 'evidence': 'y', 'rule': {'kind': 'ratio_linear'},
     'inputs': [{'metric': 'on_time_rate', 'whose': w}]} for w in ('own', 'below', 'tree')]}]}, open('ai.json', 'w'))
EOF
"$bin/motcua" score --ruleset ai.json --of 2022 --at 2022-11-25T15:00 --unit H --criterion all --format csv >ai.csv
expect 'whose' 'A.own:1/1 A.below:7/8 A.tree:8/9' "$(python3 column.py ai.csv criterion numerator denominator | tr ' ' '\n' | grep '^A\.' | xargs)"

# --- Against the whole, counted: the district has 8/9 in time, its communes together 7/8 = 87,5 %; H.1 6/7, H.2 1/1, which is 12,5 above that ---
python3 - <<'EOF'
import json
rule = lambda to, step: {'kind': 'relative', 'to': to, 'at_or_below': 3, 'step': step, 'per': 0.25}
json.dump({'name': 'bq', 'title': 'BQ', 'document': 'D', 'version': '1', 'max': 15, 'basis': 'seed', 'areas': [{'code': 'A', 'title': 'A', 'criteria': [
    {'code': 'A.%d' % i, 'title': 't', 'max': 5, 'basis': 'seed', 'responsible': 'x', 'evidence': 'y', 'rule': r, 'inputs': [{'metric': 'on_time_rate'}]}
    for i, r in enumerate((rule('parent', 5), rule('peers', 6.25), rule('peers', 6.26)))]}]}, open('bq.json', 'w'))
EOF
against() { # unit: 11,11 above the district is two steps of 5; 12,5 two of 6,25 and one of 6,26
  "$bin/motcua" score --ruleset bq.json --of 2022 --at 2022-11-25T15:00 --unit "$1" --criterion all --format csv >bq.csv
  python3 column.py bq.csv criterion points | tr ' ' '\n' | grep '^A\.' | xargs
}
expect 'H.1 against the whole' 'A.0:3 A.1:3 A.2:3' "$(against H.1)"
expect 'H.2 against the whole' 'A.0:3.5 A.1:3.5 A.2:3.25' "$(against H.2)"

# --- Fridays across the end of a month and of a year; nine months ---
printf '{"name": "nam", "title": "N", "document": "D", "period": "month", "unit_kinds": ["commune"], "commitments": [{"title": "TT", "metrics": ["online_share"], "target": 80}]}' >nam.json
echo '{"store": "sqlite:f.db", "sources": [], "commitments": ["nam.json"]}' >motcua.json
{ echo "$head"
  while read -r code way day; do echo "$code,H.1,Mức độ 4,$way,$day,,,$open"; done <<END
P1 Trực_tuyến 30/12/2022_14:59
P2 Trực_tiếp 30/12/2022_15:00
P3 Trực_tuyến 31/12/2022_23:59
P4 Trực_tuyến 01/01/2023_00:00
P5 Trực_tuyến 06/01/2023_14:59
P6 Trực_tuyến 06/01/2023_15:00
Q1 Trực_tuyến 30/09/2022_14:59
Q2 Trực_tuyến 30/09/2022_23:59
Q3 Trực_tuyến 01/10/2022_00:00
END
} | tr _ ' ' >fridays.csv
# G: 21 of 36 online in November; 80 % of 36 is 28,8: 8 must change; (21 + x) / (36 + x) is 80 % from x = 39 on. G.2: 4 of 5 is 80 %.
for i in $(seq 36); do [ "$i" -le 21 ] && way='Trực tuyến' || way='Trực tiếp'; echo "G$i,G.1,Mức độ 4,$way,03/11/2022 08:00,,,$open"; done >>fridays.csv
for i in $(seq 5); do [ "$i" -le 4 ] && way='Trực tuyến' || way='Trực tiếp'; echo "V$i,G.2,Mức độ 4,$way,03/11/2022 08:00,,,$open"; done >>fridays.csv
printf 'code,name,kind,parent\nH.1,UBND xã Một,commune,\nG.1,UBND xã Ba,commune,\nG.2,UBND xã Bốn,commune,\n' >communes.csv
"$bin/motcua" units import communes.csv 2>/dev/null
"$bin/motcua" import fridays.csv --source s --at 2023-01-06T16:00 >import.log 2>&1 || { cat import.log; fail import; }
friday=2023-01-06T15:00
expect 'week across the year' 4 "$(counts week 2023-W01 $friday H.1 received)"                # P2-P5
expect 'January' 2 "$(counts month 2023-01 $friday H.1 received)"                             # P4, P5
expect 'the new year' 2 "$(counts year 2023 $friday H.1 received)"
expect 'December, closed' '3 2' "$(counts month 2022-12 $friday H.1 received received_online)" # P1-P3
expect 'the week before' 1 "$(counts week 2022-W52 $friday H.1 received)"                     # P1
"$bin/motcua" report --at $friday --format table | tr '\n' ' ' | tr -s ' ' >friday.txt
# December: 2 of 3 online, which is 66,67 % and under 80 %
grep -qF 'The month 12 of 2022 is over: taken together 0 of 1 targets were reached; of the units that could be judged 0 of 1 kept all of theirs.' friday.txt ||
  { cat friday.txt; fail "December is not closed"; }
grep -q 'From 01/01/2023 to 15:00 on 06/01/2023 the units received 2 dossiers' friday.txt || { cat friday.txt; fail "January to date"; }
# Friday 30/09 is the last day of its month: what came after 15:00 is in the next week and in September, which the report of 07/10 closes.
expect 'week to 30/09' 1 "$(counts week 2022-W39 $friday H.1 received)"
expect 'week to 07/10' 2 "$(counts week 2022-W40 $friday H.1 received)"
expect 'September' 2 "$(counts month 2022-09 $friday H.1 received)"
expect 'nine months' 2 "$(counts nine 2022-9T $friday H.1 received)"
expect 'the fourth quarter' 4 "$(counts quarter 2022-Q4 $friday H.1 received)"                 # Q3, P1-P3
"$bin/motcua" report period --of 2022-11 --at $friday --format json >gap.json
python3 - <<'EOF' || fail "the gaps"
import json
d = json.load(open('gap.json'))
short = {r['unit']: (r['numerator'], r['denominator'], r['short'], r['need_new']) for r in d['short']}
assert short == {'G.1': (21, 36, 8, 39)}, short
assert {r['unit']: (r['kept'], r['judged']) for r in d['league'] if r['unit'] != 'ALL'}['G.2'] == (1, 1)
EOF

# --- Ý Yên (seed 003, notice of 05/11/2022 on the last two months): no duty of it is late for months before the notice ---
printf '{"period": "year", "of": "2022", "units": [{"code": "x", "name": "UBND xã Một", "kind": "commune"}], "entries": []}' >yyen.json
"$bin/motcua" tasks --set y-yen-2022 --of 2022 --inputs yyen.json --at 2022-12-20T08:00 --format csv >yyen.csv
python3 - <<'EOF' || fail "duties before the notice"
import csv
rows = [r for r in csv.DictReader(open('yyen.csv')) if (r['unit'], r['task']) == ('x', '2.1')]
assert [(r['period'], r['deadline'], r['state']) for r in rows] == [('2022-11-01', '2022-11-30', 'overdue'), ('2022-12-01', '2022-12-31', 'open')], rows
EOF
echo 'trials agree'
