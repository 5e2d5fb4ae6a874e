#!/bin/sh
# Reports that people have looked at, kept: what a figure, a sentence or a column changes is seen here first. Text, CSV and JSON to
# the byte; Word, Excel and HTML by their words and cells in order. After a change that is meant: MOTCUA_GOLDEN=write, then look at
# every page again (docs/STYLE.md), and say in the commit what has changed and why.
. "$(dirname "$0")/lib.sh"
kept=$cases/reports
write=${MOTCUA_GOLDEN:-}
office='"place": "Mẫu", "number": "…/BC-VHTT", "signer_title": ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"], "recipients": ["Các xã, thị trấn"], "drafting_unit": "VHTT", "copies": 2'
made=0

cat >words.py <<'PYTHON'
"""The words of a report's file, block by block, as a reader meets them."""
import html, re, sys, zipfile
import xml.etree.ElementTree as ET
name = sys.argv[1]
if name.endswith('.html'):
    page = open(name, encoding='utf-8').read()
    page = re.sub(r'<style>.*?</style>', '', page, flags=re.S)
    page = re.sub(r'<svg class="bar".*?</svg>', '', page, flags=re.S)
    page = re.sub(r'<(p|h[1-6]|tr|caption|figcaption|div|section|title)\b[^>]*>', '\n', page)
    page = re.sub(r'</t[dh]>', ' | ', page)
    page = re.sub(r'<br>', ' ', page)
    for line in html.unescape(re.sub('<[^>]*>', '', page)).split('\n'):
        if line.strip():
            print(line.strip())
else:
    z = zipfile.ZipFile(name)
    if name.endswith('.docx'):
        W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
        for p in ET.fromstring(z.read('word/document.xml')).iter(W + 'p'):
            words = ''.join(' ' if t.tag == W + 'br' else t.text or '' for t in p.iter() if t.tag in (W + 't', W + 'br'))
            if words.strip():
                print(words.strip())
        for n in sorted(z.namelist()):
            if n.startswith('word/charts/chart'):
                print(n, *(v.text for v in ET.fromstring(z.read(n)).iter('{http://schemas.openxmlformats.org/drawingml/2006/chart}v')))
    else:
        import openpyxl, warnings
        warnings.simplefilter('ignore')
        live = openpyxl.load_workbook(name)
        for sheet in openpyxl.load_workbook(name, data_only=True):
            print('#', sheet.title, sheet.dimensions, sheet.freeze_panes, live[sheet.title].auto_filter.ref, live[sheet.title].print_title_rows)
            for row in sheet.iter_rows():
                cells = ['%s%s' % ('' if c.value is None else c.value, ' ' + str(live[sheet.title][c.coordinate].value)
                         if str(live[sheet.title][c.coordinate].value).startswith('=') else '') for c in row]
                if any(cells):
                    print(' | '.join(cells).rstrip(' |'))
PYTHON

keep() { # name of what is kept, arguments of report
  name=$1
  shift
  for form in txt csv json html docx xlsx; do
    rm -f got
    "$bin/motcua" report "$@" -o got.$form 2>stderr || fail "$name: no $form"
    case $form in
      txt | csv | json) cp got.$form got ;;
      *) /usr/bin/python3 words.py got.$form >got ;;
    esac
    if [ -n "$write" ]; then
      mkdir -p "$kept/$name" && cp got "$kept/$name/$form"
    elif ! diff -u "$kept/$name/$form" got >difference; then
      head -n 30 difference
      fail "$name: another $form than the one that was looked at"
    fi
    made=$((made + 1))
  done
}

start_portal --compose 6000 --seed 178
cat >motcua.json <<END
{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"],
 "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "report": {"parent_body": "Ủy ban nhân dân huyện Mẫu", "issuing_body": "Phòng Văn hóa và Thông tin", $office}}
END
at=2022-11-25T15:00
"$bin/motcua" collect --at $at
stop_portal
keep district-friday --at $at
keep district-unit unit H99.22.04 --at $at
keep district-form-06 form-06 --of 2022-11 --at $at
keep district-quarter --of 2022-Q4 --at $at
keep district-nine-months --of 2022-9T --at $at
keep district-hanoi-period hanoi-period --of 2022-11 --at $at

rm motcua.db
for day in 2026-10-02 2026-10-09; do
  start_portal --evaluation "$cases/766/replies-$day"
  cat >motcua.json <<END
{"store": "sqlite:motcua.db", "commitments": ["nq71-2030"],
 "sources": [{"name": "gia-lai", "manifest": "evaluation", "base_url": "$address", "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}}],
 "report": {"parent_body": "Ủy ban nhân dân tỉnh Gia Lai", "issuing_body": "Văn phòng", "place": "Gia Lai"}}
END
  "$bin/motcua" collect --at ${day}T15:00
done
stop_portal
keep gia-lai-friday --at 2026-10-09T15:00
echo "$made files are as they were looked at"
