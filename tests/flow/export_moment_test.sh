#!/bin/sh
# An export has a moment: its title's, else its newest date, else the file's. An older one never undoes what a newer one said, in whatever
# order the files come; the same bytes are recognised.
. "$(dirname "$0")/lib.sh"
title='Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Ngày kết thúc xử lý,Trạng thái,Mã đơn vị'
cat >cu.csv <<CSV
"DANH SÁCH HỒ SƠ (ban hành kèm theo Quyết định số 766/QĐ-TTg ngày 23/6/2022)"
Tính đến 15 giờ 00 ngày 18/11/2022
$title
A-1,01/11/2022,10/11/2022,,Đang xử lý,X1
A-2,02/11/2022,11/11/2022,,Đang xử lý,X1
A-9,03/11/2022,12/11/2022,,Đang xử lý,X1
CSV
cat >moi.csv <<CSV
$title
A-1,01/11/2022,10/11/2022,09/11/2022 16:00,Đã trả kết quả,X1
A-2,02/11/2022,11/11/2022,,Đang xử lý,X1
A-3,24/11/2022 08:30,30/11/2022,,Đang xử lý,X1
CSV
state() { sqlite3 motcua.db "SELECT key, status, finished_at, datetime(known_from + 25200, 'unixepoch') FROM dossier ORDER BY key"; }
"$bin/motcua" --lang en import cu.csv 2>log
grep -q 'as at 15:00 18/11/2022 (its title)' log || { cat log; fail "the moment of the title"; }
"$bin/motcua" --lang en import moi.csv 2>log
grep -q 'as at 08:30 24/11/2022 (the newest date in it)' log || { cat log; fail "the moment of the newest date"; }
state >forth
cat >wanted <<'TXT'
A-1|10|1667984400|2022-11-24 08:30:00
A-2|4||2022-11-18 15:00:00
A-3|4||2022-11-24 08:30:00
A-9|4||2022-11-18 15:00:00
TXT
diff -u wanted forth || fail "what the two say"
rm motcua.db*
"$bin/motcua" import moi.csv 2>log
"$bin/motcua" --lang en import cu.csv 2>log
grep -q 'older than the export of 08:30 24/11/2022' log || { cat log; fail "an older export is not told"; }
"$bin/motcua" import cu.csv 2>log
grep -q 'cũ hơn' log || { cat log; fail "not told in the clerk's language"; }
sqlite3 motcua.db 'SELECT key, status, finished_at FROM dossier ORDER BY key' >back
cut -d'|' -f1-3 wanted | diff -u - back || fail "an older export undid what a newer one said"
grep -q 'đúng tệp này đã được nhập' log || { cat log; fail "the same bytes are not recognised"; }
[ "$(sqlite3 motcua.db "SELECT COUNT(DISTINCT sha256) || COUNT(*) FROM run WHERE file = 'cu.csv'")" = 12 ] || fail "the runs do not keep the bytes"
# No title, no date that has come: the file's own time.
printf '%s\nA-1,,10/11/2022,,Đang xử lý,X1\n' "$title" >khong-ngay.csv
touch -d '2022-11-20 10:00 +0700' khong-ngay.csv
"$bin/motcua" --lang en import khong-ngay.csv --source khac 2>log || :
grep -q "as at 10:00 20/11/2022 (the file's own time)" log || { cat log; fail "the moment of the file"; }
# A month as a title is the month that was asked for; an end within it is the day of asking.
for end in 30/11/2022 21/11/2022; do
  printf 'Từ ngày 01/11/2022 đến ngày %s\n%s\nA-1,02/11/2022,10/11/2022,,Đang xử lý,X1\n' "$end" "$title" >ky.csv
  "$bin/motcua" --lang en import --explain ky.csv 2>>spans >/dev/null
done
grep 'as at' spans >got
printf '  as at 00:00 02/11/2022 (the newest date in it)\n  as at 23:59 21/11/2022 (its title)\n' | diff -u - got || fail "spans"
# A title that dates the export ahead of the clock is a slip: said, not believed, and not taken for "now".
printf 'Thời điểm xuất: 15:00 25/11/2062\n%s\nA-1,02/11/2022,10/11/2022,,Đang xử lý,X1\n' "$title" >sai-nam.csv
"$bin/motcua" --lang en import sai-nam.csv --source nam 2>log
grep -q 'as at 00:00 02/11/2022 (the newest date in it)' log && grep -q 'title is dated 25/11/2062, ahead of the clock, and is not believed' log ||
  { cat log; fail "a title ahead of the clock"; }
"$bin/motcua" --lang en import sai-nam.csv --source nam2 --at 2022-11-25T15:00 2>log
! grep -q 2062 log || { cat log; fail "a title is told where --at says better"; }
