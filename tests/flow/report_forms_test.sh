#!/bin/sh
# The layouts of Hà Nội and form 06 as a sheet, tasks as paper, what a unit does first, and periods in which no target is in force:
# each against what other commands tell.
. "$(dirname "$0")/lib.sh"
start_portal --compose 6000 --seed 178
config_dvcqg
at=2022-11-25T15:00
"$bin/motcua" collect --at $at
stop_portal

# Hà Nội: each cell is the counter of its unit; what nothing counts is empty, and named
"$bin/motcua" report hanoi-week --at $at --format csv >week.csv
"$bin/motcua" report hanoi-period --of 2022-11 --at $at --format csv >period.csv
"$bin/motcua" counts --period week --at $at --format csv >week-counts.csv
"$bin/motcua" counts --period month --of 2022-11 --at $at --format csv >period-counts.csv
"$bin/motcua" report hanoi-period --of 2022-11 --at $at -o period.html 2>/dev/null
grep -q 'Để trống vì nguồn số liệu không có: .*Biên lai' period.html || fail "the empty columns are not named"
python3 - <<'TEST'
import csv
for kind in 'week', 'period':
    count = {(r['unit'], r['counter']): r['value'] for r in csv.DictReader(open(kind + '-counts.csv'))}
    rows = list(csv.DictReader(open(kind + '.csv')))
    assert len(rows) >= 23 and rows[-1]['unit'] == 'ALL'
    for r in rows:
        c = lambda name: int(count[r['unit'], name])
        wanted = {'received_total': c('received') + c('carried_over'), 'received_full': c('received_level4_online'),
                  'received_part': c('received_level3_online'), 'received_postal': c('received_postal'),
                  'received_counter': c('received_counter'), 'carried_over': c('carried_over'), 'finished': c('finished'),
                  'early': c('early'), 'on_time': c('on_time'), 'late': c('late'), 'open': c('open'),
                  'open_undue': c('open') - c('open_overdue'), 'open_overdue': c('open_overdue'), 'fee_due': c('fee_due'),
                  'paid_online': c('paid_online'), 'stopped': c('stopped'), 'withdrawn': c('withdrawn'), 'denied': c('denied')}
        for name, number in wanted.items():
            assert r[name] == str(number), (kind, r['unit'], name, r[name], number)
        assert r['receipts'] == '' and r['paid_counter'] == '' and r['waiting_late'] == '', r
        assert int(r['received_total']) == int(r['finished']) + int(r['open']) + int(r['withdrawn']) + int(r['stopped']), r
TEST

# form 06 as a sheet to sign: names and a total, its sums as formulas that another program reckons the same
"$bin/motcua" report form-06 --of 2022-11 --at $at -o form.xlsx 2>/dev/null
"$bin/motcua" report form-06 --of 2022-11 --at $at --format csv >form.csv
mkdir office
soffice --headless "-env:UserInstallation=file://$work/soffice" --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir office form.xlsx >soffice.log 2>&1 || { cat soffice.log; fail "LibreOffice"; }
/usr/bin/python3 - <<'TEST'
import csv, openpyxl
live, told = openpyxl.load_workbook('form.xlsx').active, openpyxl.load_workbook('form.xlsx', data_only=True).active
reckoned = openpyxl.load_workbook('office/form.xlsx', data_only=True).active
words = [str(c.value) for row in told.iter_rows() for c in row if c.value is not None]
assert 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM' in words and 'BIỂU SỐ II.06A/VPCP/KSTT' in words, words[:12]
formulas = [c for row in live.iter_rows() for c in row if str(c.value).startswith('=SUM(')]
assert len(formulas) >= 36, len(formulas)
for c in formulas:
    assert told[c.coordinate].value == reckoned[c.coordinate].value, (c.coordinate, c.value)
total = [row for row in told.iter_rows(values_only=True) if row[1] == 'Tổng cộng'][0]
rows = list(csv.DictReader(open('form.csv', encoding='utf-8')))
assert total[2] == sum(int(r['received_total']) for r in rows) and total[12] == sum(int(r['open_overdue']) for r in rows), total
TEST

