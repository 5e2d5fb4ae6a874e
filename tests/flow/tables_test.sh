#!/bin/sh
# Containers and structures of exports: blocks, sections, sums and groups, what people do not see, packages, archives, letters; and that neither
# the order of tables, sheets and files nor a split of one export changes a count.
. "$(dirname "$0")/lib.sh"
tables=$cases/tables
mkdir here
cd here || exit
MOTCUA_NOW=2025-10-15T15:00
MOTCUA_LANG=en
export MOTCUA_NOW MOTCUA_LANG

take() { # code file... : imports into an empty store
  code=$1
  shift
  rm -f motcua.db*
  expect_code "$code" "$bin/motcua" import "$@" --unit H57
}
figures() { # like : unit|metric|number|period of the store's figures
  sqlite3 motcua.db "SELECT unit || ' ' || metric || ' ' || numerator || ' ' || date(period_from + 25200, 'unixepoch') FROM figure WHERE metric LIKE '$1' ORDER BY 1"
}
expect() { # what text
  [ "$2" = "$3" ] || { printf 'expected:\n%s\ngot:\n%s\n' "$2" "$3"; fail "$1"; }
}
says() { grep -q -- "$1" "$work/stderr" || { cat "$work/stderr"; fail "not told: $1"; }; }

# Groups and sums are no units, whatever their names; units are, whatever theirs.
take 0 "$tables/outline.csv"
expect outline 'ban-quan-ly-kcn total 12 2025-10-01
cong-an-tinh total 12 2025-10-01
phuong-tan-an total 36 2025-10-01
so-noi-vu total 12 2025-10-01
xa-cong-hoa total 12 2025-10-01' "$(figures total)"
says '5 rows are sums and groups'
! grep -q 'does not fit' "$work/stderr" || fail "sums that fit are said not to"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM unit')" = 5 ] || fail "a sum or a group became a unit"

# A sum of 48 over parts that make 36 is told with its line, kept, and changes no figure.
take 0 "$tables/sumwrong.csv"
says 'sumwrong.csv:6: TỔNG CỘNG: the sum does not fit its parts: total is 48, its parts make 36'
expect sum 'xa-a total 12 2025-07-01
xa-b total 24 2025-07-01' "$(figures total)"
expect "rejects of a sum that does not fit" 0 "$(sqlite3 motcua.db "SELECT COUNT(*) FROM reject")"
[ "$(sqlite3 motcua.db "SELECT rows FROM run_issue WHERE kind = 'sum' AND field = 'total' AND word = 'TỔNG CỘNG'")" = 1 ] || fail "the sum is not kept as an issue"

# The same unit twice: once if it is the same, parts if the sum proves so, else unknown; never the last.
take 0 "$tables/twice-same.csv"
expect same 'xa-a total 12 2025-09-01
xa-b total 24 2025-09-01' "$(figures total)"
take 0 "$tables/twice-parts.csv"
expect parts 'xa-a total 72 2025-09-01
xa-b total 24 2025-09-01' "$(figures total)"
take 0 "$tables/twice-other.csv"
expect other 'xa-b total 24 2025-09-01' "$(figures total)"
says 'Xã A: stands twice in one table: total is 12 and 60; neither is believed'

# One table on two sheets of paper, and three tables below one another.
take 0 "$tables/pages.csv"
expect pages 'xa-a total 12 2025-09-01
xa-b total 24 2025-09-01' "$(figures total)"
! grep -q 'does not fit' "$work/stderr" || fail "the second page is not of the table"
take 0 "$tables/blocks.csv"
expect blocks 'xa-a total 108 2025-08-01
xa-a total 12 2025-09-01' "$(figures total)"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" = 2 ] || fail "the list between the counts was not read"

# Form 06 of two systems: Hộ tịch 24 + 36, kept apart too.
take 0 "$tables/systems.html"
expect systems 'H57 total_sector_chung-thuc 12 2025-09-01
H57 total_sector_chung-thuc_ministry 12 2025-09-01
H57 total_sector_ho-tich 60 2025-09-01
H57 total_sector_ho-tich_ministry 24 2025-09-01
H57 total_sector_ho-tich_provincial 36 2025-09-01' "$(figures 'total%')"

