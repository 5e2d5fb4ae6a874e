#!/bin/sh
# More files as offices have them: controls in the cells of pages, codes among words, rejects of which none hides another.
. "$(dirname "$0")/lib.sh"
PYTHONPATH="$flow" python3 - "$bin/motcua" "$work" <<'PY'
import subprocess, sys
import office_files
from office_files import *
motcua = sys.argv[1]
office_files.begin(*sys.argv[1:3])
A = [1, 'Xã A', 12, 8, 4]
one = month('2022-11', ('xa-a', 12, 8, 4))


def cells(name, first, code=0, want=one, **more):
    figures(name, {'a.html': page([first])}, want, *NOVEMBER, code=code, **more)


def sheets_of_html(heading, *tables):
    first = '<tr>%s</tr>' % ''.join('<th>%s</th>' % h for h in heading)
    return '<meta charset="utf-8">' + ''.join('<table>%s%s</table>' % (first if t is tables[0] else '', ''.join(
        '<tr>%s</tr>' % ''.join('<td>%s</td>' % c for c in r) for r in t)) for t in tables)


# --- what a control shows is the text of a cell that has no other
cells('the choice that was made', [1, '<select name="dv"><option value="1">Xã B</option><option value="2" selected>Xã A</option></select>', 12, 8, 4])
cells('the first choice, where none was made', [1, '<select><option>Xã A<option>Xã B</select>', 12, 8, 4])
cells('a choice of groups', [1, '<select><optgroup label="Xã"><option>Xã B<option selected="selected"><b>Xã A</b></optgroup></select>', 12, 8, 4])
cells('no choice', [1, '<select><option value="">-- Chọn --<option>Xã B</select>', 12, 8, 4], code=65, want={}, says='could not be read')
cells('a list of several, none chosen', [1, '<select multiple><option>Xã B<option>Xã C</select>', 12, 8, 4], code=65, want={}, says='could not be read')
cells('a text field of lines', [1, 'Xã A', '<textarea rows="1">12</textarea>', 8, 4])
cells('a button with the number', [1, 'Xã A', '<button type="button">12</button>', 8, 4])
cells('buttons, boxes and filters beside words', ['<input type="checkbox" value="7">1', 'Xã A <select><option>Xã B</select>', '12<input type="hidden" value="9">',
      '8 <button>Xem 5</button>', '4<input type="submit" value="3">'])
cells('a list that nobody closed', [1, '<select><option selected>Xã A', 12, 8, 4])
filters = '<tr><td><input></td><td><select><option>Tất cả<option>Xã A</select></td><td><select><option>5<option>12</select></td><td><select><option>6</select></td><td><button>Lọc</button></td></tr>'
figures('a row of filters below the heading', {'a.html': page([A]).replace('</tr>', '</tr>' + filters, 1)}, one, *NOVEMBER)
figures('filters in a heading of plain cells', {'a.html': page([A]).replace('<table>', '<table><thead>').replace('th>', 'td>').replace(
    'Đơn vị', 'Đơn vị <select><option>Tất cả</select>').replace('</tr>', '</tr></thead>', 1)}, one, *NOVEMBER)
figures('filters above the table', {'a.html': '<select><option>Tháng 10/2022</select>' + page([A])}, one, *NOVEMBER)
T = D + ['Số hóa']
boxes = '<table><tr>%s</tr>%s</table>' % (''.join('<th>%s' % c for c in T), ''.join('<tr>%s</tr>' % ''.join('<td>%s' % c for c in r) for r in (
    row(1) + ['<input type="checkbox" checked disabled>'], row(2) + ['<input type="checkbox">'])))
dossiers('boxes to tick', {'a.html': '<meta charset="utf-8">' + boxes}, [('H57-221101-0001', 1), ('H57-221101-0002', 0)], 'key digitized')
# --- one dossier, however its code is dressed: each file has the same one
for dress in ('=T("%s")', '"=CONCATENATE(""%s"")"', 'Mã: %s', '#%s', '[%s]', '%s (bản sao)', 'Hồ sơ %s lần 2', '"%s\n(Chứng thực)"'):
    dossiers('a code as ' + dress, {'a.csv': csv([D, row(1)], '\t'), 'b.csv': csv([D, row(1, code=dress % 'H57-221101-0001')], '\t')}, [('H57-221101-0001',)])
dossiers('a code in groups', {'a.csv': csv([D, row(1, code='20221103000501')]), 'b.csv': csv([D, row(1, code='20.221.103.000.501')])}, [('20221103000501',)])
dossiers('two codes in one cell are none of both', {'a.csv': csv([D, row(1), row(2, code='H57-221101-0001; H57-221101-0003')])},
         [('H57-221101-0001',), ('H57-221101-0001;H57-221101-0003',)])


