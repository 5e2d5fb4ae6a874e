#!/bin/sh
# A property: any order of columns, rows, sheets and files, and any split of one export into several files and sheets, gives the same counts,
# in whatever format each file is, with headings of one or two rows, titles of sections between the rows, tables side by side, rows that come twice;
# two exports of different moments too, whichever is imported first. SEED=N repeats a run.
. "$(dirname "$0")/lib.sh"
seed=${SEED:-$(date +%s)}
echo "seed $seed"
cat >make.py <<'PY'
import csv, os, random, sys, datetime, zipfile
from xml.sax.saxutils import escape
def workbook(name, sheets):
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('xl/workbook.xml', '<workbook xmlns:r="r"><sheets>%s</sheets></workbook>' % ''.join(
            '<sheet name="Trang %d" sheetId="%d" r:id="rId%d"/>' % (i, i, i) for i in range(1, len(sheets) + 1)))
        z.writestr('xl/_rels/workbook.xml.rels', '<R>%s</R>' % ''.join(
            '<Relationship Id="rId%d" Type="x/worksheet" Target="worksheets/sheet%d.xml"/>' % (i, i) for i in range(1, len(sheets) + 1)))
        for i, rows in enumerate(sheets, 1):
            z.writestr('xl/worksheets/sheet%d.xml' % i, '<worksheet><sheetData>%s</sheetData></worksheet>' % ''.join(
                '<row>%s</row>' % ''.join('<c t="inlineStr"><is><t>%s</t></is></c>' % escape(v) if v else '<c/>' for v in r) for r in rows))
def page(name, sheets):
    with open(name, 'w', encoding='utf-8') as f:
        f.write('<html><meta charset="utf-8"><body>%s</body></html>' % ''.join('<table>%s</table>' % ''.join(
            '<tr>%s</tr>' % ''.join('<td>%s</td>' % escape(v) for v in r) for r in rows) for rows in sheets))
def spreadsheet2003(name, sheets):
    with open(name, 'w', encoding='utf-8') as f:
        f.write('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">%s'
                '</Workbook>' % ''.join('<Worksheet ss:Name="T%d"><Table>%s</Table></Worksheet>' % (i, ''.join('<Row>%s</Row>' % ''.join(
                    '<Cell><Data ss:Type="String">%s</Data></Cell>' % escape(v) for v in r) for r in rows)) for i, rows in enumerate(sheets, 1)))
def opendocument(name, sheets):
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')
        z.writestr('content.xml', '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
                   '<office:spreadsheet>%s</office:spreadsheet></office:body></office:document-content>' % ''.join(
                       '<table:table table:name="T%d">%s</table:table>' % (i, ''.join('<table:table-row>%s</table:table-row>' % ''.join(
                           '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' % escape(v) if v else '<table:table-cell/>'
                           for v in r) for r in rows)) for i, rows in enumerate(sheets, 1)))
def heading(columns):
    """The titles, in one row, or those of dates below one that is common to them."""
    dates = {'Ngày tiếp nhận': 'Nhận hồ sơ', 'Ngày hẹn trả': 'Hẹn trả', 'Ngày có kết quả': 'Ngày có kết quả'}
    if not how or way.random() < .6:
        return [[titles[c] for c in columns]]
    return [['Nhận và trả kết quả' if titles[c] in dates else titles[c] for c in columns],
            [dates.get(titles[c], titles[c] if way.random() < .5 else '') for c in columns]]
def body(part, columns):
    """The rows, with titles of sections between them, and some that come twice."""
    lines = []
    for r in part:
        if how and way.random() < .05:
            lines.append(['Lĩnh vực %s' % way.choice('ABC')] + [''] * (len(columns) - 1))
        lines += [[r[c] for c in columns]] * (2 if how and way.random() < .03 else 1)
    return lines
def sheet_of(part):
    columns = shuffled(range(len(titles)))
    if how and len(part) > 8 and way.random() < .2:   # side by side, each with its heading
        half = len(part) // 2
        head = [[titles[c] for c in columns]]
        left, right = head + body(part[:half], columns), head + body(part[half:], columns)
        blank = [''] * len(columns)
        return [[stated]] + [(left[i] if i < len(left) else blank) + [''] + (right[i] if i < len(right) else blank) for i in range(max(len(left), len(right)))]
    return [[stated]] + heading(columns) + body(part, columns)
