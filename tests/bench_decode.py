#!/usr/bin/env python3
"""What decoding a dossier costs, beside what only parsing it costs others: instructions a dossier, which are the same however busy the machine is,
and megabytes a second of processor time. usage: bench_decode.py BIN-FOLDER [ROUNDS]     valgrind, jq; Python 3, standard library only

  decode    motcua-decode: the reply becomes checked rows with dates, codes and statuses
  yajl      the parser below it, its events thrown away          jansson   a tree, thrown away
  CPython   json.loads, thrown away                              jq        `jq empty`
"""
import json, os, subprocess, sys, tempfile, urllib.parse, urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import RUNS, Result, Timed, end, instructions, portal

BIN = os.path.abspath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else RUNS
DOSSIERS = 200
PYTHON = 'import json, sys\ntext = open(sys.argv[1], "rb").read()\nfor _ in range(int(sys.argv[2])):\n    json.loads(text)\n'
# most instructions a dossier, where an aim was set; instructions of CPython's json for each of ours, at least
AIMS = {'opencps': None, 'dvcqg_sync': None, 'igate': 47000}


def asked(request, data=None, **heads):
    return urllib.request.urlopen(urllib.request.Request(request, data, heads)).read()


def replies(folder, address):
    """The same dossiers as three portals give them: file NAME.page of each manifest."""
    token = json.loads(asked(address + '/auth/realms/digo/protocol/openid-connect/token', urllib.parse.urlencode(
        {'grant_type': 'client_credentials', 'client_id': 'u', 'client_secret': 'p'}).encode()))['access_token']
    session = json.loads(asked(address + '/dvcqg/login', b'{"username":"u","password":"p"}'))['session']
    pages = {
        'opencps': asked('%s/o/rest/v2/dossiers?start=0&end=%d' % (address, DOSSIERS), groupId='55301', Authorization='Basic dTpw'),
        'dvcqg_sync': asked(address + '/dvcqg/share', json.dumps({'session': session, 'service': 'DongBoHoSoMC', 'page': 1, 'pageSize': DOSSIERS}).encode()),
        'igate': asked('%s/pa/dossier/search?page=0&size=%d&spec=slice&sort=acceptedDate,asc' % (address, DOSSIERS), Authorization='Bearer ' + token),
    }
    for name, body in pages.items():
        with open('%s/%s.page' % (folder, name), 'wb') as out:
            out.write(body)
    return {name: len(body) for name, body in pages.items()}


def command(way, manifest, times, folder):
    page = manifest + '.page'
    if way == 'jq':
        with open('%s/many.page' % folder, 'wb') as out:
            out.write((open('%s/%s' % (folder, page), 'rb').read() + b'\n') * times)
        return ['jq', 'empty', 'many.page']
    return {'decode': [BIN + '/motcua-decode', manifest, page, str(times)],
            'CPython json': ['/usr/bin/python3', '-c', PYTHON, page, str(times)],
            'yajl events': [BIN + '/motcua-decode-peer', 'yajl', page, str(times)],
            'Jansson tree': [BIN + '/motcua-decode-peer', 'jansson', page, str(times)]}[way]


WAYS = {'decode': 200, 'yajl events': 200, 'Jansson tree': 50, 'CPython json': 100, 'jq': 30}  # how often, to be timed


def main():
    result = Result('decode')
    env = dict(os.environ, PYTHONHASHSEED='0')
    with tempfile.TemporaryDirectory() as folder:
        process, address = portal(BIN, folder, '--compose', 1000, '--seed', 1)
        try:
            sizes = replies(folder, address)
        finally:
            end(process)
        counts, seconds = {}, {}
        for manifest in sizes:
            for way in WAYS:
                once, often = (instructions(command(way, manifest, times, folder), folder, env) for times in (1, 6))
                counts[manifest, way] = (often - once) / 5 / DOSSIERS
        for _ in range(ROUNDS):
            for manifest in sizes:
                for way, times in WAYS.items():
                    few, many = (Timed(command(way, manifest, n, folder), folder, env=env).own for n in (1, times + 1))
                    seconds.setdefault((manifest, way), []).append(max(many - few, 0.001) / times)
    print('%-12s %-14s %14s %10s' % ('', '', 'instructions', 'MB/s'))
    for manifest, size in sizes.items():
        for way in WAYS:
            rates = sorted(size / 1e6 / s for s in seconds[manifest, way])
            result.row(manifest=manifest, way=way, instructions=counts[manifest, way], mb_a_second=rates, bytes_a_dossier=size / DOSSIERS)
            print('%-12s %-14s %14.0f %10.1f' % (manifest, way, counts[manifest, way], rates[len(rates) // 2]))
    for manifest in sizes:
        own = counts[manifest, 'decode']
        result.value('%s, instructions a dossier' % manifest, own, '', AIMS[manifest])
        for way, least in (('CPython json', 1), ('Jansson tree', 1), ('jq', 1), ('yajl events', None)):
            result.ratio('%s, instructions, %s : decode' % (manifest, way), counts[manifest, way], own, way + ', parsing alone', least, least is not None)
        result.ratio('%s, processor time, CPython json : decode' % manifest, seconds[manifest, 'CPython json'], seconds[manifest, 'decode'],
                     'CPython json, parsing alone', 1, True)
    result.write()


main()
