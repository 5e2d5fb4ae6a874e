#!/bin/sh
# Replies as real portals get them wrong: what can be read is read, what cannot is told with its cause, and nothing passes for complete
# that is not. Each line says what is served, and by hand: exit status, outcome, dossiers in the store, words of the message.
. "$(dirname "$0")/lib.sh"
PYTHONPATH="$MOTCUA_SRC/tests/portal" python3 - "$bin/motcua" "$work" <<'PY'
import gzip, json, os, re, shutil, sqlite3, subprocess, sys
from replies import Portal
motcua, work = sys.argv[1:3]
os.chdir(work)
portal = Portal()
os.environ.update(MOTCUA_LANG='en', MOTCUA_NOW='2022-11-25T15:00', MOTCUA_RETRY_MS='5', PW='bi-mat-9', no_proxy='*')


def rec(i, **more):
    return {'id': i, 'code': 'H57.01-221101-%04d' % i, 'office': {'code': 'H57.01', 'name': 'Xã Mẫu'}, 'received': '01/11/2022 08:00:00',
            'due': '10/11/2022 17:00:00', 'state': 'open', **more}


def manifest(total=True, records='data', kind='page', **more):
    stream = {'name': 'dossiers', 'kind': 'dossier', 'request': {'path': '/api', 'query': {'page': '{page}', 'size': '{size}'}},
              'paging': {'kind': kind, 'size': 3, 'first': 0} if kind == 'page' else {'kind': kind}, 'records': records,
              'fields': {'key': 'id', 'code': 'code', 'unit': 'office.code', 'unit_name': 'office.name', 'received_at': 'received',
                         'due_at': 'due', 'status': {'from': 'state', 'map': {'open': 4, 'done': 10}}}, **more}
    if kind == 'none':
        del stream['request']['query']
    if total:
        stream['total'] = 'total'
    return {'name': 'mine', 'title': {'vi': 'Mẫu'}, 'driver': 'rest_json', 'dates': 'dd/MM/yyyy HH:mm:ss', 'streams': [stream]}


def body(b):
    return b if isinstance(b, bytes) else b.encode() if isinstance(b, str) else json.dumps(b, ensure_ascii=False).encode()


# Every case begins with the same empty store; all its migrations again and again would be half of what the cases cost.
json.dump({'store': 'sqlite:empty.db', 'sources': []}, open('motcua.json', 'w'))
subprocess.run([motcua, 'db', 'migrate'], check=True, capture_output=True)


def collect(reply, shape=None, auth=False, keep=False):
    if not keep:
        for f in os.listdir('.'):
            if f.startswith('motcua.db'):
                os.remove(f)
        shutil.copy('empty.db', 'motcua.db')
    json.dump(shape or manifest(), open('mine.json', 'w'))
    source = {'name': 's', 'manifest': './mine.json', 'base_url': portal.address}
    if auth:
        source['auth'] = {'user': 'canbo', 'password': {'env': 'PW'}}
    json.dump({'store': 'sqlite:motcua.db', 'network': {'requests_per_minute': 60000, 'retries': 1, 'retry_seconds': 1}, 'sources': [source]},
              open('motcua.json', 'w'))
    portal.replies, portal.asked = reply, 0
    done = subprocess.run([motcua, 'collect'], capture_output=True, text=True, timeout=60)
    db = sqlite3.connect('motcua.db')
    outcome, message, reasons = db.execute('SELECT outcome, message, reasons FROM run ORDER BY id DESC LIMIT 1').fetchone()
    return done.returncode, outcome, db.execute('SELECT COUNT(*) FROM dossier').fetchone()[0], (message or '') + ' ' + done.stderr, reasons


ran = 0


def case(name, reply, code, outcome, dossiers, words='', never='', **how):
    """reply: bytes, text or JSON for every page; or a list of them by page, the last of which is for all behind it."""
    global ran
    def serve(page, path):
        one = reply[min(page or 0, len(reply) - 1)] if isinstance(reply, list) else reply
        status, headers, b = one if isinstance(one, tuple) else (200, {}, one)
        return status, headers, body(b)
    got = collect(reply if callable(reply) else serve, **how)
    if got[:3] != (code, outcome, dossiers) or not re.search(words, got[3], re.S) or (never and re.search(never, got[3])):
        sys.exit('FAILED: %s: expected %s %s %s /%s/, got %s' % (name, code, outcome, dossiers, words, got))
    ran += 1


