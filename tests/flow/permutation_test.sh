#!/bin/sh
# A property: any order of columns, rows, sheets and files, and any split of one export into several files and sheets, gives the same counts;
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
        columns = shuffled(range(len(titles)))
        name = '%s/%d-%d' % (out, number, k)
        if how and way.random() < .5:
            with open(name + '.csv', 'w', encoding='utf-8', newline='') as f:
                w = csv.writer(f)
                w.writerow([stated])
                w.writerow([titles[c] for c in columns])
                w.writerows([[r[c] for c in columns] for r in part])
        else:
            sheets = []
            for sheet in split(part, 3):
                columns = shuffled(range(len(titles)))
                sheets.append([[stated], [titles[c] for c in columns]] + [[r[c] for c in columns] for r in sheet])
            workbook(name + '.xlsx', sheets)
names = sorted(os.listdir(out))
if how:
    way.shuffle(names)
print('\n'.join('%s/%s' % (out, n) for n in names))
PY
how=0
while [ $how -lt 6 ]; do
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
