#!/bin/sh
# Exported files, imported where there is no config and no store: every row of the expected figures, the broken sums of a real page, nothing
# personal left behind, and files that are not what they seem.
. "$(dirname "$0")/lib.sh"
mkdir empty
cd empty || exit
for file in ho-so.csv ho-so.xlsx; do
  rm -f motcua.db* motcua.json
  "$bin/motcua" import "$cases/export/$file" --at 2022-11-25T15:00 2>log
  grep -q '1.500' log || { cat log; fail "$file: the summary does not say 1.500"; }
  # Without a config the targets are those that bind everybody now: of 2022 nothing is judged, and that is said.
  "$bin/motcua" --lang en metrics --period month --of 2022-11 --at 2022-11-25T15:00 --format csv >bare.csv
  grep -q 'Resolution 71/NQ-CP: not in force in this period (in force from 01/04/2025 to 31/12/2030)' bare.csv || { head -2 bare.csv; fail "validity is not told"; }
  echo '{"commitments": ["y-yen-2022"]}' >motcua.json
  "$bin/motcua" metrics --period month --of 2022-11 --at 2022-11-25T15:00 --format csv >got.csv
  "$bin/motcua" metrics --period week --at 2022-11-25T15:00 --format csv | tail -n +2 >>got.csv
  if ! diff -u "$cases/export/expected.csv" got.csv >difference; then
    head -n 40 difference
    fail "$file: $(grep -c '^[-+][^-+]' difference) lines differ"
  fi
  echo "$file: $(wc -l <got.csv) lines equal"
  "$bin/motcua" counts --period month --of 2022-11 --at 2022-11-25T15:00 --format csv >counts.csv
  "$bin/motcua" status --at 2022-11-25T15:00 >status.txt
  "$bin/motcua" report --at 2022-11-25T15:00 -o report.html
  "$bin/motcua" rejects --format csv >rejects.csv
  LC_ALL=C.UTF-8 grep -q 'Công dân mẫu' "$cases/export/ho-so.csv" || fail "nothing is planted: this test would prove nothing"
  for left in *; do
    ! LC_ALL=C.UTF-8 grep -aqE 'Công dân mẫu|09990000' "$left" || fail "personal data in $left"
  done
done
expected=$("$bin/motcua" runs --format csv | tail -n 1)
case $expected in *import*complete*1500,1500,1500,0,0,0*) ;; *) fail "the run is not recorded as it was: $expected" ;; esac

# Both files hold the same: the second import changes nothing.
"$bin/motcua" import "$cases/export/ho-so.csv" --at 2022-11-25T15:00 2>log
[ "$(sqlite3 motcua.db 'SELECT new_rows || "," || changed || "," || unchanged FROM run ORDER BY id DESC LIMIT 1')" = 0,0,1500 ] ||
  fail "the same dossiers from CSV and XLSX are not the same"

# A real page: counts for each level, and three sums that do not add up.
"$bin/motcua" --lang en import "$cases/hue/thongke.html" --source hue --unit H57 --period year --of 2025 2>log
[ "$(grep -c 'does not add up: H57 level' log)" -eq 3 ] || { cat log; fail "three broken sums were to be told"; }
{
  echo level,total,processed,unprocessed,early,on_time,late,unclassified
  for level in 1-2 3 4; do
    sqlite3 -csv motcua.db "SELECT '$level', t.numerator, f.numerator, o.numerator, e.numerator, n.numerator, l.numerator,
        f.numerator - e.numerator - n.numerator - l.numerator
      FROM figure t, figure f, figure o, figure e, figure n, figure l
      WHERE t.metric = 'total_level$level' AND f.metric = 'finished_level$level' AND o.metric = 'open_level$level'
        AND e.metric = 'early_level$level' AND n.metric = 'on_time_level$level' AND l.metric = 'late_level$level'" | tr -d '\r'
  done
} >hue.csv
[ "$(tr -d '\r' <"$cases/hue/expected.csv")" = "$(cat hue.csv)" ] || { cat hue.csv; fail "the page's counts differ"; }
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM figure WHERE unit = 'H57' AND period_kind = 'year' AND period_from = 1735664400")" -eq 18 ] ||
  fail "unit or period is not the one that was given"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM figure WHERE status LIKE 'finished = early + on_time + late: %'")" -eq 3 ] ||
  fail "the broken sums are not kept with their figures"

# Without codes: units get one made of their names, or the one that is known; a missing column makes its figures unknown.
rm -f motcua.db*
printf 'code,name\nH99.22.02,UBND xã Mẫu 02\n' >units.csv
cut -d, -f 2-4,6-18 "$cases/export/ho-so.csv" >no-codes.csv
"$bin/motcua" --lang en import no-codes.csv --at 2022-11-25T15:00 2>log
grep -q '22 units are new: .*xa-mau-02' log || { cat log; fail "the new units are not told"; }
"$bin/motcua" metrics --metric electronic_result_rate --unit ALL --of 2022-11 --at 2022-11-25T15:00 --format csv >got.csv
grep -q 'ALL,electronic_result_rate,,,' got.csv || { cat got.csv; fail "a figure is known though its column is missing"; }
rm -f motcua.db*
"$bin/motcua" import "$cases/hue/thongke.html" 2>log
"$bin/motcua" units import units.csv 2>log
"$bin/motcua" import no-codes.csv --source phong --at 2022-11-25T15:00 2>log
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM dossier WHERE unit = 'H99.22.02'")" -gt 0 ] || fail "a known unit was not found by its name"