one = {'total': 1, 'data': [rec(1)]}
none = {'total': 0, 'data': []}
# --- no records, and no word that there are none: a failure, whatever the status
for name, reply in (('an object of nothing', {}), ('an empty list', '[]'), ('null', 'null'), ('0', '0'), ('false', 'false'), ('bare words', 'Bạn không có quyền'),
                    ('words in quotes', '"Bạn không có quyền"'), ('an error', {'error': {'code': 500, 'message': 'Hệ thống bận'}}), ('blank', ' \n'),
                    ('nothing', ''), ('data null', {'data': None}), ('a list without the promised total', {'data': []}),
                    ('an error with a list', {'success': False, 'data': [], 'message': 'Hết phiên'}), ('a total of one and no record', {'total': 1, 'data': []}),
                    ('data a word', {'data': 'error'}), ('a total of null', {'total': None, 'data': None})):
    got = collect(lambda page, path: (200, {}, body(reply)))
    if got[0] not in (65, 69, 75) or got[1] != 'failed' or got[2]:
        sys.exit('FAILED: %s: %s' % (name, got))
    ran += 1
case('an honest empty list', none, 0, 'complete', 0)
# --- a refusal that looks like an empty list; a total in groups; one that rows which came twice seem to exceed
for name, said in (('success', False), ('ok', False), ('error', True), ('status', 'ERROR')):
    case('%s is %s' % (name, said), {name: said, 'message': 'Bạn không có quyền', **none}, 69, 'failed', 0, 'the portal refused the request.*Bạn không có quyền')
for name, said in (('error_code', '-99'), ('errorCode', 5), ('error', {'code': 1}), ('error', 'Hết phiên'), ('Success', 0), ('code', 403), ('statusCode', '500'), ('status', 'Failure')):
    case('%s is %s' % (name, said), {name: said, **none}, 69, 'failed', 0, 'the portal refused the request')
for name, said in (('error_code', '0'), ('errorCode', 0), ('error', ''), ('error', None), ('code', 200), ('status', '1'), ('status', 'SUCCESS'), ('code', 'OK')):
    case('%s is %s' % (name, said), {name: said, **none}, 0, 'complete', 0)
case('success is true', {'success': True, 'error': False, 'status': 'OK', **none}, 0, 'complete', 0)
case('a record has such a member', {'total': 1, 'data': [rec(1, success=False, status='ERROR')]}, 0, 'complete', 1)
groups = [{'total': '1.234', 'data': [rec(i) for i in range(k, k + 3)]} for k in (1, 4)] + [{'total': '1.234', 'data': []}]
case('a total in groups', groups, 75, 'partial', 6, 'the portal says 1234, 6 came')
shifted = [{'total': 7, 'data': [rec(i) for i in page]} for page in ((1, 2, 3), (3, 4, 5), (6, 7), ())]
case('rows that came twice', shifted, 0, 'complete', 7, 'came twice: 1', never='not believed')
case('a total of 0 alone', {'total': 0}, 0, 'complete', 0)
case('a list alone, where no total is promised', {'data': []}, 0, 'complete', 0, shape=manifest(total=False))
case('never empty', none, 69, 'failed', 0, shape=manifest(empty='never'))
case('the words of the portal', {'error': 'x', 'message': 'Có lỗi xảy ra'}, 69, 'failed', 0, 'Có lỗi xảy ra')
case('no names, numbers, accounts in them', {'message': 'Ông Nguyễn Văn Mẫu (0912345678, mau@example.invalid) không có quyền'}, 69, 'failed', 0, 'không có quyền',
     'Mẫu|0912|example')
