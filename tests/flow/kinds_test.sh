#!/bin/sh
# Files as offices have them, of the kinds that were read wrong once: each line composes one, and says by hand what is in it.
. "$(dirname "$0")/lib.sh"
python3 - "$bin/motcua" "$work" <<'PY'
import io, os, sqlite3, subprocess, sys, zipfile
from xml.sax.saxutils import escape
motcua, work = sys.argv[1:3]
os.chdir(work)
os.environ.update(MOTCUA_LANG='en', MOTCUA_NOW='2022-11-25T15:00')
ran = 0


def take(files, *args):
    for f in os.listdir('.'):
        if f.startswith('motcua.db'):
            os.remove(f)
    for name, content in files.items():
        open(name, 'wb').write(content if isinstance(content, bytes) else content.encode())
    done = subprocess.run([motcua, 'import', *files, *args], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def ask(sql):
    return sqlite3.connect('motcua.db').execute(sql).fetchall() if os.path.exists('motcua.db') else []


def figures(name, files, want, *args, code=0, says=''):
    """want: {(unit, month, metric): number}, all that there is."""
    global ran
    got_code, said = take(files, *args)
    got = {(u, m, f): n for u, m, f, n in ask("SELECT unit, strftime('%Y-%m', period_from, 'unixepoch', '+7 hours'), metric, numerator FROM figure")}
    if got != want or got_code != code or says not in said:
        sys.exit('FAILED: %s: %d %s, expected %d %s\n%s' % (name, got_code, got, code, want, said))
    ran += 1


def dossiers(name, files, want, columns='key', *args, code=0, says=''):
    global ran
    got_code, said = take(files, *args)
    names = {'received': "datetime(received_at, 'unixepoch', '+7 hours')", 'due': "date(due_at, 'unixepoch', '+7 hours')"}
    got = ask('SELECT %s FROM dossier ORDER BY key' % ', '.join(names.get(c, c) for c in columns.split()))
    if got != want or got_code != code or says not in said:
        sys.exit('FAILED: %s: %d %s, expected %d %s\n%s' % (name, got_code, got, code, want, said))
    ran += 1


def csv(rows, by=','):
    return '\ufeff' + '\n'.join(by.join(str(c) for c in r) for r in rows) + '\n'


def xlsx(sheets):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w') as z:
        z.writestr('xl/workbook.xml', '<workbook xmlns:r="r"><sheets>%s</sheets></workbook>' % ''.join(
            '<sheet name="%s" sheetId="%d" r:id="rId%d"/>' % (escape(n), i, i) for i, n in enumerate(sheets, 1)))
        z.writestr('xl/_rels/workbook.xml.rels', '<R>%s</R>' % ''.join(
            '<Relationship Id="rId%d" Type="x/worksheet" Target="worksheets/sheet%d.xml"/>' % (i, i) for i in range(1, len(sheets) + 1)))
        for i, rows in enumerate(sheets.values(), 1):
            z.writestr('xl/worksheets/sheet%d.xml' % i, '<worksheet><sheetData>%s</sheetData></worksheet>' % ''.join('<row>%s</row>' % ''.join(
                '<c/>' if c == '' else '<c><v>%s</v></c>' % c if isinstance(c, (int, float)) else '<c t="inlineStr"><is><t>%s</t></is></c>' % escape(c)
                for c in r) for r in rows))
    return out.getvalue()


def ods(rows):
    out = io.BytesIO()
    def cell(c):
        if isinstance(c, int):
            return '<table:table-cell office:value-type="float" office:value="%d"><text:p>%d,0</text:p></table:table-cell>' % (c, c)
        return c if c.startswith('<') else '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>' % escape(c)
    with zipfile.ZipFile(out, 'w') as z:
        z.writestr('mimetype', 'application/vnd.oasis.opendocument.spreadsheet')
        z.writestr('content.xml', '<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
                   '<office:body><office:spreadsheet><table:table table:name="Tháng 11-2022">%s<table:table-row table:number-rows-repeated="1048000">'
                   '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body>'
                   '</office:document-content>' % ''.join('<table:table-row>%s</table:table-row>' % ''.join(cell(c) for c in r) for r in rows))
    return out.getvalue()


H = ['STT', 'Đơn vị', 'Tổng số', 'Đã giải quyết', 'Đang giải quyết']
NOVEMBER = ('--period', 'month', '--of', '2022-11')


def month(m, *units):
    return {(u, m, f): n for u, *numbers in units for f, n in zip(('total', 'finished', 'open'), numbers)}


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


def page(rows, tag='td', before=''):
    return before + '<html><meta charset="utf-8"><table><tr>%s</tr>%s</table></html>' % (''.join('<th>%s</th>' % h for h in H), ''.join(
        '<tr>%s</tr>' % ''.join('<td>%s</td>' % c for c in r) for r in rows))


figures('words before a page', {'a.xls': page([A, B], before='Tháng 11 năm 2022\n')}, one, *NOVEMBER)
figures('fields that are filled in', {'a.html': page([[1, 'Xã A', '<input value="12">', '<input type="number" value="8">', '<input type="hidden" value="99">4'], B])}, one, *NOVEMBER)
figures('what is struck out', {'a.html': page([[1, 'Xã A', '<del>11</del> 12', '<s>9</s> 8', 4], B])}, one, *NOVEMBER)
figures('buttons in the heading', {'a.html': page([A, B]).replace('<th>Tổng số', '<th>Tổng số <button>Lọc</button>')}, one, *NOVEMBER)
# --- dossiers
D = ['Mã hồ sơ', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Ngày có kết quả', 'Trạng thái']


def row(i, received='01/11/2022', due='10/11/2022', finished='', state='Đang xử lý', code=None):
    return [code or 'H57-221101-%04d' % i, received, due, finished, state]


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
        ran += 1
print('%d files' % ran)
PY