# Sums of sections are not the sum of all: 12 + 24 + 48 = 84.
take 0 "$tables/sections.csv"
expect sections 'H57 total 84 2025-09-01
H57 total_sector_chung-thuc 24 2025-09-01
H57 total_sector_chung-thuc_ministry 24 2025-09-01
H57 total_sector_ho-tich 60 2025-09-01
H57 total_sector_ho-tich_ministry 12 2025-09-01
H57 total_sector_ho-tich_provincial 48 2025-09-01' "$(figures 'total%')"
! grep -q 'does not fit' "$work/stderr" || fail "the sum of a section is held against all"

# Fields below an office are parts of it and no units; a heading far below a cover; a caption; a table in a cell, beneath its title.
take 0 "$tables/fields-of-units.csv"
expect fields 'xa-a total 36 2025-09-01
xa-b total 24 2025-09-01' "$(figures total)"
take 0 "$tables/cover.csv"
expect cover 'xa-a total 12 2025-09-01' "$(figures total)"
take 0 "$tables/caption.html"
expect caption 'xa-a total 12 2025-08-01' "$(figures total)"
take 0 "$tables/layout.html"
expect layout 'xa-a total 12 2025-07-01
xa-b total 24 2025-07-01' "$(figures total)"

# What people do not see: rows, cells, scripts, marks, a table.
take 0 "$tables/hidden.html"
expect hidden 'H57 finished_level3 8 2025-01-01
H57 finished_level4 1 2025-01-01
H57 open_level3 4 2025-01-01
H57 open_level4 0 2025-01-01
H57 total_level3 12 2025-01-01
H57 total_level4 1 2025-01-01' "$(figures '%')"
says 'not read: table 2: it is hidden'
take 0 "$tables/groups.html"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*), (SELECT COUNT(*) FROM reject) FROM dossier')" = '2|0' ] || fail "titles of groups are dossiers or rejects"

# Containers and letters: the same dossiers, the same units.
dossiers() { sqlite3 motcua.db "SELECT d.key || ' ' || u.name FROM dossier d JOIN unit u ON u.code = d.unit ORDER BY 1"; }
two='H57.01-221101-0001 Xã Đồng Mới
H57.01-221101-0002 Phường Bến Thủy'
for file in tcvn3.csv vni.csv w1258.csv utf16.csv; do
  take 0 "$tables/$file"
  expect "$file" "$two" "$(dossiers)"
done
# In the letters of TCVN3 ạ is a raised 1: within a word and at its end; elsewhere such a digit is the mark of a footnote.
cat >raised.html <<'HTML'
<meta charset=utf-8><table><tr><td>M· hå s¬</td><td>§¬n vÞ</td><td>Ngµy tiÕp nhËn</td><td>Ngµy hÑn tr¶</td><td>Tr¹ng th¸i</td></tr>
<tr><td>H57.01-221101-0001</td><td>X· B¹</td><td>01/11/2022</td><td>10/11/2022</td><td>§ang xö lý</td></tr></table>
HTML
take 0 raised.html
expect raised.html 'H57.01-221101-0001 Xã Bạ processing' "$(sqlite3 -separator ' ' motcua.db "SELECT d.key, u.name, CASE d.status WHEN 4 THEN 'processing' END FROM dossier d JOIN unit u ON u.code = d.unit")"
cat >footnote.html <<'HTML'
<meta charset=utf-8><table><tr><td>Mã hồ sơ</td><td>Đơn vị¹</td><td>Ngày tiếp nhận</td><td>Ngày hẹn trả</td><td>Trạng thái²</td></tr>
<tr><td>H57.01-221101-0001</td><td>Xã Bạ¹</td><td>01/11/2022</td><td>10/11/2022</td><td>Đang xử lý</td></tr></table>
HTML
take 0 footnote.html
expect footnote.html 'H57.01-221101-0001 Xã Bạ' "$(dossiers)"
take 0 "$tables/web.mht"
expect web.mht "$two
H57.01-221102-0001 Xã Đồng Mới
H57.01-221102-0002 Phường Bến Thủy" "$(dossiers)"
take 65 "$tables/sheets.xml"
expect sheets.xml 'H57.01-221101-0001 Xã Đồng Mới
H57.01-221101-0002 Xã Đồng Mới' "$(dossiers)"
says '1 cell holds a formula without a value (E4)'
says 'not read: Ẩn: it is hidden'

