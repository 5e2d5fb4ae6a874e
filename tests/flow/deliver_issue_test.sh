#!/bin/sh
# What is delivered is what was issued: late edits do not change it, the next report tells them; periods that are over go to those
# who are to have them; of two runs at once one issues.
. "$(dirname "$0")/lib.sh"
clock() { MOTCUA_NOW=$1; export MOTCUA_NOW; }
config() { # recipients
  printf '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"], "report": {"issuing_body": "Phòng Văn hóa và Thông tin", "place": "Mẫu"}, "deliver": {"recipients": [%s]}}' "$1" >motcua.json
}
files() { find "$1" -type f | wc -l; }
config '{"folder": "a"}, {"folder": "b", "unit": "H99.22.04", "reports": ["friday", "month"]}, {"folder": "c", "reports": ["month", "quarter"]}'
clock 2022-11-25T14:00
"$bin/motcua" import "$cases/export/ho-so.csv" --at 2022-11-25T14:00 >/dev/null

# a dry run issues nothing
clock 2022-11-25T15:05
"$bin/motcua" deliver --dry-run -o mail >told
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM report_issue')" = 0 ] || fail "a dry run issues"
"$bin/motcua" deliver >told
[ "$(files a) $(files b) $(files c)" = '3 6 3' ] || { cat told; find a b c; fail "other files than were asked for"; }
[ -f a/bao-cao-2022-11-25.docx ] && [ -f b/bao-cao-H99.22.04-2022-11-25.docx ] && [ -f b/bao-cao-H99.22.04-month-2022-10-31.docx ] &&
  [ -f c/bao-cao-month-2022-10-31.xlsx ] || { find a b c; fail "the files have other names"; }
grep -q 'tháng 10 năm 2022' c/bao-cao-month-2022-10-31.txt || fail "the month that is over is another one"
grep -q 'tháng 10 năm 2022' told || fail "the period is not told"
[ "$(sqlite3 motcua.db "SELECT COUNT(*), COUNT(DISTINCT cut_at) FROM report_issue")" = '2|2' ] || fail "not one issue for each report"
rm -r b c
"$bin/motcua" deliver >again
[ ! -d b ] && [ ! -d c ] || fail "something is delivered twice"

# late edits: who is new in the list gets what the others got, to the byte
cp a/bao-cao-2022-11-25.docx first.docx
sed 's/Trực tiếp/Trực tuyến/g' "$cases/export/ho-so.csv" >late.csv
clock 2022-11-28T09:00
"$bin/motcua" import late.csv --at 2022-11-28T08:00 >/dev/null
config '{"folder": "a"}, {"folder": "d"}'
"$bin/motcua" deliver --at 2022-11-25T15:00 >told
cmp first.docx d/bao-cao-2022-11-25.docx || fail "another report was delivered after late edits"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM report_issue")" = 2 ] || fail "it was issued once more"
"$bin/motcua" report --at 2022-11-25T15:00 -o now.docx 2>/dev/null
cmp -s first.docx now.docx && fail "the late edits change nothing: the test is blind"
clock 2022-12-02T15:01
"$bin/motcua" deliver >told
python3 - <<'TEST'
import zipfile, re
text = re.sub('<[^>]*>', '', zipfile.ZipFile('a/bao-cao-2022-12-02.docx').read('word/document.xml').decode())
found = re.search(r'Các cập nhật muộn đã làm thay đổi (\d+) số liệu|(\d+) số liệu của báo cáo', text)
assert found, text[-3000:]
TEST

# issued by hand: deliver sends those figures, under their number
config '{"folder": "e"}'
sed -i 's/"place": "Mẫu"/"place": "Mẫu", "number": "48\/BC-VHTT"/' motcua.json
clock 2022-12-09T15:01
"$bin/motcua" report -o hand.docx --issue 2>/dev/null
sed 's/Trực tuyến/Trực tiếp/g' "$cases/export/ho-so.csv" >later.csv
clock 2022-12-10T15:01
"$bin/motcua" import later.csv --at 2022-12-10T08:00 >/dev/null
sed -i 's/48\/BC-VHTT/…\/BC-VHTT/' motcua.json
"$bin/motcua" deliver --at 2022-12-09T15:00 >told
cmp hand.docx e/bao-cao-2022-12-09.docx || fail "not what was issued by hand"

# figures that cannot be made again are not sent in silence
sqlite3 motcua.db "UPDATE report_figure SET numerator = numerator + 1 WHERE issue_id = (SELECT MAX(id) FROM report_issue)"
config '{"folder": "f"}'
expect_code 65 "$bin/motcua" deliver --at 2022-12-09T15:00
[ ! -d f ] || fail "other figures than were issued were sent"

# two at once
clock 2022-12-16T15:01
config '{"folder": "g"}, {"folder": "h"}, {"folder": "i"}'
for run in 1 2 3; do "$bin/motcua" deliver >"told.$run" 2>&1 & eval "p$run=$!"; done
wait "$p1" || :
wait "$p2" || :
wait "$p3" || :
"$bin/motcua" deliver >told
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM report_issue WHERE issued_at >= strftime('%s', '2022-12-16')")" = 1 ] || fail "several runs issued"
[ "$(files g) $(files h) $(files i)" = '3 3 3' ] || fail "not everybody has the files"
cmp g/bao-cao-2022-12-16.docx i/bao-cao-2022-12-16.docx || fail "two got different reports"