case('no password in them', {'message': 'canbo / bi-mat-9 sai'}, 69, 'failed', 0, '', 'bi-mat', auth=True)
case('another wrapper', {'total': 2, 'result': {'items': [rec(1), rec(2)]}}, 69, 'failed', 0, 'items')
case('an error behind the first page', [{'total': 9, 'data': [rec(1), rec(2), rec(3)]}, {'error': 'hết phiên'}], 75, 'partial', 3, 'hết phiên')
# --- totals that cannot be true
full = [{'total': 8, 'data': [rec(1), rec(2), rec(3)]}, {'total': 8, 'data': [rec(4), rec(5), rec(6)]}, {'total': 8, 'data': [rec(7), rec(8)]}]


def totals(*told):
    return [{**page, 'total': t} for page, t in zip(full + [{'data': []}], told)]


case('a true total', full + [{'total': 8, 'data': []}], 0, 'complete', 8, '', 'believed')
for name, told in (('of the page', (3, 3, 2, 0)), ('0', (0, 0, 0, 0)), ('negative', (-1, -1, -1, -1)), ('words', ('nhiều', 'nhiều', 'nhiều', 'nhiều')),
                   ('too small', (5, 5, 5, 5)), ('a fraction', (2.5, 2.5, 2.5, 2.5))):
    case('a total that is ' + name, totals(*told), 0, 'complete', 8, 'believed|no number that can be true')
case('8.0 is 8', totals(8.0, 8.0, 8.0, 8.0), 0, 'complete', 8, '', 'believed')
case('"8" is 8', totals('8', '8', '8', '8'), 0, 'complete', 8, '', 'believed')
case('a total of 10000 that does not come', totals(10000, 10000, 10000, 10000), 75, 'partial', 8, '10000, 8 came')
case('a total that is only on the first page', [full[0]] + [{'data': p['data']} for p in full[1:]] + [{'data': []}], 0, 'complete', 8)
case('a page beyond the end is refused', full + [(404, {}, {'detail': 'Invalid page'})], 0, 'complete', 8)
case('exactly full pages, then a refusal', full[:2] and [{**p, 'total': 6} for p in full[:2]] + [(400, {}, {})], 0, 'complete', 6)
# --- pages that repeat, with no total
plain = manifest(total=False)
case('the page parameter is ignored', {'data': [rec(1), rec(2), rec(3)]}, 75, 'partial', 3, 'page 2 brings nothing', shape=plain)
case('the page and its size are ignored', {'data': [rec(i) for i in range(1, 6)]}, 75, 'partial', 5, 'page 2 brings nothing', shape=plain)
case('two pages by turns', [{'data': p['data']} for p in full[:2]] * 4, 75, 'partial', 6, 'page 3 brings nothing', shape=plain)
case('the same rows in another order', [{'data': [rec(1), rec(2), rec(3)]}, {'data': [rec(3), rec(1), rec(2)]}], 75, 'partial', 3, 'page 2', shape=plain)
case('pages smaller than asked for', [{'data': [rec(1), rec(2)]}, {'data': [rec(3), rec(4)]}, {'data': [rec(5)]}, {'data': []}], 0, 'complete', 5, shape=plain)
case('the last page for every number behind it', [{'data': p['data']} for p in full], 0, 'complete', 8, shape=plain)
case('ignored, with a total', {'total': 8, 'data': [rec(1), rec(2), rec(3)]}, 75, 'partial', 3, '8, 3 came')
case('all in one reply', {'data': [rec(1), rec(2), rec(3)]}, 0, 'complete', 3, shape=manifest(total=False, kind='none'))
# --- one id twice
case('twice in a page', [{'total': 8, 'data': [rec(1), rec(1), rec(3)]}] + full[1:], 0, 'complete', 7, 'came twice: 1')
case('twice on two pages', [full[0], {'total': 8, 'data': [rec(3), rec(5), rec(6)]}, full[2]], 0, 'complete', 7, 'came twice: 1')
# --- lists as objects, documents one a line
case('as PHP writes lists', {'total': 2, 'data': {'0': rec(1), '2': rec(3)}}, 0, 'complete', 2)
case('by their codes', {'total': 2, 'data': {'H57.01-1': rec(1), 'H57.01-2': rec(2)}}, 0, 'complete', 2)
case('one object', {'total': 1, 'data': rec(1)}, 0, 'complete', 1)
case('an empty object', {'total': 0, 'data': {}}, 0, 'complete', 0)
case('a number among them', {'total': 2, 'data': {'0': rec(1), '1': rec(2), 'count': 2}}, 0, 'complete', 2)
line = '\n'.join(json.dumps(rec(i), ensure_ascii=False) for i in (1, 2, 3))
unpaged = manifest(total=False, kind='none')
case('one a line', line, 0, 'complete', 3, shape=unpaged)
case('one a line, with line ends of Windows', line.replace('\n', '\r\n') + '\r\n', 0, 'complete', 3, shape=unpaged)
# --- JSON that is none, mended
good = json.dumps(one, ensure_ascii=False)
for name, text in (('a comma too many', good.replace(']', ',]')), ('two', good.replace('}]}', '},]\n ,}')), ('a raw line end', good.replace('Mẫu', 'M\nẫu')),
                   ('a raw tab', good.replace('Mẫu', 'M\tẫu')), ('a path of Windows', good.replace('"state"', '"tep": "C:\\users\\x", "state"')),
                   ('NaN', good.replace('"state"', '"tuoi": NaN, "state"')), ('-Infinity', good.replace('"state"', '"tuoi": -Infinity, "state"')),
                   ('None and True of Python', good.replace('"state"', '"a": None, "b": True, "state"')), (')]}\' before it', ")]}',\n" + good),
                   ('a comment behind it', good + '<!-- 12 ms -->'), ('a callback', 'cb(' + good + ');')):
    case(name, text, 0, 'complete', 1, 'byte [0-9]+')
