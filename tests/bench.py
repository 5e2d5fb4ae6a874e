#!/usr/bin/env python3
"""Speed and memory, as ratios in one run on one machine. usage: bench.py BIN-FOLDER [DOSSIERS]     Python 3, standard library only.

  collect   motcua collect: from HTTP on loopback to committed rows in SQLite (synchronous=FULL), a first poll and a second, unchanged one
  script    the same job as a tuned script would do it: CPython fetches the same pages on one connection, parses them, and upserts the same
            fields into SQLite, a transaction a page, synchronous=FULL
  json      CPython's json module parses the same bytes and does nothing else with them
"""
import json, os, resource, subprocess, sys, tempfile, time, urllib.request

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
LIMIT_MIB = 32
PAGE = 500


def portal(folder):
    port_file = os.path.join(folder, 'port')
    process = subprocess.Popen([BIN + '/motcua-portal', '--port-file', port_file, '--compose', str(DOSSIERS), '--seed', '1'],
                               stdout=subprocess.DEVNULL)
    for _ in range(400):
        if os.path.exists(port_file) and os.path.getsize(port_file):
            return process, 'http://127.0.0.1:' + open(port_file).read().strip()
        time.sleep(0.05)
    raise SystemExit('bench: the sample portal did not start')


def timed(command, folder):
    start = time.monotonic()
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE)
    text = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit('bench: %s failed:\n%s' % (' '.join(command), text.decode()))
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


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


def main():
    with tempfile.TemporaryDirectory() as folder:
        process, address = portal(folder)
        try:
            json.dump({'store': 'sqlite:bench.db', 'commitments': ['y-yen-2022'], 'network': {'requests_per_minute': 60000},
                       'sources': [{'name': 'bench', 'manifest': 'opencps', 'base_url': address,
                                    'vars': {'group_id': '55301', 'base_path': '/o/rest/v2'},
                                    'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}}]},
                      open(os.path.join(folder, 'motcua.json'), 'w'))
            os.environ['BENCH_PASSWORD'] = 'p'
            pages = os.path.join(folder, 'pages')
            size = save_pages(address, pages)
            first = timed([BIN + '/motcua', 'collect'], folder)
            again = timed([BIN + '/motcua', 'collect', '--full'], folder)
            script = [sys.executable, '-c', SCRIPT, address[len('http://'):], str(DOSSIERS), str(PAGE)]
            script_first = timed(script, folder)
            script_again = timed(script, folder)
            peer = timed([sys.executable, '-c', PEER, pages], folder)
            count = timed([BIN + '/motcua', 'counts', '--period', 'month', '--of', '2022-11', '--at', '2022-11-25T15:00', '-o', 'counts'], folder)
        finally:
            process.terminate()
            process.wait()
        print('%d dossiers, %.1f MB of JSON, pages of %d\n' % (DOSSIERS, size / 1e6, PAGE))
        print('%-44s %9s %9s %12s %9s' % ('', 'wall s', 'CPU s', 'dossiers/s', 'MiB'))
        for name, (wall, cpu, mib) in (('collect, new rows', first), ('collect again, unchanged rows', again),
                                       ('script, new rows', script_first), ('script again, unchanged rows', script_again),
                                       ('CPython json, parsing alone', peer), ('counts of a month', count)):
            print('%-44s %9.2f %9.2f %12.0f %9.1f' % (name, wall, cpu, DOSSIERS / wall, mib))
        print('\n%-44s %9s %9s   (above 1: motcua is faster)' % ('script or json : motcua', 'wall', 'CPU'))
        for name, other, ours in (('script : collect, new rows', script_first, first), ('script : collect, unchanged rows', script_again, again),
                                  ('json alone : collect, new rows', peer, first), ('json alone : collect, unchanged rows', peer, again)):
            print('%-44s %9.2f %9.2f' % (name, other[0] / ours[0], other[1] / ours[1]))
        peak = max(first[2], again[2], count[2])
        print('%-44s %9.2f   (limit %d MiB)' % ('peak memory : limit', peak / LIMIT_MIB, LIMIT_MIB))
        if peak > LIMIT_MIB:
            raise SystemExit('bench: over the memory limit')


main()