# Kinds that are named, and packages in every form that spreadsheet programs open.
python3 - "$tables" <<'PY'
import random, struct, sys, zipfile
def package(name, parts):
    with zipfile.ZipFile(name, 'w', zipfile.ZIP_DEFLATED) as z:
        for part, text in parts.items():
            z.writestr(part, text)
def compound(name, stream):
    head = bytearray(512)
    head[:8] = b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
    struct.pack_into('<H', head, 0x1E, 9)
    struct.pack_into('<I', head, 0x30, 0)
    open(name, 'wb').write(bytes(head) + stream.encode('utf-16-le').ljust(512, b'\0'))
compound('k-password.xlsx', 'EncryptedPackage')
compound('k-old.xls', 'Workbook')
open('k-picture.png', 'wb').write(b'\x89PNG\r\n\x1a\n' + bytes(40))
open('k-paper.pdf', 'w').write('%PDF-1.7')
package('k-word.docx', {'word/document.xml': '<x/>'})
package('k-open.ods', {'content.xml': '<x/>'})
package('k-several.zip', {'a.csv': 'a', 'b.csv': 'b'})
open('k-frames.xls', 'w').write('<html><head><link href="k_files/sheet001.htm"></head><frameset><frame src="k_files/sheet001.htm"></frameset></html>')
open('k-quote.csv', 'w').write('Mã hồ sơ,Ngày tiếp nhận\n"H1-1,01/11/2022\nH1-2,"02/11/2022",x\n')

head1 = ['STT', 'Đơn vị', 'Số hồ sơ nhận giải quyết', '', '', '', 'Đã giải quyết', '', '', '', 'Đang giải quyết', '', '']
head2 = ['', '', 'Tổng số', 'Trực tuyến', 'Trực tiếp, dịch vụ bưu chính', 'Từ kỳ trước', 'Tổng số', 'Trước hạn', 'Đúng hạn', 'Quá hạn', 'Tổng số',
         'Trong hạn', 'Quá hạn']
def row(i, name, k):
    return [str(i), name] + [str(n * k) for n in (12, 7, 4, 1, 8, 6, 1, 1, 4, 3, 1)]
def cells(rows, strings=None):
    out = ''
    for i, line in enumerate(rows, 1):
        out += '<row r="%d">' % i
        for c, text in enumerate(line):
            if text:
                out += '<c r="%s%d" t="inlineStr"><is><t>%s</t></is></c>' % (chr(65 + c), i, text)
        out += '</row>'
    return out
def sheet(rows):
    return '<worksheet><sheetData>' + cells(rows) + '</sheetData></worksheet>'
RELS = '<Relationships><Relationship Id="%s" Type="http://x/%s" Target="%s"/></Relationships>'
BOOK = '<workbook xmlns:r="r"><sheets>%s</sheets></workbook>'
one = [['Tháng 9 năm 2025'], head1, head2, row(1, 'Xã A', 1)]
tag = '<sheet name="S" sheetId="1" r:id="r1"/>'
def form(name, root, book, target, part, extra=None):
    folder, slash, base = book.replace('\\', '/').rpartition('/')
    sep = '\\' if '\\' in book else '/'
    parts = {'_rels' + sep + '.rels': RELS % ('a', 'officeDocument', root), book: BOOK % tag,
             folder + sep + '_rels' + sep + base + '.rels' if folder else '_rels/' + base + '.rels': RELS % ('r1', 'worksheet', target), part: sheet(one)}
    parts.update(extra or {})
    package(name, parts)
form('p-plain.xlsx', 'xl/workbook.xml', 'xl/workbook.xml', 'worksheets/sheet1.xml', 'xl/worksheets/sheet1.xml')
form('p-absolute.xlsx', '/xl/workbook.xml', 'xl/workbook.xml', '/xl/worksheets/sheet1.xml', 'xl/worksheets/sheet1.xml')
form('p-up.xlsx', 'xl/workbook.xml', 'xl/workbook.xml', '../xl/./worksheets/../worksheets/sheet1.xml', 'xl/worksheets/sheet1.xml')
form('p-back.xlsx', 'xl\\workbook.xml', 'xl\\workbook.xml', 'worksheets\\sheet1.xml', 'xl\\worksheets\\sheet1.xml')
form('p-case.xlsx', 'XL/Workbook.xml', 'xl/workbook.xml', 'Worksheets/SHEET1.xml', 'xl/worksheets/sheet1.xml')
form('p-other.xlsx', 'office/book7.xml', 'office/book7.xml', 'a b.xml', 'office/a b.xml')
form('p-escape.xlsx', 'xl/workbook.xml', 'xl/workbook.xml', 'a%20b.xml', 'xl/a b.xml')