case('a byte order mark', '\ufeff' + good, 0, 'complete', 1)
case('a wrong byte in a member that is not asked for', good.encode().replace(b'"state"', b'"ghi_chu": "\xff", "state"'), 0, 'complete', 1)
case('two documents', [good + good.replace('"id": 1', '"id": 2').replace('0001', '0002'), {'total': 2, 'data': []}], 0, 'complete', 2, '2 documents')
case('text/html', (200, {'Content-Type': 'text/html; charset=utf-8'}, good), 0, 'complete', 1, 'Content-Type')
case('text/plain', (200, {'Content-Type': 'text/plain'}, good), 0, 'complete', 1)
case('gzip that is none', (200, {'Content-Encoding': 'gzip'}, good), 0, 'complete', 1, 'Content-Encoding')
case('an encoding that is none', (200, {'Content-Encoding': 'utf-8'}, good), 0, 'complete', 1, 'Content-Encoding')
case('packed and not said', gzip.compress(good.encode()), 65, 'failed', 0, 'packed .gzip.')
case('UTF-16', good.encode('utf-16'), 65, 'failed', 0, 'UTF-16')
three = json.dumps({'total': 3, 'data': [rec(1), rec(2), rec(3)]}, ensure_ascii=False)
case('cut off in the third', three[:three.index('"id": 3') + 30], 75, 'partial', 2, 'ends at byte [0-9]+')
at = three.index('"id": 3')
case('broken in the third', three[:at] + '"id" 3' + three[at + 7:], 0, 'complete', 2, 'not JSON at byte 37[67]')
# --- one record that is no JSON is a reject: what stands behind it is read, and the total too
many = {'data': [rec(i) for i in range(1, 8)], 'total': 7, 'links': [{'id': 0, 'rel': 'self'}]}
text = json.dumps(many, ensure_ascii=False)
for name, was, becomes in (('a quote in a text', '"Xã Mẫu"}, "received": "01', '"Xã "Mẫu""}, "received": "01'), ('no colon', '"state": "open"', '"state" "open"'),
                           ('no comma', ', "state"', ' "state"'), ('a text without its end', '"state": "open"', '"state": "open'), ('a bare word', '"open"', 'đang mở'),
                           ('no value', '"state": "open"', '"state": '), ('a brace too many', '"open"}', '"open"}}'), ('a number with a zero', '"state": "open"', '"state": 007')):
    for at in (0, 3, 6):
        place = [m.start() for m in re.finditer(re.escape(was), text)][at]
        case('%s in record %d' % (name, at + 1), text[:place] + becomes + text[place + len(was):], 0, 'complete', 7 if name == 'a brace too many' else 6,
             'not JSON at byte [0-9]+')
