"""Files as offices have them, composed for flow tests, and what an import must make of them: figures() and dossiers() end the test
where the store, the exit status or the words differ."""
import io
import os
import sqlite3
import subprocess
import sys
import zipfile
from xml.sax.saxutils import escape
motcua, ran = '', 0


def begin(program, work):
    global motcua
    motcua = program
    os.chdir(work)
    os.environ.update(MOTCUA_LANG='en', MOTCUA_NOW='2022-11-25T15:00')


def end():
    print('%d files' % ran)


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



def page(rows, tag='td', before=''):
    return before + '<html><meta charset="utf-8"><table><tr>%s</tr>%s</table></html>' % (''.join('<th>%s</th>' % h for h in H), ''.join(
        '<tr>%s</tr>' % ''.join('<td>%s</td>' % c for c in r) for r in rows))


D = ['Mã hồ sơ', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Ngày có kết quả', 'Trạng thái']


def row(i, received='01/11/2022', due='10/11/2022', finished='', state='Đang xử lý', code=None):
    return [code or 'H57-221101-%04d' % i, received, due, finished, state]
