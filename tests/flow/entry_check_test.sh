#!/bin/sh
# Entries made by hand that would be accepted and ignored are refused, with the nearest right word, and nothing is half taken.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
printf 'code,name,kind\nH99.22.01,Xã Mẫu 01,commune\nH99.22.02,Xã Mẫu 02,commune\n' >units.csv
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": [], "rulesets": ["qd-766", "tan-dan-766", "cam-giang-2023", "quang-dien-2017"]}' >motcua.json
"$bin/motcua" units import units.csv
head='ruleset,criterion,unit,period,value,points,appraised,entered_by,at'
good='cam-giang-2023,TTHC,H99.22.01,2022,,13,10,nv,2023-01-05'
# row | what must be told
while IFS='|' read -r row told; do
  printf '%s\n%s\n%s\n' "$head" "$good" "$row" >entries.csv
  expect_code 65 "$bin/motcua" import --manual entries.csv
  grep -q "$told" "$work/stderr" || { cat "$work/stderr"; fail "$row: not told: $told"; }
  [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM manual_entry')" = 0 ] || fail "$row: the other entry was taken"
done <<'EOF'
cam-giang-2023,TTHX,H99.22.01,2022,,13,,nv,2023-01-05|Did you mean "TTHC"
cam-giang-2032,TTHC,H99.22.01,2022,,13,,nv,2023-01-05|Did you mean "cam-giang-2023"
,TTHX,H99.22.01,2022,,13,,nv,2023-01-05|Did you mean "TTHC"
cam-giang-2023,TTHC,H99.22.09,2022,,13,,nv,2023-01-05|no such unit: H99.22.09
cam-giang-2023,TTHC,Xã Mẫu 01,2022,,13,,nv,2023-01-05|Write the unit's code: H99.22.01 (Xã Mẫu 01)
cam-giang-2023,TTHC,mau 02,2022,,13,,nv,2023-01-05|Write the unit's code: H99.22.02 (Xã Mẫu 02)
cam-giang-2023,TTHC,UBND xã mẫu 02,2022,,13,,nv,2023-01-05|Write the unit's code: H99.22.02 (Xã Mẫu 02)
cam-giang-2023,TTHC,,2022,,13,,nv,2023-01-05|unit: missing
cam-giang-2023,TTHC,H99.22.01,2022,,15.5,,nv,2023-01-05|maximum in cam-giang-2023 is 15
cam-giang-2023,TTHC,H99.22.01,2022,,13,16,nv,2023-01-05|more points than the maximum
,3.3,H99.22.01,2026,,3,,nv,2026-10-05|qd-766 or tan-dan-766
cam-giang-2023,TTHC,H99.22.01,2022-11,,13,,nv,2023-01-05|cam-giang-2023 is scored by: year
cam-giang-2023,RATING,H99.22.01,2022,3,,,nv,2023-01-05|a rating is no number
cam-giang-2023,RATING,H99.22.01,2022,Hoàn thành nhiệm vu,,,nv,2023-01-05|Did you mean "Hoàn thành nhiệm vụ"
quang-dien-2017,1.3.3,H99.22.01,2019,4 4 4 4 4 4 4 4 4 4 4 4 4,,,nv,2019-12-05|13 numbers, and the rule takes 12
EOF
grep -q 'entries.csv:3' "$work/stderr" || fail "the line is not told"
# What is right is taken: one number a month, a task's report, a rating by name, a code that one ruleset alone has.
{ echo "$head"; echo "$good"; echo 'quang-dien-2017,1.3.3,H99.22.01,2019-04,3,,,nv,2019-05-05'; echo 'cam-giang-2023,RATING,H99.22.02,2022,Hoàn thành nhiệm vụ,,,nv,2023-01-05'
  echo ',CQDT,H99.22.02,2022,,12,,nv,2023-01-05'; } >entries.csv
"$bin/motcua" import --manual entries.csv
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM manual_entry')" = 4 ] || fail "right entries were not taken"

# A file of --inputs likewise.
inputs() { # members of an entry
  printf '{"ruleset": "cam-giang-2023", "period": "year", "of": "2022", "units": [{"code": "cg-01", "name": "Xã Mẫu 01", "kind": "commune"}], "entries": [{"unit": "cg-01", %s}]}' "$1" >nhap.json
}
while IFS='|' read -r entry told; do
  inputs "$entry"
  expect_code 65 "$bin/motcua" score --inputs nhap.json
  grep -q "$told" "$work/stderr" || { cat "$work/stderr"; fail "$entry: not told: $told"; }
done <<'EOF'
"criterion": "RATING", "value": "Hoàn thành nhiệm vụ"|a rating is no number
"criterion": "TTHX", "points": 13|Did you mean "TTHC"
"criterion": "TTHC", "points": 15.5|more points than the maximum
"criterion": "TTHC", "of": "2022-11", "points": 13|the period is a year, and this is none
"criterion": "TTHC", "period": "month", "of": "2022-11", "points": 13|is scored by: year
EOF
inputs '"criterion": "TTHC", "point": 13'
expect_code 78 "$bin/motcua" score --inputs nhap.json
grep -q 'Did you mean "points"' "$work/stderr" || fail "an unknown member"

# Another kind of period than the ruleset's is scored where it is asked for.
printf '{"ruleset": "cam-giang-2023", "period": "month", "of": "2022-11", "units": [{"code": "cg-01", "name": "Xã Mẫu 01", "kind": "commune"}], "entries": [{"unit": "cg-01", "criterion": "TTHC", "points": 13}]}' >thang.json
expect_code 65 "$bin/motcua" score --inputs thang.json
"$bin/motcua" score --inputs thang.json --period month --criterion TTHC --format csv >thang.csv
grep -q '^cg-01,TTHC,.*,13,' thang.csv || fail "a month that was asked for"
# advise holds a file of entries against the ruleset as score does.
mkdir advise && cd advise
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}' >motcua.json
echo 'Mã hồ sơ,Mã đơn vị,Đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Trạng thái' >ho-so.csv
echo 'A1,X1,UBND xã Một,Mức độ 3,Trực tuyến,02/11/2022 08:00,Đang xử lý' >>ho-so.csv
"$bin/motcua" import ho-so.csv --source yyen --at 2022-11-25T15:00 2>/dev/null
entry() { # criterion unit
  echo '{"ruleset": "y-yen-2022", "period": "month", "of": "2022-11", "units": [], "entries": [{"unit": "'"$2"'", "criterion": "'"$1"'", "points": 3}]}'
}
for wrong in 'HSX.1 X1' 'HS.1 X9'; do
  # shellcheck disable=SC2086
  entry $wrong >in.json
  expect_code 65 "$bin/motcua" advise --unit X1 --inputs in.json --at 2022-11-25T15:00
  grep -q 'in.json' "$work/stderr" || fail "the file is not named"
done
entry HS.1 X1 >in.json
"$bin/motcua" advise --unit X1 --inputs in.json --at 2022-11-25T15:00 >/dev/null || fail "a right entry is refused"
cd ..
