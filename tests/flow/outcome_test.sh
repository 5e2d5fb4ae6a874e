#!/bin/sh
# What an outcome means: complete is complete, and what is not is told where the figures are used. Polled pages with tables, and exports.
. "$(dirname "$0")/lib.sh"
PYTHONPATH="$MOTCUA_SRC/tests/portal" python3 - "$bin/motcua" "$work" <<'PY'
import json, os, sqlite3, subprocess, sys
from replies import Portal
motcua, work = sys.argv[1:3]
os.chdir(work)
portal = Portal()
os.environ.update(MOTCUA_LANG='en', MOTCUA_NOW='2022-11-25T15:00', MOTCUA_RETRY_MS='5', no_proxy='*')
ran = 0


def config(**more):
    json.dump({'store': 'sqlite:motcua.db', 'sources': [], 'commitments': ['y-yen-2022'], **more}, open('motcua.json', 'w'))


def forget():
    for f in os.listdir('.'):
        if f.startswith('motcua.db'):
            os.remove(f)


def run(*args):
    done = subprocess.run([motcua, *args], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def ask(sql):
    return sqlite3.connect('motcua.db').execute(sql).fetchall()


def expect(name, want, got):
    global ran
    if want != got:
        sys.exit('FAILED: %s: expected %r, got %r' % (name, want, got))
    ran += 1


# --- pages with tables, polled
TITLES = ['Mức độ', 'Tổng số', 'Đã giải quyết', 'Đang giải quyết']


def table(*rows, titles=TITLES, style=''):
    return '<table%s><tr>%s</tr>%s</table>' % (style, ''.join('<th>%s</th>' % t for t in titles), ''.join(
        '<tr>%s</tr>' % ''.join('<td>%s</td>' % c for c in r) for r in rows))


def poll(name, body, code, outcome, figures, says='', kind='text/html; charset=utf-8'):
    forget()
    config(sources=[{'name': 's', 'manifest': 'html_table', 'base_url': portal.address, 'vars': {'unit': 'H57'}}])
    portal.replies = lambda page, path: (200, {'Content-Type': kind}, body if isinstance(body, bytes) else body.encode())
    got, said = run('collect')
    expect(name, (code, outcome, figures), (got, ask('SELECT outcome FROM run')[0][0], dict(ask('SELECT metric, numerator FROM figure'))))
    if says not in said:
        sys.exit('FAILED: %s: not told: %s\n%s' % (name, says, said))


head = '<html><head><title>Thống kê</title></head><body>'
whole = {'total_level3': 12, 'finished_level3': 8, 'open_level3': 4}
level = ('Mức độ 3', 12, 8, 4)
poll('one table', head + table(level), 0, 'complete', whole)
poll('the charset of the header', (head + table(level)).encode('utf-16-le'), 0, 'complete', whole, kind='text/html; charset=utf-16le')
poll('a hidden table is told', head + table(level) + table(('Mức độ 4', 99, 90, 9), style=' style="display:none"'), 0, 'complete', whole, 'table 2: it is hidden')
poll('a table that nearly fits is missing', head + table(level) + table(('Mức độ 4', 1, 1, 0), titles=TITLES[:3] + ['Khác']), 65, 'partial', whole,
     'table 2: it lacks these columns')
poll('tables that differ are not believed', head + table(level) + table(('Mức độ 3', 13, 9, 4)), 0, 'complete', {'open_level3': 4}, '1 record could not be read')
poll('no row', head + table(), 65, 'failed', {}, 'no row with figures')
poll('no table', head + '<p>Chưa có số liệu</p>', 65, 'failed', {})
# --- exports: what they lack, and whose figures lack it
titles = 'Mã hồ sơ,Đơn vị giải quyết,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái\n'


def export(rows, month=11):
    return '\ufeff' + titles + ''.join('H57-22%02d01-%04d,Xã A,%s,30/%02d/2022,Đang xử lý\n' % (month, i, '01/%02d/2022' % month if good else '?', month)
                                       for i, good in enumerate(rows, 1))


def take(name, text, code, outcome, reasons):
    forget()
    config()
    open('a.csv', 'w').write(text)
    got, said = run('import', 'a.csv', '--at', '2022-11-25T15:00')
    run_row = ask('SELECT outcome, reasons FROM run')[0]
    expect(name, (code, outcome, reasons), (got, run_row[0], {k: v for k, v in json.loads(run_row[1]).items() if k not in ('came', 'fresh_days')}))
    return said


take('whole', export([True] * 3), 0, 'complete', {})
take('one reject is allowed', export([True, False, True]), 0, 'complete', {'rejected': 1})
take('two of a hundred and ten are not', export([True] * 108 + [False] * 2), 65, 'partial', {'rejected': 2})
expect('whose figures lack them', True, '2 records are missing from all figures of Xã A.' in run('status', '--at', '2022-11-25T15:00')[1])
take('two of two hundred are', export([True] * 198 + [False] * 2), 0, 'complete', {'rejected': 2})
take('nothing could be read', export([False] * 3), 65, 'failed', {'rejected': 3})
take('rows that came twice', export([True] * 3) + export([True]).split('\n', 1)[1], 0, 'complete', {'twice': 1})
take('a total that is not met', export([True] * 3) + 'Tổng số: 5 hồ sơ,,,,\n', 65, 'partial', {'short': 2})
# --- freshness: a month, or what the config says
take('old figures', export([True] * 3, month=9), 0, 'complete', {})
expect('old is told', True, 'the newest figures are of 01/09/2022' in run('status', '--at', '2022-11-25T15:00')[1])
config(fresh_days=120)
run('import', 'a.csv', '--at', '2022-11-25T16:00')
expect('not where the config lets them be', False, 'the newest figures are of' in run('status', '--at', '2022-11-25T16:00')[1])
print('%d outcomes' % ran)
PY