# --- one export in every order and every split: 6 units in 3 tables of one month, and one of the month before
random.seed(10)
def table(title, rows):
    return [[title]] + [head1, head2] + rows
units = [('Xã Mẫu %d' % i, i) for i in range(1, 7)]
tables = [table('Tháng 9 năm 2025', [row(n + 1, u, k) for n, (u, k) in enumerate(units[i:i + 2])]) for i in (0, 2, 4)]
tables.append(table('Tháng 8 năm 2025', [row(1, 'Xã Mẫu 1', 9)]))
def page(name, parts):
    text = '<meta charset=utf-8>'
    for t in parts:
        text += '<p>' + t[0][0] + '</p><table>' + ''.join('<tr>' + ''.join('<td>%s</td>' % c for c in r) + '</tr>' for r in t[1:]) + '</table>'
    open(name, 'w').write(text)
def lines(name, parts):
    open(name, 'w').write('\n'.join(','.join('"%s"' % c for c in r) for t in parts for r in t + [['']]) + '\n')
def book(name, parts):
    tags = ''.join('<sheet name="S%d" sheetId="%d" r:id="r%d"/>' % (i, i, i) for i in range(1, len(parts) + 1))
    rels = '<Relationships>' + ''.join('<Relationship Id="r%d" Type="x/worksheet" Target="s%d.xml"/>' % (i, i) for i in range(1, len(parts) + 1)) + '</Relationships>'
    package(name, dict({'xl/workbook.xml': BOOK % tags, 'xl/_rels/workbook.xml.rels': rels},
                       **{'xl/s%d.xml' % i: sheet(t) for i, t in enumerate(parts, 1)}))
for n in range(4):
    order = tables[:]
    random.shuffle(order)
    page('o%d.html' % n, order)
    lines('o%d.csv' % n, order)
    book('o%d.xlsx' % n, order)
    cut = random.randint(1, 3)
    book('split%d-b.xlsx' % n, order[:cut])
    page('split%d-a.html' % n, order[cut:])
for name, t in zip('cdef', tables):
    lines('split9-%s.csv' % name, [t])
PY
named() { # file words
  take 65 "$1"
  says "^motcua: $1.*: $2"
  sed -n 2p "$work/stderr" | grep -q '^  ' || fail "$1: no way out is told"
}
named k-password.xlsx 'a workbook with a password'
named k-old.xls 'an old .xls workbook'
named k-picture.png 'a picture (PNG)'
named k-paper.pdf 'a PDF'
named k-word.docx 'a Word document'
named k-open.ods 'an OpenDocument file'
named k-several.zip 'a ZIP archive of 2 files'
named k-frames.xls "a web page in frames, whose sheets are in the file 'k_files/sheet001.htm'"
named k-quote.csv 'a quote never closes'
for file in p-*.xlsx; do
  take 0 "$file"
  expect "$file" 'xa-a total 12 2025-09-01' "$(figures total)"
done
right='xa-mau-1 total 108 2025-08-01
xa-mau-1 total 12 2025-09-01
xa-mau-2 total 24 2025-09-01
xa-mau-3 total 36 2025-09-01
xa-mau-4 total 48 2025-09-01
xa-mau-5 total 60 2025-09-01
xa-mau-6 total 72 2025-09-01'
all=
for files in o0.html o1.html o2.html o3.html o0.csv o1.csv o2.csv o3.csv o0.xlsx o1.xlsx o2.xlsx o3.xlsx \
  'split0-a.html split0-b.xlsx' 'split0-b.xlsx split0-a.html' 'split1-a.html split1-b.xlsx' 'split2-b.xlsx split2-a.html' \
  'split3-a.html split3-b.xlsx' 'split9-c.csv split9-d.csv split9-e.csv split9-f.csv' 'split9-f.csv split9-d.csv split9-c.csv split9-e.csv'; do
  # shellcheck disable=SC2086 # several files
  take 0 $files
  expect "$files" "$right" "$(figures total)"
  whole=$(figures '%')
  [ -n "$all" ] || all=$whole
  expect "$files: all figures" "$all" "$whole"
done
[ "$(echo "$all" | wc -l)" -eq 77 ] || fail "7 rows of 11 figures were to be there"