case('no comma between records', text.replace('}, {"id": 4,', '} {"id": 4,'), 0, 'complete', 7, 'not JSON at byte [0-9]+')
two = text.replace('"id": 2', '"id" 2').replace('"id": 5', '"id" 5')
case('two of seven', two, 65, 'partial', 5, 'not JSON at byte')
case('the only one', json.dumps(one, ensure_ascii=False).replace('"id": 1', '"id" 1'), 65, 'failed', 0, 'not JSON at byte [0-9]+')
case('by their codes', json.dumps({'total': 3, 'data': {'H57.01-%d' % i: rec(i) for i in (1, 2, 3)}}).replace('"id": 2', '"id" 2'), 0, 'complete', 2, 'not JSON at byte')
case('one a line', '\n'.join(json.dumps(rec(i)) for i in (1, 2, 3)).replace('"id": 2', '"id" 2'), 0, 'complete', 2, 'not JSON at byte', shape=manifest(total=False, kind='none'))
case('cut off in a broken one', two[:text.index('"id": 6')], 65, 'partial', 3, 'not JSON at byte', shape=manifest(total=False, kind='none'))
# --- the total in each record, as stored procedures page
inside = manifest()
inside['streams'][0]['total'] = 'data[].TotalRow'
case('a total in each record', [{'data': [{**r, 'TotalRow': 8} for r in p['data']]} for p in full] + [{'data': []}], 0, 'complete', 8, shape=inside, never='believed')
case('a total in each record that does not come', [{'data': [{**r, 'TotalRow': 9} for r in p['data']]} for p in full] + [{'data': []}], 75, 'partial', 8, '9, 8 came', shape=inside)
# --- one id in three forms
forms = '{"total": 1, "data": [%s]}'
for one_id in ('2', '2.0', '"2"', '2.000', '" 2 "', '0.2e1', '2E0'):
    for other in ('2', '"2"'):
        a, b = (json.dumps(rec(2)).replace('"id": 2', '"id": ' + i) for i in (one_id, other))
        case('id %s and %s' % (one_id, other), '{"total": 2, "data": [%s, %s]}' % (a, b), 0, 'complete', 1, 'came twice: 1')
# --- one bad byte
raw = json.dumps({'total': 2, 'data': [rec(1), rec(2)]}).encode()
case('in the name of a unit', raw.replace(b'X\\u00e3 M', b'X\xff M', 1), 0, 'complete', 2)
case('in a status', raw.replace(b'"open"', b'"op\xffen"', 1), 0, 'complete', 2)
case('in a date', raw.replace(b'10/11/2022 17', b'10/11/2022\xff17', 1), 0, 'complete', 2)
case('in the code of a unit', raw.replace(b'"H57.01"', b'"H57.\xff1"', 1), 0, 'complete', 1)
case('in a key', raw.replace(b'"id": 1', b'"id": "\xff"', 1), 0, 'complete', 1)
case('broken from the start', '{"total" 1}', 65, 'failed', 0, 'not JSON at byte (9|10)')
# --- a record that can be placed nowhere is a reject; of what has no unit the number is told
bare = {'id': 2}
case('an id alone', {'total': 2, 'data': [rec(1), bare]}, 0, 'complete', 1, '1 record could not be read')
case('ids alone', {'total': 2, 'data': [bare, {'id': 3}]}, 65, 'failed', 0, '2 records could not be read|could not be read: 2')
case('open, and never received', [{'total': 2, 'data': [rec(1), rec(2, received=None)]}, {'total': 2, 'data': []}], 0, 'complete', 2)
assert sqlite3.connect('motcua.db').execute('SELECT kind, field, rows FROM run_issue').fetchall() == [('undated', 'received_at', 1)]
case('neither status nor reception', {'total': 2, 'data': [rec(1), rec(2, received='', state=None)]}, 0, 'complete', 1, '1 record could not be read')
early = manifest(fields={**manifest()['streams'][0]['fields'], 'status': {'from': 'state', 'map': {'open': 4, 'new': 1, 'paying': 6}}})
case('new, and not received yet', {'total': 2, 'data': [rec(1), rec(2, received=None, state='new')]}, 0, 'complete', 2, shape=early)
case('waits for a fee before it is received', {'total': 2, 'data': [rec(1), rec(2, received=None, state='paying')]}, 0, 'complete', 2, shape=early)
case('of no unit', [{'total': 2, 'data': [rec(1), rec(2, office=None)]}, {'total': 2, 'data': []}], 0, 'complete', 2)
assert sqlite3.connect('motcua.db').execute('SELECT kind, field, rows FROM run_issue').fetchall() == [('unplaced', 'unit', 1)]
# --- a page instead of data
def page(title, more=''):
    return '<!doctype html><html><head><title>%s</title></head><body>%s</body></html>' % (title, more)