# --- lines of signatures below counts: no rejects, and nobody's name anywhere
signed = csv([H, A, ['Người lập biểu', '', '', 'TRƯỞNG PHÒNG', ''], ['Nguyễn Văn Mẫu', '', '', 'Trần Thị Mẫu', ''], ['', 'Lê Mẫu Một', '', 'Phạm Mẫu Hai', 'Đỗ Mẫu Ba']])
figures('signatures below counts', {'a.csv': signed}, one, *NOVEMBER)
figures('signatures in each column', {'a.csv': csv([H, A, ['', 'Lê Mẫu Một', 'Lê Mẫu Một', 'Phạm Mẫu Hai', 'Đỗ Mẫu Ba']])}, one, *NOVEMBER)
assert ask('SELECT key FROM reject') == [('a.csv#3',)]
for name in ('Mẫu', 'mau-'):
    assert not [f for f in os.listdir('.') if f.startswith('motcua.db') and name.encode() in open(f, 'rb').read()]
# --- boxes as letters
dossiers('boxes and crosses as letters', {'a.csv': csv([D + ['Số hóa']] + [row(i) + [mark] for i, mark in enumerate(('☑', '☐', '✓', '✗', '☒'), 1)])},
         [('H57-221101-%04d' % i, said) for i, said in enumerate((1, 0, 1, 0, 1), 1)], 'key digitized')
# --- every reject is kept, with its place
def rejects(name, files, want, *args):
    take(files, *args)
    got = [r[0] for r in ask('SELECT key FROM reject ORDER BY key')]
    if got != want:
        sys.exit('FAILED: %s: %s, expected %s' % (name, got, want))
    office_files.ran += 1


bad = row(1, received='31/02/2022', code='')
bad[0] = ''
rejects('rows without a code on two sheets', {'a.xlsx': xlsx({'Trang 1': [D, bad, row(2)], 'Trang 2': [D, bad, row(3)]})}, ['a.xlsx!Trang 1#2', 'a.xlsx!Trang 2#2'])
rejects('and in two files', {'a.csv': csv([D, bad, row(2)]), 'b.csv': csv([D, bad, row(3)])}, ['a.csv#2', 'b.csv#2'])
rejects('a unit with two faults', {'a.csv': csv([H, [1, 'Xã A', 'a', 1, 1], [2, 'Xã A', 'b', 1, 1], [3, '', 1, 1, 0], [4, 'Xã B', 2, 1, 1]])},
        ['a.csv#4', 'xa-a', 'xa-a a.csv#3'], *NOVEMBER)
# --- tables that go on without a heading where another ended
many = [row(i) for i in range(1, 7)]
codes = [('H57-221101-%04d' % i,) for i in range(1, 7)]
GOES_ON = 'has no heading: it was read under that of the table before'
for name, files in (('a sheet', {'a.xlsx': xlsx({'Sheet1': [D] + many[:3], 'Sheet2': many[3:]})}), ('a page', {'a.html': sheets_of_html(D, many[:3], many[3:])}),
                    ('three sheets', {'a.xlsx': xlsx({'S1': [['DANH SÁCH'], D] + many[:2], 'S2': many[2:4], 'S3': many[4:]})})):
    dossiers(name + ' goes on', files, codes, says=GOES_ON)
figures('counts go on', {'a.xlsx': xlsx({'T11-2022': [H, A], 'Sheet2': [[2, 'Xã B', 24, 20, 4]]})}, month('2022-11', ('xa-a', 12, 8, 4), ('xa-b', 24, 20, 4)), says=GOES_ON)
for name, other in (('an address book', [['Phòng A', '0900000001', 'x', 'y', 'z'], ['Phòng B', '0900000002', 'x', 'y', 'z']]), ('other numbers', [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]]),
                    ('a table with more columns', [r + ['thêm'] * 3 for r in many[3:]] if 0 else [['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']])):
    dossiers(name + ' does not go on', {'a.xlsx': xlsx({'Sheet1': [D] + many[:3], 'Khác': other})}, codes[:3], says='not read: Khác: no list')
moved = [['x', 'y', 'z', 'u'] + r for r in many[3:]]
dossiers('codes under no heading are not lost without a word', {'a.xlsx': xlsx({'Sheet1': [D] + many[:3], 'Khác': moved})}, codes[:3], code=65,
         says='not read: Khác: it has codes of dossiers, and no heading that is known')
