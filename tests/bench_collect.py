#!/usr/bin/env python3
"""Polling into SQLite, as ratios in one run on one machine. usage: bench_collect.py BIN-FOLDER [DOSSIERS [ROUNDS]]     standard library only

  collect   motcua collect: from HTTP on loopback to committed rows in SQLite (synchronous=FULL), a first poll and a second, unchanged one
  script    the same job as a tuned script would do it: CPython fetches the same pages on one connection, parses them, and upserts the same
            fields into SQLite, a transaction a page, synchronous=FULL
  json      CPython's json module parses the same bytes and does nothing else with them
  sources   the same dossiers from 1, 4, 16 and 64 portals, a source each
"""
import datetime, os, sys, tempfile, urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import RUNS, Result, Timed, config, end, opencps, portal

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else RUNS
PAGE = 500
AT = '2022-11-25T15:00'
FIRST, DAYS = datetime.date(2022, 1, 1), 320


PEER = r'''
import json, sys, time
total = 0
for line in open(sys.argv[1], 'rb'):
    total += len(json.loads(line)['data'])
print(total, file=sys.stderr)
'''


SCRIPT = r'''
import base64, http.client, json, sqlite3, sys
host, rows, page = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
names = """dossierId dossierNo govAgencyCode serviceCode domainCode online serviceLevel dossierStatus submitDate receiveDate dueDate extendDate
 releaseDate finishDate systemId viaPostal fromViaPostal""".split()
db = sqlite3.connect('script.db', isolation_level=None)
db.execute('PRAGMA journal_mode=WAL')
db.execute('PRAGMA synchronous=FULL')
db.execute('CREATE TABLE IF NOT EXISTS dossier (%s PRIMARY KEY, %s) ' % (names[0], ', '.join(names[1:])))
upsert = 'INSERT INTO dossier VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s WHERE %s' % (
    ','.join('?' * len(names)), names[0], ', '.join('%s = excluded.%s' % (n, n) for n in names[1:]),
    ' OR '.join('dossier.%s IS NOT excluded.%s' % (n, n) for n in names[1:]))
c = http.client.HTTPConnection(host)
head = {'groupId': '55301', 'Authorization': 'Basic ' + base64.b64encode(b'u:p').decode()}
for start in range(0, rows, page):
    c.request('GET', '/o/rest/v2/dossiers?start=%d&end=%d' % (start, start + page), headers=head)
    data = json.loads(c.getresponse().read())['data']
    db.execute('BEGIN')
    db.executemany(upsert, [tuple(row.get(n) for n in names) for row in data])
    db.execute('COMMIT')
'''


def save_pages(address, path):
    size = 0
    with open(path, 'wb') as out:
        for start in range(0, DOSSIERS, PAGE):
            request = urllib.request.Request('%s/o/rest/v2/dossiers?start=%d&end=%d' % (address, start, start + PAGE))
            request.add_header('groupId', '55301')
            request.add_header('Authorization', 'Basic dTpw')
            body = urllib.request.urlopen(request).read().replace(b'\n', b' ')
            size += len(body)
            out.write(body + b'\n')
    return size


def fresh(folder, *names):
    for name in names:
        for tail in ('', '-wal', '-shm'):
            if os.path.exists(os.path.join(folder, name + tail)):
                os.remove(os.path.join(folder, name + tail))


def measure(folder, address):
    """Of each way, its runs; the ways take turns."""
    config(folder, 'sqlite:bench.db', [opencps('bench', address)])
    size = save_pages(address, folder + '/pages')
    script = [sys.executable, '-c', SCRIPT, address[len('http://'):], str(DOSSIERS), str(PAGE)]
    ways = {'collect, new rows': [BIN + '/motcua', 'collect', '--at', AT], 'collect, unchanged rows': [BIN + '/motcua', 'collect', '--full', '--at', AT],
            'script, new rows': script, 'script, unchanged rows': script, 'json alone': [sys.executable, '-c', PEER, 'pages']}
    runs = {name: [] for name in ways}
    for _ in range(ROUNDS):
        fresh(folder, 'bench.db', 'script.db')
        for name, command in ways.items():
            runs[name].append(Timed(command, folder))
    return runs, size


def measure_sources(top, count):
    """The same number of dossiers from so many portals; each has days of its own, so that no code is in two."""
    folder = '%s/%d' % (top, count)
    os.makedirs(folder)
    portals = []
    try:
        for n in range(count):
            first, last = (FIRST + datetime.timedelta(days=DAYS * i // count) for i in (n, n + 1))
            portals.append(portal(BIN, folder, '--compose', DOSSIERS // count, '--seed', n + 1, '--from', first, '--to', last, '--now', AT))
        config(folder, 'sqlite:bench.db', [opencps('s%02d' % n, a) for n, (_, a) in enumerate(portals, 1)])
        runs = []
        for _ in range(ROUNDS):
            fresh(folder, 'bench.db')
            runs.append(Timed([BIN + '/motcua', 'collect', '--at', AT], folder))
        return runs
    finally:
        end(*[p for p, _ in portals])


def main():
    result = Result('collect')
    with tempfile.TemporaryDirectory() as folder:
        process, address = portal(BIN, folder, '--compose', DOSSIERS, '--seed', 1)
        try:
            runs, size = measure(folder, address)
        finally:
            end(process)
        for count in (1, 4, 16, 64):
            runs['%d sources' % count] = measure_sources(folder, count)
    print('%d dossiers, %.1f MB of JSON, pages of %d; medians of %d\n' % (DOSSIERS, size / 1e6, PAGE, ROUNDS))
    cpu = {name: [t.cpu for t in times] for name, times in runs.items()}
    for name, times in runs.items():
        wall = sorted(t.wall for t in times)[len(times) // 2]
        result.row(way=name, cpu=cpu[name], wall=[t.wall for t in times], mib=max(t.mib for t in times), dossiers=DOSSIERS)
        print('%-30s %8.2f s of processor %8.2f s %10.0f dossiers/s %7.1f MiB' % (name, sorted(cpu[name])[len(times) // 2], wall, DOSSIERS / wall,
                                                                                max(t.mib for t in times)))
    for what, least in (('new rows', 2.5), ('unchanged rows', 2.5)):
        result.ratio('SQLite, %s, tuned script : collect' % what, cpu['script, ' + what], cpu['collect, ' + what], 'a tuned CPython script', least, True)
        result.ratio('SQLite, %s, parsing alone : collect' % what, cpu['json alone'], cpu['collect, ' + what], "CPython's json, and nothing stored")
    for count in (4, 16, 64):
        result.ratio('SQLite, %d sources : one' % count, cpu['%d sources' % count], cpu['1 sources'], 'the same dossiers from one source', 1.5)
    result.value('peak memory of collect', [t.mib for name, times in runs.items() if name[0] not in 'sj' for t in times], 'MiB', 48, of=max)
    result.write()


main()
