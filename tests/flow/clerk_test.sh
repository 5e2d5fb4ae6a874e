#!/bin/sh
# The clerk and a new export: what a file was taken for is told, with or without storing it.
. "$(dirname "$0")/lib.sh"
mkdir explain
cd explain || exit
cat >so.csv <<'CSV'
DANH SÁCH HỒ SƠ
Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Hình thức tiếp nhận hồ sơ,Mức độ DVC,Đơn vị,Người nộp
A-1,01/11/2022,10/11/2022,Trực tuyến,Toàn trình,UBND xã Mẫu 01,Người Mẫu Một
A-2,02/11/2022,11/11/2022,Trực tiếp,Một phần,UBND xã Mẫu 02,Người Mẫu Hai
A-3,24/11/2022,30/11/2022,Trực tiếp,Còn lại,UBND xã Mẫu 02,Người Mẫu Ba
CSV
"$bin/motcua" --lang en import --explain so.csv --at 2022-11-25T15:00 --format csv >told.csv 2>log
[ ! -e motcua.db ] || fail "a store was made although nothing was to be stored"
for line in 'column,Mã hồ sơ,Mã hồ sơ,code,' 'column,Hẹn trả,Ngày hẹn trả,due,' 'unused,Người nộp,,,' 'word,Còn lại,,level,1'; do
  grep -qF "$line" told.csv || { cat told.csv; fail "not told: $line"; }
done
grep -q 'so.csv: 3 records read, 0 rejected; nothing was stored' log || { cat log; fail "the summary"; }
grep -q 'received from 01/11/2022 to 24/11/2022; units: 0 known, 2 new' log || { cat log; fail "dates and units"; }
! grep -q 'Người Mẫu' log told.csv || fail "a person is named"

# The same two lines after an import, in the clerk's language and no wider than a terminal.
"$bin/motcua" import so.csv --at 2022-11-25T15:00 2>log
grep -q 'tiếp nhận từ 01/11/2022 đến 24/11/2022; đơn vị: 0 đã biết, 2 mới' log || { cat log; fail "the digest"; }
grep -Eq 'đọc [0-9]+ cột.*, không dùng [0-9]+ cột \(.*Người nộp' log || { cat log; fail "columns that are not used"; }
"$bin/motcua" --lang en import --explain so.csv --at 2022-11-25T15:00 >/dev/null 2>log
grep -q 'units: 2 known, 0 new' log || { cat log; fail "units that are known"; }
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM run')" -eq 1 ] || fail "--explain left a run"

# Words of one's own: tried with --explain, kept by an import, used by the next; a wrong one is refused with those that there are.
mkdir ../words
cd ../words || exit
cat >so.csv <<'CSV'
Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Cách nhận lạ,Mức độ DVC,Đơn vị
A-1,01/11/2022,10/11/2022,Trực tuyến,Toàn trình,UBND xã Mẫu 01
A-2,02/11/2022,11/11/2022,Trực tiếp,Còn lại,UBND xã Mẫu 02
CSV
"$bin/motcua" --lang en import --explain so.csv --column 'Cách nhận lạ=channel' --word 'level:Còn lại=2' --format csv >told.csv 2>log
grep -qF 'column,Cách nhận lạ,Cách nhận lạ,channel' told.csv || { cat told.csv; fail "the added title is not tried"; }
[ ! -e import.words.json ] || fail "--explain kept words"
"$bin/motcua" import so.csv --column 'Cách nhận lạ=Hình thức nộp' --word 'level:Còn lại=Mức độ 2' --at 2022-11-25T15:00 2>log
[ "$(sqlite3 motcua.db 'SELECT key, channel, level FROM dossier ORDER BY key' | tr '\n' ' ')" = 'A-1|2|4 A-2|1|2 ' ] || fail "the words were not used"
rm -f motcua.db*
"$bin/motcua" import so.csv --at 2022-11-25T15:00 2>log
[ "$(sqlite3 motcua.db 'SELECT key, channel, level FROM dossier ORDER BY key' | tr '\n' ' ')" = 'A-1|2|4 A-2|1|2 ' ] || fail "the words were not kept"
"$bin/motcua" import so.csv --column 'Cách nhận lạ=portal' --source khac --at 2022-11-25T15:00 2>log && fail "an unknown column was taken"
grep -q 'channel' log || { cat log; fail "the columns that there are are not named"; }
[ ! -e khac.words.json ] || fail "a wrong word was kept"
expect_code 78 "$bin/motcua" import --word 'level:Lạ=7'
expect_code 64 "$bin/motcua" import --word 'level'
# The same in a manifest of one's own.
printf '{"name": "so-xa", "title": {"vi": "Sổ xã"}, "extends": "tabular", "add": {"columns": {"channel": ["Cách nhận lạ"]}, "words": {"level": {"Còn lại": 2}}}}' >so-xa.json
"$bin/motcua" import so.csv --manifest ./so-xa.json --source xa --at 2022-11-25T15:00 2>log
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM dossier d JOIN source s ON s.id = d.source_id WHERE s.name = 'xa' AND level IN (2, 4) AND channel IN (1, 2)")" -eq 2 ] ||
  fail "a manifest that extends another adds nothing"

# A table whose heading is not known: its own titles are told, so that the clerk can name one.
printf 'Mã hồ sơ,Thời điểm nhận vào,Người nộp\nA-1,01/11/2022,Người Mẫu Một\n' >khac.csv
expect_code 65 "$bin/motcua" --lang en import --explain khac.csv
grep -q "Its titles that are not known: .*Thời điểm nhận vào.*--column 'TITLE=Ngày tiếp nhận'" "$work/stderr" || { cat "$work/stderr"; fail "the titles that there are are not told"; }
! grep -q 'Người Mẫu' "$work/stderr" || fail "a person is named"
"$bin/motcua" import --explain khac.csv --column 'Thời điểm nhận vào=Ngày tiếp nhận' --format csv >told.csv 2>log
grep -q ',received,' told.csv || { cat told.csv log; fail "the named title is not taken"; }
