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
office_files.end()
PY
