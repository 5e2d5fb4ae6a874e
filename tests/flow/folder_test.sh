#!/bin/sh
# A source that is a folder: collect imports what is new in it, by its bytes; moves and deletes nothing; a bad file stops no other; what is
# still being written is left for the next time.
. "$(dirname "$0")/lib.sh"
mkdir share share/cu
printf '{"sources": [{"name": "so", "title": "Sổ của xã", "folder": "share"}]}' >motcua.json
row() { printf '%s,%s,30/11/2022,X1,Đang xử lý\n' "$1" "$2"; }
title='Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Mã đơn vị,Trạng thái'
{ echo "$title"; row A-1 01/11/2022; row A-2 02/11/2022; } >share/mot.csv
{ echo "$title"; row A-3 03/11/2022; } >share/hai.csv
echo "$title" >share/~\$hai.csv
echo x >share/mot.csv.part
echo x >share/.an.csv
echo x >share/anh.pdf
echo "$title" >share/cu/cu.csv
touch -d '1 hour ago' share/*
find share -type f -exec sha256sum {} + | sort >before
"$bin/motcua" --lang en collect --at 2022-11-25T15:00 2>log || { cat log; fail "collect of a folder"; }
grep -q 'Sổ của xã: files: 2 new, 0 known, 0 not whole, 0 still being written, 4 passed over' log || { cat log; fail "the summary of the folder"; }
grep -q '1 subfolder ' log || { cat log; fail "a subfolder is not told"; }
grep -q 'anh.pdf: not read' log || { cat log; fail "a file of another kind is not told"; }
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" -eq 3 ] || fail "not all dossiers came"
find share -type f -exec sha256sum {} + | sort | cmp - before || fail "the folder was changed"
[ "$(sqlite3 motcua.db "SELECT file || ' ' || bytes || ' ' || sha256 FROM run WHERE file = 'hai.csv'")" = "hai.csv $(wc -c <share/hai.csv) $(sha256sum share/hai.csv | cut -d' ' -f1)" ] ||
  fail "the run does not keep the file"

# Again: nothing is new, whatever it is called now.
cp -p share/hai.csv share/ten-khac.csv
"$bin/motcua" --lang en collect --at 2022-11-25T16:00 2>log
grep -q 'files: 0 new, 3 known' log || { cat log; fail "known bytes were imported again"; }
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM run')" -eq 2 ] || fail "a run without a file"

# A bad file stops no other, and is told every time until it is mended.
echo 'không phải bảng' >share/a-hong.csv
{ echo "$title"; row A-4 04/11/2022; } >share/ba.csv
touch -d '1 hour ago' share/a-hong.csv share/ba.csv
expect_code 65 "$bin/motcua" --lang en collect --at 2022-11-25T17:00
grep -q 'files: 1 new, 3 known, 1 not whole' stderr || { cat stderr; fail "a bad file stopped another"; }
grep -q 'a-hong.csv: no table' stderr || { cat stderr; fail "the bad file is not named"; }
expect_code 65 "$bin/motcua" --lang en collect --at 2022-11-25T17:30
rm share/a-hong.csv

# Somebody still writes: an open file, an empty one, one that grows.
{ echo "$title"; row A-5 05/11/2022; } >nam.csv
exec 7>share/nam.csv
cat nam.csv >&7
touch -d '1 hour ago' share/nam.csv
: >share/rong.csv
"$bin/motcua" --lang en collect --at 2022-11-25T18:00 2>log
grep -q 'nam.csv: still being written' log || { cat log; fail "a file that is open for writing was read"; }
grep -q 'rong.csv: still being written' log || { cat log; fail "an empty file was read"; }
exec 7>&-
rm share/rong.csv
"$bin/motcua" --lang en collect --at 2022-11-25T18:30 2>log
grep -q 'files: 1 new, 4 known' log || { cat log; fail "the finished file was not read"; }
(for i in 1 2 3 4 5 6 7 8; do { [ "$i" -gt 1 ] || echo "$title"; row "B-$i" 06/11/2022; } >>share/lon.csv; sleep 0.4; done) &
writer=$!
sleep 0.6
"$bin/motcua" --lang en collect --at 2022-11-25T19:00 2>log
wait $writer
grep -q 'lon.csv: still being written' log || { cat log; fail "a file that grows was read"; }
touch -d '1 hour ago' share/lon.csv
"$bin/motcua" --lang en collect --at 2022-11-25T19:30 2>log
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM dossier WHERE key LIKE 'B-%'")" -eq 8 ] || { cat log; fail "the grown file was not read"; }

# A word that is taught makes its files be read again; a folder that is not there is told.
"$bin/motcua" import --source so --word 'status:Lạ lắm=4' 2>log
touch -d '1 minute' so.words.json
"$bin/motcua" --lang en collect --at 2022-11-25T20:00 2>log
grep -q 'files: 6 new, 0 known' log || { cat log; fail "files were not read with the new word"; }
mv share elsewhere
expect_code 69 "$bin/motcua" --lang en collect
grep -q 'Is the share there' stderr || { cat stderr; fail "a missing folder"; }
printf '{"sources": [{"name": "so", "folder": "share", "base_url": "http://127.0.0.1:9"}]}' >both.json
expect_code 78 "$bin/motcua" -c both.json collect
