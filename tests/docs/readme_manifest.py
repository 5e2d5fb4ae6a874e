"""The manifest in ten lines of README.md polls a small portal that answers as it says; what it then counts was worked out by hand."""
import base64
import http.server
import json
import os
import re
import sqlite3
import subprocess
import threading
import urllib.parse

# Seven dossiers on 25/11/2022. By hand: six were received in November, three by each office; what the store is to hold is ROWS: done is
# status 10, open is 4, and a dossier with any scanned file is digitized.
DOSSIERS = [
    # id, office, received, due, state, files
    ('M-1', 'X1', '27/10/2022 08:00:00', '04/11/2022 17:00:00', 'open', []),
    ('M-2', 'X1', '02/11/2022 08:00:00', '30/11/2022 17:00:00', 'done', ['1']),
    ('M-3', 'X1', '03/11/2022 08:00:00', '30/11/2022 17:00:00', 'done', ['0', '1']),
    ('M-4', 'X1', '04/11/2022 08:00:00', '30/11/2022 17:00:00', 'open', ['0']),
    ('M-5', 'X2', '07/11/2022 08:00:00', '30/11/2022 17:00:00', 'done', ['1']),
    ('M-6', 'X2', '08/11/2022 08:00:00', '30/11/2022 17:00:00', 'done', ['0']),
    ('M-7', 'X2', '09/11/2022 08:00:00', '30/11/2022 17:00:00', 'open', []),
]
COUNTS = {('X1', 'received'): '3', ('X2', 'received'): '3', ('ALL', 'received'): '6'}
ROWS = [('M-1', 'X1', 4, 0), ('M-2', 'X1', 10, 1), ('M-3', 'X1', 10, 1), ('M-4', 'X1', 4, 0), ('M-5', 'X2', 10, 1), ('M-6', 'X2', 10, 0), ('M-7', 'X2', 4, 0)]


def manifest_check(program, text):
    """What is wrong, one sentence each."""
    part = text[text.index('## A manifest in ten lines'):]
    block = re.search(r'```json\n(.*?)```', part, re.S)[1]
    wrong, asked = [], []
    if len(block.strip().splitlines()) > 10:
        wrong.append(f'README.md: the manifest has {len(block.strip().splitlines())} lines')
    name = re.search(r'name it there \(`"manifest": "([^"]+)"`\)', part)[1]

    class Portal(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            at = urllib.parse.urlsplit(self.path)
            query = dict(urllib.parse.parse_qsl(at.query))
            asked.append((at.path, query, self.headers.get('Authorization')))
            if at.path != '/api/dossiers' or self.headers.get('Authorization') != 'Basic ' + base64.b64encode(b'u:p').decode():
                self.send_error(404 if at.path != '/api/dossiers' else 401)
                return
            data = [{'id': i, 'office': {'code': o, 'phone': '0900000000'}, 'received': r, 'due': d, 'state': s, 'applicant': 'Nguoi Mau Mot',
                     'files': [{'scanned': f, 'name': 'cccd.pdf'} for f in files]} for i, o, r, d, s, files in DOSSIERS]
            start, end = int(query['start']), int(query['end'])
            body = json.dumps({'total': len(data), 'data': data[start:end]}).encode()
            self.send_response(200)
            self.send_header('Content-Type', 'application/json')
            self.send_header('Content-Length', str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    os.makedirs('ten', exist_ok=True)
    with open(f'ten/{name}', 'w', encoding='utf-8') as f:
        f.write(block)
    with open('ten/motcua.json', 'w', encoding='utf-8') as f:
        json.dump({'store': 'sqlite:motcua.db', 'sources': [{'name': 'mine', 'manifest': name, 'base_url': f'http://127.0.0.1:{server.server_port}',
                                                             'auth': {'user': 'u', 'password': {'env': 'PASSWORD'}}}]}, f)
    env = {k: v for k, v in os.environ.items() if k not in ('MOTCUA_CONFIG', 'MOTCUA_STORE')}
    run = lambda *words: subprocess.run([program, *words], cwd='ten', capture_output=True, text=True, env=env, timeout=60)
    polled = run('collect')
    if polled.returncode or 'mine: 7 dossiers' not in polled.stdout + polled.stderr:
        return wrong + [f'README.md: the manifest polls nothing: exit status {polled.returncode} {polled.stdout}{polled.stderr}{asked}']
    counted = run('counts', '--of', '2022-11', '--format', 'csv').stdout
    for (unit, counter), number in COUNTS.items():
        got = re.search(rf',{unit},{counter},([^,\r\n]*)', counted)
        if not got or got[1] != number:
            wrong.append(f'README.md, the manifest: {counter} of {unit} is {got and got[1]}, not {number}')
    rows = sqlite3.connect('ten/motcua.db').execute('SELECT key, unit, status, digitized FROM dossier ORDER BY key').fetchall()
    if rows != ROWS:
        wrong.append(f'README.md, the manifest: the store has {rows}')
    kept = b''.join(open(f'ten/{f}', 'rb').read() for f in os.listdir('ten') if f.startswith('motcua.db'))
    for secret in (b'Nguoi Mau Mot', b'0900000000', b'cccd.pdf'):
        if secret in kept:
            wrong.append(f'README.md: the manifest does not name it, and it is kept: {secret}')
    server.shutdown()
    return wrong
