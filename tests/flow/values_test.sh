#!/bin/sh
# Values of exports: dates, numbers, codes, words, columns and units as exports write them (tests/cases/values), and that the order of
# columns, of files and the cut of one export into several change nothing.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
MOTCUA_NOW=2022-11-25T15:00
export MOTCUA_LANG MOTCUA_NOW
dump() {
  sqlite3 motcua.db "SELECT key, unit, status, datetime(received_at, 'unixepoch', '+7 hours'), datetime(due_at, 'unixepoch', '+7 hours'),
    datetime(finished_at, 'unixepoch', '+7 hours') FROM dossier ORDER BY key"
}
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
printf '{"store": "sqlite:motcua.db", "sources": [{"name": "x", "manifest": "opencps", "base_url": "http://127.0.0.1:9", "vars": {"group_id": "1"}}]}' >units.json
for rows in "$cases"/values/*.rows; do
  name=$(basename "$rows" .rows)
  rm -f motcua.db*
  file=$cases/values/$name.csv
  [ ! -e "$cases/values/$name.book" ] || { file=$name.xlsx; python3 book.py "$cases/values/$name.book" "$file"; }
  [ ! -e "$cases/values/$name.units" ] || "$bin/motcua" -c units.json units import "$cases/values/$name.units" 2>/dev/null
  "$bin/motcua" import "$file" 2>told || [ $? -eq 65 ] || fail "$name: not imported"
  dump | diff -u "$rows" - >difference || { cat difference told; fail "$name: other rows"; }
  [ ! -e "$cases/values/$name.told" ] || while read -r line; do
    grep -qF "$line" told || { cat told; fail "$name: not told: $line"; }
  done <"$cases/values/$name.told"
done

# What is signed below a list is no date of it: open dossiers are counted, and no column is said to hold something else.
rm -f motcua.db*
"$bin/motcua" import "$cases/values/footers.csv" 2>told
! grep -qE "something else|could not be read" told || { cat told; fail "a signature was taken for a date or a dossier"; }
"$bin/motcua" counts --period month --of 2022-11 --unit ALL --format csv >counts.csv
for wanted in finished,0 open,2 open_overdue,2; do grep -q "ALL,$wanted\$" counts.csv || { cat counts.csv; fail "below a list: not $wanted"; }; done
echo "$(find "$cases/values" -name '*.rows' | wc -l) exports as worked out by hand"

# A column of states without a state tells no refusal: how many were refused is unknown, not 0.
rm -f motcua.db*
"$bin/motcua" import "$cases/values/empty-states.csv" 2>told
"$bin/motcua" counts --period month --of 2022-11 --unit ALL --format csv >counts.csv
grep -q 'ALL,received,2,' counts.csv && grep -q 'ALL,denied,,' counts.csv || { cat counts.csv; fail "no state: refusals are counted"; }

# What is not known is told where its figures are used.
rm -f motcua.db*
"$bin/motcua" import "$cases/values/words.csv" 2>/dev/null || :
"$bin/motcua" status >status.txt
grep -q "the word 'Chờ ký số' is not in the lists" status.txt || { cat status.txt; fail "status does not tell the unknown word"; }

# Counts of a table: a number is one by its groups, or its row is told.
cat >count.html <<'HTML'
<!doctype html><html><head><meta charset="utf-8"></head><body><p>Năm 2022</p><table>
<tr><th>Mức độ</th><th>Tổng số</th><th>Đã giải quyết</th><th>Đang giải quyết</th></tr>
<tr><td>Mức 2</td><td>2 345</td><td>2.000</td><td>345</td></tr>
<tr><td>Mức 3</td><td>1&#8239;234&nbsp;hồ sơ</td><td>1,000</td><td>２３４</td></tr>
<tr><td>Mức 4</td><td>12.3.4</td><td>1</td><td>2</td></tr>
<tr><td>Mức 5</td><td>10</td><td>40%</td><td>6</td></tr>
<tr><td>Mức 6</td><td>1.234,5</td><td>1</td><td>2</td></tr>
</table></body></html>
HTML
rm -f motcua.db*
"$bin/motcua" import count.html --unit H11 2>told || [ $? -eq 65 ]
[ "$(sqlite3 motcua.db "SELECT metric || ' ' || numerator FROM figure WHERE metric LIKE 'total%' ORDER BY metric" | tr '\n' ';')" = 'total_level2 2345;total_level3 1234;' ] ||
  fail "numbers: $(sqlite3 motcua.db 'SELECT metric, numerator FROM figure')"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM reject')" = 3 ] || fail "not each bad row is told"

# Only the return is known: the end is the return, and the figures that need it are known.
printf 'Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày trả,Trạng thái\nH11.01-221107-0001,Xã Một,07/11/2022,14/11/2022,10/11/2022,Đã trả\nH11.01-221107-0002,Xã Một,07/11/2022,14/11/2022,,Đang xử lý\n' >returned.csv
rm -f motcua.db*
"$bin/motcua" import returned.csv 2>told
"$bin/motcua" counts --period month --of 2022-11 --unit ALL --format csv >counts.csv
for wanted in finished,1 early,1 open,1 open_overdue,1; do grep -q "ALL,$wanted\$" counts.csv || { cat counts.csv; fail "with the return alone: not $wanted"; }; done

# Any order of the columns, and any cut of one export into several files in any order, gives the same counts.
python3 - "$cases/export/ho-so.csv" <<'PY'
import csv, random, sys
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig')))
start = next(i for i, r in enumerate(rows) if sum(c != '' for c in r) > 5)
head, body = rows[start], [r for r in rows[start + 1:] if sum(c != '' for c in r) > 5]
random.seed(7)
def write(name, rows):
    csv.writer(open(name, 'w', encoding='utf-8', newline='')).writerows(rows)
write('plain.csv', [head] + body)
for k in range(4):
    order = random.sample(range(len(head)), len(head))
    write('order%d.csv' % k, [[r[i] if i < len(r) else '' for i in order] for r in [head] + body])
shuffled = random.sample(body, len(body))
for k, (a, b) in enumerate([(0, 10), (10, 700), (700, len(body))]):
    write('part%d.csv' % (2 - k), [head] + shuffled[a:b])
PY
counted() {
  rm -f motcua.db*
  "$bin/motcua" import "$@" 2>>told
  "$bin/motcua" counts --period month --of 2022-11 --format csv | cut -d, -f 1-5 >counted
}
counted plain.csv
mv counted plain
[ "$(wc -l <plain)" -gt 100 ] || fail "nothing was counted"
for k in 0 1 2 3; do counted "order$k.csv"; cmp plain counted || fail "the order of columns changes the counts"; done
counted part0.csv part1.csv part2.csv
cmp plain counted || fail "the cut into files changes the counts"
