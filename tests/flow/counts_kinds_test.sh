#!/bin/sh
# Tables of counts as offices send them (tests/cases/counts): groups, marks beside names, columns of other times, periods in words.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
MOTCUA_NOW=2022-11-25T15:00
export MOTCUA_LANG MOTCUA_NOW
cat >book.py <<'PY'
import csv, sys, zipfile
from xml.sax.saxutils import escape
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8')))
cell = lambda v: '<c><v>%s</v></c>' % v[1:] if v.startswith('#') else '<c t="inlineStr"><is><t>%s</t></is></c>' % escape(v)
with zipfile.ZipFile(sys.argv[2], 'w') as z:
    z.writestr('xl/workbook.xml', '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>')
    z.writestr('xl/_rels/workbook.xml.rels', '<R><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></R>')
    z.writestr('xl/worksheets/sheet1.xml', '<worksheet><sheetData>' + ''.join('<row>%s</row>' % ''.join(map(cell, r)) for r in rows) +
               '</sheetData></worksheet>')
PY
for rows in "$cases"/counts/*.rows; do
  name=$(basename "$rows" .rows)
  rm -f motcua.db*
  file=$cases/counts/$name.csv
  [ ! -e "$cases/counts/$name.book" ] || { file=$name.xlsx; python3 book.py "$cases/counts/$name.book" "$file"; }
  "$bin/motcua" import "$file" 2>told || { cat told; fail "$name: not imported whole"; }
  sqlite3 motcua.db "SELECT unit, metric, numerator, period_kind || ' ' || date(period_from, 'unixepoch', '+7 hours') FROM figure" |
    LC_ALL=C sort >got
  LC_ALL=C sort "$rows" | diff -u - got || { cat told; fail "$name: other figures"; }
done
echo "$(find "$cases/counts" -name '*.rows' | wc -l) tables of counts as worked out by hand"

# Two months side by side under one heading: none is taken for the year, and the import says so.
rm -f motcua.db*
python3 book.py "$cases/counts/two-months.book" two.xlsx
expect_code 65 "$bin/motcua" import two.xlsx
grep -q 'no table with a heading that is known' stderr || { cat stderr; fail "two months: not told"; }
[ ! -e motcua.db ] || [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM figure')" = 0 ] || fail "two months: a figure is kept"

# A title of a stretch that is no period states none, and a period that has not begun is told.
titled() { # title, words that are to be said
  rm -f motcua.db*
  printf 'BÁO CÁO,,,,\n"%s",,,,\nSTT,Đơn vị,Tổng số,Đã giải quyết,Đang giải quyết\n1,Xã Mẫu Một,12,8,4\n' "$1" >titled.csv
  expect_code 0 "$bin/motcua" --lang en import titled.csv --source s --at 2022-11-25T15:00
  grep -q "$2" stderr || { cat stderr; fail "$1: nothing says '$2'"; }
}
titled 'Từ tháng 9 đến tháng 10 năm 2022' 'The titles state no period'
titled 'Quý IV/2023' 'the period begins on 01/10/2023, after the moment'