dossiers('rows before their heading', {'a.csv': csv(many[:3] + [D] + many[3:])}, codes[3:], code=65, says='has codes of dossiers')
# --- names without diacritics beside names with them, in one file
T = [2, 'Xã Tân Hợi', 5, 5, 0]
named = [1, 'Xã Tân Hội', 12, 8, 4]
bare = [3, 'Xa Tan Hoi', 1, 1, 0]
figures('a bare name that may mean two', {'a.csv': csv([H, named, T, bare])}, month('2022-11', ('xa-tan-hoi', 12, 8, 4), ('xa-tan-hoi-8cf66c', 5, 5, 0)), *NOVEMBER,
        says="'Xa Tan Hoi' is the name of several units")
figures('a bare name that comes first', {'a.csv': csv([H, bare, named])}, month('2022-11', ('xa-tan-hoi', 1, 1, 0), ('xa-tan-hoi-d17a13', 12, 8, 4)), *NOVEMBER,
        says="'Xa Tan Hoi' is written without diacritics")
dossiers('a bare name that means the one there is', {'a.csv': csv([['Đơn vị'] + D, ['Xã Tân Hội'] + row(1), ['XA TAN HOI'] + row(2)])},
         [('H57-221101-0001', 'xa-tan-hoi'), ('H57-221101-0002', 'xa-tan-hoi')], 'key unit')
# --- what is raised or struck out in a workbook; raised digits in any file
def parts(workbook, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(out, 'w') as new:
        for n in old.namelist():
            new.writestr(n, change(n, old.read(n).decode()))
    return out.getvalue()


RUN = '<r><t>%s</t></r><r><rPr>%s</rPr><t>%s</t></r>'


def looks(name, text):
    for old, new in (('<t>Tổng số</t>', RUN % ('Tổng số', '<vertAlign val="superscript"/>', '1')), ('<t>twelve</t>', RUN % ('12', '<vertAlign val="superscript"/>', '3')),
                     ('<t>Xã A</t>', RUN % ('Xã A', '<strike/>', 'B'))):
        text = text.replace(old, new)
    return text


figures('raised and struck out', {'a.xlsx': parts(xlsx({'S': [H, [1, 'Xã A', 'twelve', 8, 4]]}), looks)}, one, *NOVEMBER)
figures('raised digits', {'a.csv': csv([['STT', 'Đơn vị', 'Tổng số¹', 'Đã giải quyết²', 'Đang giải quyết'], [1, 'Xã A ¹', '12²', '8³', '4₁']])}, one, *NOVEMBER)
# --- numbers that a workbook shows with zeros and letters before them
STYLES = ('<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0000000000"/><numFmt numFmtId="171" formatCode="&quot;H57-221101-&quot;0000"/>'
          '<numFmt numFmtId="172" formatCode="00\\-00000"/><numFmt numFmtId="173" formatCode="#,##0"/></numFmts><cellStyleXfs><xf numFmtId="171"/></cellStyleXfs>'
          '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="172"/><xf numFmtId="173"/></cellXfs></styleSheet>')


def styled(cells):
    """cells: (number, style) for the code of each row"""
    rows = xlsx({'S': [D] + [row(i, code='@%d@' % i) for i in range(len(cells))]})
    def change(name, text):
        for i, (number, style) in enumerate(cells):
            text = text.replace('<c t="inlineStr"><is><t>@%d@</t></is></c>' % i, '<c s="%d"><v>%s</v></c>' % (style, number))
        return text.replace('</R>', '<Relationship Id="rId99" Type="x/styles" Target="styles.xml"/></R>')
    out = io.BytesIO(parts(rows, change))
    with zipfile.ZipFile(out, 'a') as z:
        z.writestr('xl/styles.xml', STYLES)
    return out.getvalue()


dossiers('codes with leading zeros', {'a.xlsx': styled([(123456, 1), (7, 2), (1234, 3), (12345678901, 1), (42, 4), (43, 0)]), 'b.csv': csv([D, row(1, code='0000123456')])},
         sorted([('0000123456',), ('H57-221101-0007',), ('00-01234',), ('12345678901',), ('42',), ('43',)]))
# --- an archive behind what a program wrote before it
for before in (b'\xef\xbb\xbf', b'\n\n', b'<br />\n<b>Notice</b>: Undefined index in export.php on line 5\n'):
    figures('a workbook behind %r' % before, {'a.xlsx': before + xlsx({'S': [H, A]})}, one, *NOVEMBER)
office_files.end()
PY
