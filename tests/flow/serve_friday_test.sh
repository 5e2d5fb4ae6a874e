#!/bin/sh
# A clerk's whole Friday in a browser: log in, send an Excel export with words that nobody knows, choose, confirm, see the league, fill in number
# and signer, take the Word and the Excel file, copy the message, record the report as issued. The figures are those of tests/cases/export, which
# were worked out apart from this program. Pictures stay in the build tree (serve-pictures). Where npm has no network the test says so.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
browser_here friday.js
cat >motcua.json <<'JSON'
{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"],
 "report": {"parent_body": "Ủy ban nhân dân huyện Mẫu", "issuing_body": "Phòng Văn hóa và Thông tin", "place": "Mẫu",
            "number": "…/BC-VHTT", "signer_title": "Trưởng phòng"}}
JSON
echo 'mat khau cua tinh' >pw-tinh
"$bin/motcua" user add tinh --role province --password-file pw-tinh
/usr/bin/python3 - "$cases/export/ho-so.xlsx" "$cases/export/expected.csv" <<'PY'
import csv, json, openpyxl, sys
book = openpyxl.load_workbook(sys.argv[1])
sheet = book.active
titles = [c.value for c in sheet[4]]
level, status = titles.index('Mức độ DVC'), titles.index('Trạng thái')
changed = [0, 0]
for row in sheet.iter_rows(min_row=5):
    if row[level].value == 'Mức độ 2':
        row[level].value = 'Còn lại'
        changed[0] += 1
    if row[status].value == 'Dừng xử lý':
        row[status].value = 'Tạm ngừng, dừng xử lý hẳn'
        changed[1] += 1
assert changed == [462, 10], changed
book.save('tuan-47.xlsx')
rates = [r for r in csv.DictReader(open(sys.argv[2], encoding='utf-8-sig')) if r['unit'] == 'ALL' and r['period'] == 'month']
names = ('online_rate', 'payment_rate', 'digitization_rate', 'electronic_result_rate')
told = {r['metric']: r for r in rates}
def percent(n, d):  # half up, two decimals, as the office writes it
    hundredths = (n * 10000 * 2 + d) // (2 * d)
    return '%d,%02d%%' % divmod(hundredths, 100)
json.dump([percent(int(told[n]['numerator']), int(told[n]['denominator'])) for n in names], open('expected.json', 'w'))
PY
[ "$(python3 -c "import json; print(len(json.load(open('expected.json'))))")" = 4 ] || fail "the expected figures"
start_serve
pictures=$(dirname "$bin")/serve-pictures
mkdir -p "$pictures"
node friday.js "$site" "$pictures" tuan-47.xlsx expected.json || fail "the Friday"

# What the clerk holds at the end of the day.
unzip -p bao-cao.docx word/document.xml | sed 's/<[^>]*>//g' >words
for text in 48/BC-VHTT 'Người Ký Mẫu' 'Phòng Văn hóa và Thông tin' $(python3 -c "import json; print(' '.join(json.load(open('expected.json'))))"); do
  grep -qi "$text" words || fail "the Word file does not say $text"
done
! unzip -p bao-cao.docx word/document.xml | grep -q '……' || fail "a blank is left in the Word file"
/usr/bin/python3 -c "
import openpyxl
book = openpyxl.load_workbook('bao-cao.xlsx')
assert len(book.sheetnames) >= 3, book.sheetnames
assert any('Mẫu 19' in str(c.value) for s in book for row in s.iter_rows() for c in row), 'no unit in the workbook'"
"$bin/motcua" report --at 2022-11-25T15:00 --format text -o told.txt
diff told.txt message.txt || fail "the message is not that of motcua report --format text"
[ "$(sqlite3 motcua.db 'SELECT number, issued_by, sha256 FROM report_issue')" = "48/BC-VHTT|tinh|$(sha256sum bao-cao.docx | cut -d' ' -f1)" ] || fail "what was issued is not the file that was taken"
! grep -a -q 'Công dân mẫu\|0999000' motcua.db motcua.db-wal serve.log || fail "a person is kept"
echo ok