# A source that is polled takes no files; nor does one of another kind that the store knows.
printf '{"sources": [{"name": "yyen", "manifest": "opencps", "base_url": "http://127.0.0.1:9", "vars": {"group_id": "1"}}]}' >c.json
expect_code 64 "$bin/motcua" -c c.json import no-codes.csv --source yyen
expect_code 64 "$bin/motcua" import no-codes.csv --source 'a b'
expect_code 64 "$bin/motcua" import

# Entries made by hand.
printf 'criterion,unit,period,value,points,evidence,entered_by,at\n7.6.1,H99.22.02,2022,,"0,5",GCN 12/2022,Phòng Nội vụ,2022-11-25T15:00\n' >diem.csv
"$bin/motcua" import --manual diem.csv
"$bin/motcua" import --manual diem.csv
[ "$(sqlite3 motcua.db 'SELECT COUNT(*), SUM(points) FROM manual_entry')" = '1|5000' ] || fail "the entry is not there once"

# The worked example of the manual: a manifest of one's own.
python3 - "$MOTCUA_SRC/docs/motcua-import.5" <<'PY'
import re, sys
blocks = re.findall(r'\.Bd -literal -offset indent\n(.*?)\n\.Ed', open(sys.argv[1], encoding='utf-8').read(), re.S)
open('so-theo-doi.json', 'w', encoding='utf-8').write(blocks[-1])
open('so.csv', 'w', encoding='utf-8').write('SỔ THEO DÕI\n\nSố biên nhận;Ngày vào sổ;Hẹn;Xong ngày\nA1;01/11/2022;10/11/2022;10/11/2022\nA2;02/11/2022;03/11/2022;04/11/2022\n')
PY
rm -f motcua.db*
"$bin/motcua" import so.csv --manifest ./so-theo-doi.json --unit H99.22.01 --at 2022-11-25T15:00
"$bin/motcua" counts --unit H99.22.01 --of 2022-11 --at 2022-11-25T15:00 --format csv >counts.csv
for wanted in received,2 on_time,1 late,1; do
  grep -q "H99.22.01,$wanted\$" counts.csv || { cat counts.csv; fail "the manual's example does not give $wanted"; }
done

# Files that are not what they seem leave an error, and no store where there was none.
mkdir ../hostile
cd ../hostile || exit
cp "$cases/export/ho-so.xlsx" cut.xlsx
truncate -s 60000 cut.xlsx
python3 - <<'PY'
import zipfile
def book(name, sheet, strings='<sst/>'):
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as z:
        z.writestr('xl/workbook.xml', '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>')
        z.writestr('xl/_rels/workbook.xml.rels', '<R><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
                   '<Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></R>')
        z.writestr('xl/sharedStrings.xml', strings)
        with z.open('xl/worksheets/sheet1.xml', 'w', force_zip64=True) as part:
            for piece in sheet:
                part.write(piece.encode())
head, tail = '<worksheet><sheetData>', '</sheetData></worksheet>'
book('bomb.xlsx', [head] + ['<row><c><v>' + ' ' * 1000000 + '</v></c></row>'] * 300 + [tail])
book('shared.xlsx', [head, tail], '<sst><si><t>' + 'x' * 300000000 + '</t></si></sst>')
book('columns.xlsx', [head, '<row>', '<c><v>1</v></c>' * 1000000, '</row>', tail])
laughs = ''.join('<!ENTITY e%d "%s">' % (i, '&e%d;' % (i - 1) * 10 if i else 'ha' * 10) for i in range(12))
book('laughs.xlsx', ['<!DOCTYPE x [' + laughs + ']>' + head + '<row><c t="str"><v>&e11;</v></c></row>' + tail])
open('deep.html', 'w').write('<div>' * 6000000)
open('nested.html', 'w').write('<table><tr><td>' * 100000)
open('quote.csv', 'w').write('Mã hồ sơ,Ngày tiếp nhận\n1,"' + 'x' * 5000000)
open('line.csv', 'w').write('x' * 20000000)
open('old.csv', 'wb').write('Mã hồ sơ,Ngày\nHồ,1\n'.encode('utf-8')[:8] + b'\xd0\xf4ng,1\n')
open('nul.csv', 'wb').write(b'a,b\n\0\0\0\n')
open('words.csv', 'w').write('Tên,Tuổi\na,1\n')
PY
for file in cut.xlsx bomb.xlsx shared.xlsx columns.xlsx laughs.xlsx deep.html nested.html quote.csv line.csv old.csv nul.csv words.csv; do
  expect_code 65 in_bounds "$bin/motcua" import "$file"
  grep -q "^motcua: $file" ../stderr || { cat ../stderr; fail "$file: the error does not name it"; }
  sed -n 2p ../stderr | grep -q '^  ' || fail "$file: no hint"
  [ ! -e motcua.db ] || fail "$file: a store was made for nothing"
done
expect_code 65 "$bin/motcua" import gone.csv
echo "13 hostile files told, no store made"
