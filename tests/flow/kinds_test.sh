#!/bin/sh
# Files as offices have them, of the kinds that were read wrong once: each line composes one, and says by hand what is in it.
. "$(dirname "$0")/lib.sh"
PYTHONPATH="$flow" python3 - "$bin/motcua" "$work" <<'PY'
import subprocess, sys
import office_files
from office_files import *
motcua = sys.argv[1]
office_files.begin(*sys.argv[1:3])
A, B = [1, 'Xã A', 12, 8, 4], [2, 'Xã B', 24, 20, 4]
october, november = [1, 'Xã A', 12, 8, 4], [1, 'Xã A', 13, 8, 5]
both = {**month('2022-10', ('xa-a', 12, 8, 4)), **month('2022-11', ('xa-a', 13, 8, 5))}
one = month('2022-11', ('xa-a', 12, 8, 4), ('xa-b', 24, 20, 4))
# --- whose period the rows are of
figures('sheets named by their months', {'a.xlsx': xlsx({'Tháng 10': [H, october], 'T11': [H, november]})}, both)
figures('titles of months between the rows', {'a.csv': csv([H, ['', 'Tháng 10/2022', '', '', ''], october, ['', 'Tháng 11/2022', '', '', ''], november])}, both)
figures('bare months, the year above', {'a.csv': csv([['NĂM 2021'], H, ['', 'Tháng 10', '', '', ''], october, ['', 'Tháng 11', '', '', ''], november])},
        {(u, '2021' + m[4:], f): n for (u, m, f), n in both.items()})
figures('side by side', {'a.xlsx': xlsx({'S': [['Tháng 10/2022', '', '', '', '', '', 'Tháng 11/2022'], H + [''] + H, october + [''] + november]})}, both)
figures('side by side without a gap, one number of rows', {'a.xlsx': xlsx({'S': [['Tháng 10/2022', '', '', '', '', 'Tháng 11/2022'], H + H[1:], october + november[1:]]})}, both)
figures('this month and since the year began', {'a.csv': csv([['THÁNG 11 NĂM 2022'], H, ['I', 'Trong tháng', '', '', ''], A, B, ['', 'Cộng', 36, 28, 8],
        ['II', 'Lũy kế từ đầu năm', '', '', ''], [1, 'Xã A', 120, 108, 12], [2, 'Xã B', 240, 220, 20], ['', 'Cộng', 360, 328, 32]])}, one)
figures('nine months are nine months', {'a.csv': csv([['9 tháng đầu năm 2022'], H, A, B])}, month('2022-01', ('xa-a', 12, 8, 4), ('xa-b', 24, 20, 4)))
assert ask('SELECT DISTINCT period_kind FROM figure') == [('nine',)]
# --- packages
figures('an OpenDocument spreadsheet', {'a.ods': ods([H, A, B])}, one)
figures('with repeated cells and a note', {'a.ods': ods([H, ['1', 'Xã A', '<table:table-cell office:value-type="float" office:value="12"><office:annotation><text:p>99'
        '</text:p></office:annotation><text:p>12</text:p></table:table-cell>', 8, 4], ['2', 'Xã B', 24, 20, 4]])}, one)
figures('with a formula without its value', {'a.ods': ods([H, ['1', 'Xã A', '<table:table-cell table:formula="of:=[.D2]"/>', 8, 4], B])},
        {k: n for k, n in one.items() if k != ('xa-a', '2022-11', 'total')}, code=65, says='1 cell holds a formula without a value (C2)')
xml = ('<?xml version="1.0" encoding="%s"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
       '<Worksheet ss:Name="S"><Table>%s</Table></Worksheet></Workbook>' % ('utf-16', ''.join('<Row>%s</Row>' % ''.join(
           '<Cell><Data ss:Type="%s">%s</Data></Cell>' % ('Number' if isinstance(c, int) else 'String', c) for c in r) for r in [H, A, B])))
figures('XML Spreadsheet 2003 in UTF-16', {'a.xls': xml.encode('utf-16')}, one, *NOVEMBER)