out, seed, how = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
world = random.Random(seed)              # the same export for every way of writing it
way = random.Random(seed * 1000 + how)   # how it is written this time
titles = ['Mã hồ sơ', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Ngày có kết quả', 'Hình thức nộp', 'Mức độ DVC', 'Mã đơn vị', 'Trạng thái', 'Số hóa', 'Ghi chú']
day = datetime.datetime(2022, 11, 1, 8)
def rows(until):
    world = random.Random(seed)
    for i in range(120):
        received = day + datetime.timedelta(hours=world.randrange(24 * 24))
        due = received + datetime.timedelta(days=world.randrange(1, 12))
        done = received + datetime.timedelta(days=world.randrange(1, 16))
        kind = (world.choice(['Trực tuyến', 'Trực tiếp', 'Bưu chính']), world.choice(['Toàn trình', 'Một phần', 'Mức độ 2']), 'X%d' % world.randrange(1, 6),
                world.choice(['x', '']))
        if received > until:
            continue
        ended = done <= until
        yield ['H57-%03d' % i, received.strftime('%d/%m/%Y %H:%M'), due.strftime('%d/%m/%Y'), done.strftime('%d/%m/%Y %H:%M') if ended else '',
               kind[0], kind[1], kind[2], 'Đã có kết quả' if ended else 'Đang xử lý', kind[3], 'ghi chú']
os.makedirs(out)
def shuffled(parts):
    parts = list(parts)
    if how:
        way.shuffle(parts)
    return parts
def split(parts, most):
    if not how:
        return [parts]
    heaps = [[] for _ in range(way.randrange(1, most + 1))]
    for one in parts:
        way.choice(heaps).append(one)
    return [h for h in heaps if h]
for number, until in enumerate([datetime.datetime(2022, 11, 18, 15), datetime.datetime(2022, 11, 25, 15)]):
    stated = 'Tính đến %s' % until.strftime('%H:%M ngày %d/%m/%Y')
    for k, part in enumerate(split(shuffled(rows(until)), 4)):
        name = '%s/%d-%d' % (out, number, k)
        kind = way.choice(['csv', 'xlsx', 'html', 'xml', 'ods']) if how else 'csv'
        if kind == 'csv':
            with open(name + '.csv', 'w', encoding='utf-8', newline='') as f:
                csv.writer(f, delimiter=way.choice(',;\t|') if how else ',').writerows(sheet_of(part))
            continue
        sheets = [sheet_of(one) for one in split(part, 3)]
        {'xlsx': workbook, 'html': page, 'xml': spreadsheet2003, 'ods': opendocument}[kind](name + '.' + kind, sheets)
names = sorted(os.listdir(out))
if how:
    way.shuffle(names)
print('\n'.join('%s/%s' % (out, n) for n in names))
PY
how=0
while [ $how -lt 8 ]; do
  rm -f motcua.db*
  python3 make.py "way$how" "$seed" $how >files
  # shellcheck disable=SC2046
  "$bin/motcua" import $(cat files) 2>log || { cat log; fail "seed $seed, way $how: an import is not whole"; }
  for kind in week month year; do
    "$bin/motcua" counts --period $kind --at 2022-11-25T15:00 --format csv
    "$bin/motcua" counts --period $kind --at 2022-11-25T15:00 --format csv --known-at 2022-11-25T15:00
  done >"counts$how.csv"
  sqlite3 motcua.db 'SELECT key, code, unit, channel, level, status, received_at, due_at, finished_at, digitized FROM dossier ORDER BY key' >"dossiers$how"
  if [ $how -gt 0 ]; then
    diff -u dossiers0 "dossiers$how" >difference || { head -n 20 difference; cat files; fail "seed $seed, way $how: other dossiers"; }
    diff -u counts0.csv "counts$how.csv" >difference || { head -n 20 difference; cat files; fail "seed $seed, way $how: other counts"; }
  fi
  how=$((how + 1))
done
[ "$(wc -l <dossiers0)" -gt 80 ] || fail "too few dossiers to prove anything"
grep -q ',received,[1-9]' counts0.csv || fail "nothing was counted"
echo "$how ways of writing $(wc -l <dossiers0) dossiers: the same counts"
