#!/bin/sh
# The report as it is printed: HTML by Chromium, DOCX by LibreOffice, both measured against Decree 30/2020/NĐ-CP; the parts of
# the DOCX; the workbook's formulas, reckoned anew by LibreOffice, against the figures that other commands tell.
. "$(dirname "$0")/lib.sh"
start_portal --compose 6000 --seed 178
cat >motcua.json <<EOF
{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"],
 "sources": [{"name": "huyen-mau", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "report": {"parent_body": "Ủy ban nhân dân huyện Mẫu", "issuing_body": "Phòng Văn hóa và Thông tin", "place": "Mẫu", "number": "5/BC-VHTT",
            "signer_title": ["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"], "signer_name": "Nguyễn Văn Mẫu",
            "recipients": ["Các xã, thị trấn"], "drafting_unit": "VHTT", "copies": 2}}
EOF
at=2022-11-25T15:00
"$bin/motcua" collect --at $at
for form in html docx xlsx csv json txt; do
  "$bin/motcua" report --at $at -o bc.$form 2>blanks
  [ ! -s blanks ] || { cat blanks; fail "nothing is left to fill in, and yet something is asked for"; }
  "$bin/motcua" report --at $at --format "$(echo $form | sed 's/txt/text/')" >again
  cmp bc.$form again || fail "the same figures make other bytes: $form"
done

# what a person must fill in is told
sed 's/"number": "5/"number": "…/; s/"signer_name": "[^"]*", *//' motcua.json >blank.json
MOTCUA_CONFIG=blank.json "$bin/motcua" report --at $at -o blank.docx 2>blanks
grep -qx 'Còn 2 chỗ phải điền: số, tên người ký' blanks || { cat blanks; fail "the blanks are not told"; }

# no style attribute, no script, no address: a page with a strict Content-Security-Policy can hold the blocks
grep -qE ' style=|<script|https?://|[^a-z]on[a-z]*="' bc.html && fail "the page has an inline style, a script or an address"

# the message
[ "$(wc -l <bc.txt)" -le 20 ] || fail "the message has more than 20 lines"
grep -qE 'https?:|[*_#<>]|●|▲' bc.txt && fail "the message has markup"
grep -q '^Quá hạn: 10 hồ sơ$' bc.txt || fail "the message does not tell what is overdue"

# printed
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync \
  --user-data-dir="$work/chromium" --print-to-pdf=html.pdf --no-pdf-header-footer "file://$work/bc.html" >chromium.log 2>&1 ||
  { cat chromium.log; fail "Chromium"; }
python3 "$MOTCUA_SRC/tests/paper/layout.py" html.pdf
mkdir office
soffice --headless "-env:UserInstallation=file://$work/soffice" --convert-to pdf --outdir office bc.docx >soffice.log 2>&1 || { cat soffice.log; fail "LibreOffice"; }
python3 "$MOTCUA_SRC/tests/paper/layout.py" office/bc.pdf

# the note below the table of the units is whole, on the page of the table's last row
for printed in html.pdf office/bc.pdf; do
  pdftotext -layout "$printed" printed.txt
  python3 - "$printed" <<'PY' || fail "$printed: the note of Annex I"
import sys
pages = [' '.join(p.split()) for p in open('printed.txt', encoding='utf-8').read().split('\f')]
pages = [p for p in pages if 'kể cả đơn vị không thuộc phạm vi cam kết' in p]
assert len(pages) == 1, f'{sys.argv[1]}: on {len(pages)} pages'
assert '● đạt;' in pages[0] and 'Tổng cộng' in pages[0], pages[0]
PY
done

# parts, formulas
soffice --headless "-env:UserInstallation=file://$work/soffice" --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir office bc.xlsx >soffice.log 2>&1 ||
  { cat soffice.log; fail "LibreOffice"; }
"$bin/motcua" metrics --period month --of 2022-11 --at $at --format csv >metrics.csv
"$bin/motcua" status --at $at --format csv >status.csv
/usr/bin/python3 "$MOTCUA_SRC/tests/paper/parts.py" bc.docx bc.xlsx office/bc.xlsx metrics.csv