# tasks: as many in each state as the table has
"$bin/motcua" tasks --set quang-tho-2020 --of 2020 --at 2020-08-10T08:00 --unit H99.22.01 --format csv >tasks.csv
"$bin/motcua" report tasks --set quang-tho-2020 --of 2020 --at 2020-08-10T08:00 --unit H99.22.01 -o tasks.html 2>/dev/null
"$bin/motcua" report tasks --set quang-tho-2020 --of 2020 --at 2020-08-10T08:00 --unit H99.22.01 --format text >tasks.txt
"$bin/motcua" report tasks --of 2022 --at $at -o own.docx 2>/dev/null # the set that is named as the commitments
overdue=$(grep -c ',overdue,' tasks.csv)
[ "$overdue" -gt 5 ] || fail "no task is overdue"
grep -q "quá hạn $overdue;" tasks.html || fail "the paper tells another number of overdue tasks"
grep -q "quá hạn $overdue, phải làm $(grep -c ',open,' tasks.csv) trong $(($(wc -l <tasks.csv) - 1)) nhiệm vụ" tasks.txt || { cat tasks.txt; fail "the message of the tasks"; }

# what a unit does first is what the advisor found
"$bin/motcua" report unit all --at $at --format html -o units
for file in units/*.html; do
  unit=$(basename "$file" .html)
  "$bin/motcua" advise --unit "$unit" --at $at --format json >"units/$unit.json"
done
python3 - <<'TEST'
import glob, json, re
seen = late = 0
for name in glob.glob('units/*.html'):
    page = re.sub('<[^>]*>', '', open(name, encoding='utf-8').read())
    goals = [r for r in json.load(open(name[:-4] + 'json', encoding='utf-8')) if r['goal'].endswith('_rate')]
    for r in goals:
        if r['state'] == 'found':
            count = f"{r['dossiers']:,}".replace(',', '.')
            assert re.search(r', %s hồ sơ \(' % count, page), (name, r['goal'], count)
            seen += 1
        late += r['state'] == 'never'
    assert ('Việc cần làm trước' in page) == any(r['state'] in ('found', 'never') for r in goals), name
    for r in goals:
        if r['state'] == 'never':
            assert 'không kịp' in page, name
assert seen > 20 and late > 3, (seen, late)
print('%d steps, %d that come too late' % (seen, late))
TEST

# no target in force: nothing is judged, and nothing is said to lack data that are there
"$bin/motcua" report --of 2022-9T --at $at -o nine.html 2>/dev/null
"$bin/motcua" report --of 2022-9T --at $at --format text >nine.txt
grep -q 'không xét' nine.html && grep -q 'không xét' nine.txt || fail "nine months are judged"
grep -qE 'chưa có số liệu</|bổ sung số liệu còn thiếu|>thiếu<' nine.html && fail "data are said to be missing"
grep -q 'chưa có số liệu' nine.txt && fail "the message says that data are missing"
grep -q 'Trong 9 tháng đầu năm 2022 (từ 01/01/2022 đến hết ngày 30/09/2022)' nine.html || fail "the period that is over"

# against the same period of the year before
python3 - "$cases/export/ho-so.csv" <<'TEST'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding='utf-8-sig')))
with open('two.csv', 'w', encoding='utf-8', newline='') as f:
    w = csv.DictWriter(f, rows[0].keys())
    w.writeheader()
    for r in rows:
        w.writerow(r)
        if r['Mã hồ sơ'].endswith(('1', '2', '3')):
            old = {k: v.replace('/2022', '/2021') if v[2:3] == '/' else v for k, v in r.items()}
            w.writerow(old | {'Mã hồ sơ': r['Mã hồ sơ'].replace('-22', '-21', 1)})
TEST
printf '{"store": "sqlite:two.db", "sources": [], "commitments": ["y-yen-2022"]}' >two.json
"$bin/motcua" -c two.json import two.csv --at $at >/dev/null
"$bin/motcua" -c two.json report --of 2022-11 --at $at -o two.html 2>/dev/null
"$bin/motcua" -c two.json metrics --period month --of 2022-11 --at $at --unit ALL --format csv >now.csv
"$bin/motcua" -c two.json metrics --period month --of 2021-11 --at $at --unit ALL --format csv >then.csv
python3 - <<'TEST'
import csv, re
page = open('two.html', encoding='utf-8').read()
table = page[page.index('<table class="c'):page.index('</table>')]
read = lambda name: {r['metric']: (int(r['numerator']), int(r['denominator'])) for r in csv.DictReader(open(name)) if r['numerator']}
now, then = read('now.csv'), read('then.csv')
up = lambda r: (r[0] * 20000 + r[1]) // (r[1] * 2)
assert 'So với<br>cùng kỳ' in table
for metric in 'online_rate', 'payment_rate', 'digitization_rate', 'electronic_result_rate':
    moved = up(now[metric]) - up(then[metric])
    text = ('+' if moved > 0 else '−' if moved < 0 else '±') + '%d,%02d' % (abs(moved) // 100, abs(moved) % 100)
    assert '>%s</td>' % text in table, (metric, text)
TEST