figures('words before a page', {'a.xls': page([A, B], before='Tháng 11 năm 2022\n')}, one, *NOVEMBER)
figures('fields that are filled in', {'a.html': page([[1, 'Xã A', '<input value="12">', '<input type="number" value="8">', '<input type="hidden" value="99">4'], B])}, one, *NOVEMBER)
figures('what is struck out', {'a.html': page([[1, 'Xã A', '<del>11</del> 12', '<s>9</s> 8', 4], B])}, one, *NOVEMBER)
figures('buttons in the heading', {'a.html': page([A, B]).replace('<th>Tổng số', '<th>Tổng số <button>Lọc</button>')}, one, *NOVEMBER)
# --- dossiers
three = [row(1), row(2), row(3)]
keys = [('H57-221101-000%d' % i,) for i in (1, 2, 3)]
dossiers('side by side', {'a.xlsx': xlsx({'S': [D + [''] + D, row(1) + [''] + row(2), row(3)]})}, keys)
dossiers('a link as a code', {'a.csv': csv([D, row(1, code='=HYPERLINK("https://x.example/1"#"H57-221101-0001")'.replace('#', ';'))], '\t')}, keys[:1])
# of rows of one code that differ the furthest counts, whatever their order
ended = row(1, finished='09/11/2022', state='Đã có kết quả')
for name, rows in (('the end last', [row(1), ended]), ('the end first', [ended, row(1)]), ('the end between', [row(1), ended, row(1)])):
    dossiers('one code, ' + name, {'a.csv': csv([D] + rows)}, [('H57-221101-0001', 9)], 'key status', says='something else')
    assert ask('SELECT kind FROM run_issue') == [('twice',)], ask('SELECT * FROM run_issue')
dossiers('one code, the same said twice', {'a.csv': csv([D, row(1), row(1)])}, keys[:1], says='1 row has the code of another row and says the same')
# what the list says that it has
for name, where in (('below it', [D] + three + [['Tổng số: 5 hồ sơ', '', '', '', '']]), ('above it', [['Tổng số hồ sơ: 5']] + [D] + three),
                    ('as a page of a grid', [D] + three + [['Hiển thị 1 - 3 trong tổng số 5 bản ghi']])):
    dossiers('five told ' + name, {'a.csv': csv(where)}, keys, code=65, says='says that it has 5 dossiers, and has 3')
    assert ask('SELECT outcome FROM run') == [('partial',)]
grid = '<html><meta charset="utf-8"><table><tr>%s</tr>%s</table><div>Hiển thị 1 - 3 trong tổng số 5 bản ghi</div></html>' % (
    ''.join('<th>%s</th>' % c for c in D), ''.join('<tr>%s</tr>' % ''.join('<td>%s</td>' % c for c in r) for r in three))
dossiers('five told below the table of a page', {'a.xls': grid}, keys, code=65, says='says that it has 5 dossiers, and has 3')
dossiers('three told there', {'a.xls': grid.replace('số 5', 'số 3')}, keys)
for name, line in (('three told', 'Tổng số: 3 hồ sơ'), ('money', 'Tổng cộng 1.250.000 đồng'), ('others', 'Tổng số hồ sơ quá hạn: 12')):
    dossiers(name, {'a.csv': csv([D] + three + [[line, '', '', '', '']])}, keys)
dossiers('five told over two sheets', {'a.xlsx': xlsx({'Trang 1': [['Tổng số: 5 hồ sơ'], D] + three, 'Trang 2': [D, row(4), row(5)]})}, keys + [('H57-221101-0004',), ('H57-221101-0005',)])
# a month's dossiers, all on the eleventh of another month each
dossiers('all of one day of the month', {'a.csv': csv([D] + [row(i, received='%02d/%02d/2022' % (11, i), code='HS%d' % i) for i in (1, 2, 3, 4)])},
         [('HS%d' % i, '2022-11-%02d 00:00:00' % i) for i in (1, 2, 3, 4)], 'key received')
# --- sections of one form in files of their own add up, whichever comes first, and whichever is newer
S = ['STT', 'Lĩnh vực giải quyết', 'Tổng số', 'Đã giải quyết', 'Đang giải quyết']
parts = {'bo.csv': csv([['Tháng 11 năm 2022'], ['I. Trên Hệ thống các Bộ'], S, [1, 'Hộ tịch', 100, 90, 10], ['', 'TỔNG CỘNG', 100, 90, 10]]),
         'tp.csv': csv([['Tháng 11 năm 2022'], ['II. Trên Hệ thống thành phố'], S, [1, 'Hộ tịch', 1100, 1000, 100], ['', 'TỔNG CỘNG', 1100, 1000, 100]])}
for order in (('bo.csv', 'tp.csv'), ('tp.csv', 'bo.csv')):
    for at in (('2022-11-24T15:00', '2022-11-25T15:00'), ('2022-11-25T15:00', '2022-11-24T15:00')):
        take({order[0]: parts[order[0]]}, '--source', 's', '--unit', 'H57', '--at', at[0])
        subprocess.run([motcua, 'import', order[1], '--source', 's', '--unit', 'H57', '--at', at[1]] if open(order[1], 'w').write(parts[order[1]]) else [], check=True,
                       capture_output=True)
        newest = dict(ask("SELECT metric, numerator FROM figure WHERE metric LIKE 'total%' ORDER BY observed_at"))
        assert newest == {'total': 1200, 'total_ministry': 100, 'total_provincial': 1100, 'total_sector_ho-tich': 1200, 'total_sector_ho-tich_ministry': 100,
                          'total_sector_ho-tich_provincial': 1100}, (order, at, newest)
        office_files.ran += 1
office_files.end()
PY