html = {'Content-Type': 'text/html'}
case('a firewall', (403, html, page('Request Rejected', 'Your support ID is: 123456789')), 69, 'failed', 0, "firewall's page.*403.*no account", 'password of')
case('a firewall, to an account', (403, html, page('Access Denied')), 69, 'failed', 0, 'not about user or password', auth=True)
case('a firewall with 200', (200, html, page('Web Page Blocked', 'Attack ID: 20000051')), 69, 'failed', 0, "firewall's page")
case('a login page with 200', (200, html, page('Đăng nhập', '<input type="password">')), 69, 'failed', 0, 'login page.*Đăng nhập')
case('a captcha with 200', (200, html, page('Just a moment...')), 69, 'failed', 0, 'captcha')
case('closed for work', (200, html, page('Hệ thống đang bảo trì')), 75, 'failed', 0, 'closed for work')
case('a wrong password', (401, {}, {'message': 'Sai mật khẩu'}), 69, 'failed', 0, 'not authenticated.*401.*Sai mật khẩu', auth=True)
case('401 without an account', (401, {}, {}), 69, 'failed', 0, 'this source has no account')
case('403 of a web server', (403, html, page('403 Forbidden')), 69, 'failed', 0, 'not authenticated', auth=True)


def to_login(p, path):
    return (200, html, body(page('Login'))) if path == '/login' else (302, {'Location': '/login'}, b'')


case('a redirect to a login page', to_login, 69, 'failed', 0, 'login page')
case('a redirect to a login elsewhere', lambda p, path: (302, {'Location': 'https://sso.example.invalid/auth/realms'}, b''), 69, 'failed', 0, 'redirects to a login page at')
# --- one listing of several
several = manifest()
first = several['streams'][0]
several['streams'] = [{**json.loads(json.dumps(first)), 'name': n, 'request': {**first['request'], 'path': '/' + n}} for n in ('a', 'b', 'c')]
calm = {'a': rec(1), 'b': rec(2), 'c': rec(3)}
for name, bad in (('404', (404, {}, b'{}')), ('500', (500, {}, b'')), ('garbage', (200, {}, b'{"total" 1')), ('a login page', (200, html, body(page('Login')))),
                  ('an error', (200, {}, b'{"error":"x"}')), ('403', (403, {}, b'{}'))):
    for broken in 'abc':
        case('%s is %s' % (broken, name), lambda p, path: bad if path == '/' + broken else (200, {}, body({'total': 1, 'data': [calm[path[1]]]})), 75, 'partial', 2,
             '(^|; )%s: ' % broken, shape=several)
# --- what runs and sources say, and that a failure is no news
case('whole', [{'total': 3, 'data': [rec(1), rec(2), rec(3)]}, {'total': 3, 'data': []}], 0, 'complete', 3)
os.environ['MOTCUA_NOW'] = '2022-11-26T15:00'
case('then an error', {'error': 'hết phiên'}, 69, 'failed', 3, 'hết phiên', keep=True)
last = sqlite3.connect('motcua.db').execute("SELECT MAX(observed_at) FROM run WHERE outcome = 'complete'").fetchone()[0]
assert last == 1669363200, last
print('%d replies' % ran)
PY
