#!/usr/bin/env python3
"""What a distributed store costs beside a plain one on the same machine: time and bytes, as ratios from one run.
usage: MOTCUA_SRC=$PWD sh tests/citus_nodes.sh python3 tests/bench_citus.py BIN-FOLDER [DOSSIERS [SOURCES [ROUNDS]]]
       or ./dev bench citus [...]; Debian's python3-psycopg2

SOURCES portals of a province's year are polled into both stores, which are made anew in each round: the first load, a full reading after
which 5 % have changed (each leaves a row of history), and the reading of it all by commands and as Grafana does. Wall time and processor
time (of the program and of all three servers). Three servers on one machine share what a plain one has alone: this is the price, not
the gain.
Exit status 1: the two stores do not answer the same. Never fails on speed.
"""
import datetime, json, os, statistics, subprocess, sys, tempfile, time, urllib.request

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE + '/dashboards')
import psycopg2

import bench_tools, grafana

BIN = os.path.abspath(sys.argv[1])
DOSSIERS, SOURCES, ROUNDS = ([int(a) for a in sys.argv[2:]] + [200000, 16, bench_tools.RUNS][len(sys.argv) - 2:])[:3]
STORES = {'plain': os.environ['MOTCUA_TEST_PLAIN'], 'spread': os.environ['MOTCUA_TEST_CITUS']}
FRIDAY, FIRST = '2022-11-25T15:00', datetime.date(2022, 1, 1)
WINDOW_DAYS, READS = 320, 3
LIMITS = {'writing': 2, 'reading': 4}  # what docs/scale.md says that it costs on one machine
RANGE = grafana.TimeRange(1640970000, 1672505999)  # 2022 in Viet Nam
BOARDS = ['motcua-cam-ket.json', 'motcua-tien-do.json']
COMMANDS = [('status', 'status --format csv'), ('counts of a year', 'counts --period year --format csv'),
            ('counts of a year, as known the Friday before', 'counts --period year --known-at 2022-11-18T15:00 --format csv'),
            ('the Friday report', 'report --at %s --format html -o -' % FRIDAY)]


def nodes():
    """Folders of the three servers; PGHOST is the folder that holds them."""
    return [os.path.join(os.environ['PGHOST'], str(n)) for n in range(3)]


class Watch:
    """wall and cpu of what runs inside: of the program that Timed ran there, and of the servers."""

    def __enter__(self):
        self.before, self.start, self.own = sum(map(bench_tools.server_cpu, nodes())), time.monotonic(), 0
        return self

    def __exit__(self, *_):
        self.wall = time.monotonic() - self.start
        time.sleep(0.3)  # backends end
        self.cpu = self.own + sum(map(bench_tools.server_cpu, nodes())) - self.before


def psql(store, *statements):
    words = [w for s in statements for w in ('-c', s)]
    return subprocess.run(['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', store, *words], check=True, stdout=subprocess.PIPE,
                          env=dict(os.environ, PGOPTIONS='-c client_min_messages=error')).stdout.decode().strip()


def motcua(store, words):
    with Watch() as watch:
        watch.own = bench_tools.Timed([BIN + '/motcua', '-c', store + '.json', *words.split()], '.', env=dict(os.environ, MOTCUA_NOW=FRIDAY)).own
    return watch.wall, watch.cpu


def said(store, words):
    return subprocess.run([BIN + '/motcua', '-c', store + '.json', *words.split()], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          env=dict(os.environ, MOTCUA_NOW=FRIDAY)).stdout


def portals(folder):
    started = []
    for n in range(SOURCES):
        first = FIRST + datetime.timedelta(days=WINDOW_DAYS * n // SOURCES)  # days of its own: no code is in two sources
        last = FIRST + datetime.timedelta(days=WINDOW_DAYS * (n + 1) // SOURCES)
        started.append(bench_tools.portal(BIN, folder, '--compose', DOSSIERS // SOURCES, '--seed', n + 1, '--from', first, '--to', last, '--now', FRIDAY))
    return started


def configs(addresses):
    for store, address in STORES.items():
        sources = [{'name': 's%02d' % n, 'manifest': 'opencps', 'base_url': a, 'vars': {'group_id': '55301'},
                    'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}} for n, a in enumerate(addresses, 1)]
        with open(store + '.json', 'w') as out:
            json.dump({'store': address, 'outbox': os.path.abspath(store + '-outbox.db'), 'network': {'requests_per_minute': 60000},
                       'commitments': ['y-yen-2022'], 'sources': sources}, out)


def make(store):
    psql(store, 'DROP SCHEMA IF EXISTS motcua CASCADE')
    for words in ['db migrate'] + ['db distribute'] * (store == 'spread') + ['db roles']:
        said(store, words)
    # made while one is connected to the distributed database, a role is made on every server
    psql('spread', "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'grafana') THEN CREATE ROLE grafana LOGIN; END IF; END $$")
    psql(store, 'GRANT motcua_reader TO grafana')


def refresh(store):
    """Every panel of the boards, once: what one visitor's browser asks."""
    connection = psycopg2.connect(host=os.environ['PGHOST'], port=os.environ['PGPORT'], dbname=store, user='postgres')
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute('SET SESSION AUTHORIZATION grafana')

    def run(sql):
        cursor.execute(sql)
        return [c.name for c in cursor.description], cursor.fetchall()

    rows = []
    with Watch() as watch:
        for name, board in grafana.dashboards_load().items():
            if os.path.basename(name) in BOARDS:
                values = grafana.variables_fill(board, run, RANGE)
                rows += [run(grafana.query_expand(target['rawSql'], values, RANGE))[1]
                         for panel in grafana.panels_of(board) for target in panel.get('targets', [])]
        connection.close()
    return watch.wall, watch.cpu, rows


def sizes():
    found = {}
    for table in ('dossier', 'dossier_history'):
        rows = int(psql('plain', 'SELECT count(*) FROM motcua.' + table))
        found[table] = (rows, int(psql('plain', "SELECT pg_total_relation_size('motcua.%s')" % table)) / rows,
                        int(psql('spread', "SELECT citus_total_relation_size('motcua.%s')" % table)) / rows)
    return found


def round_measure(order, addresses, note):
    """Names of what the two stores answer otherwise."""
    for store in order:
        make(store)
        note('writing: the first load', store, motcua(store, 'collect --full --at 2022-11-18T15:00'))
    for address in addresses:
        urllib.request.urlopen(urllib.request.Request(address + '/_portal/edit?k=5000&at=2022-11-25T08:00', method='POST')).read()
    for store in order:
        note('writing: all read again, 5 % changed', store, motcua(store, 'collect --full --at ' + FRIDAY))
        psql(store, 'VACUUM (ANALYZE) motcua.dossier', 'VACUUM (ANALYZE) motcua.dossier_history', 'ANALYZE', 'CHECKPOINT')
    wrong = set()
    for _ in range(READS):
        seen = {}
        for store in order:
            for name, words in COMMANDS:
                note('reading: ' + name, store, motcua(store, words))
            *found, seen[store] = refresh(store)
            note('reading: a refresh of two dashboards', store, tuple(found))
        if repr(seen['plain']) != repr(seen['spread']):
            wrong.add('dashboards')
    return wrong | {name for name, words in COMMANDS if said('plain', words) != said('spread', words)}


def measure(folder):
    times, wrong = {}, set()

    def note(what, store, found):
        times.setdefault(what, {s: [] for s in STORES})[store].append(found)

    for turn in range(ROUNDS):
        print('round %d' % (turn + 1), time.strftime('%H:%M:%S'), file=sys.stderr, flush=True)
        started = portals(folder)
        try:
            addresses = [a for _, a in started]
            configs(addresses)
            wrong |= round_measure(list(STORES)[::1 if turn % 2 == 0 else -1], addresses, note)
        finally:
            for process, _ in started:
                process.terminate()
                process.wait()
    return times, wrong


def main():
    folder = tempfile.mkdtemp(prefix='motcua-bench-citus.')
    os.chdir(folder)
    os.environ['BENCH_PASSWORD'] = 'p'
    try:
        times, wrong = measure(folder)
        bytes_of = sizes()
    finally:
        subprocess.run(['rm', '-r', folder])
    print('%d dossiers of %d sources, %d rounds; load of the machine at the end %.1f on %d cores\n'
          % (bytes_of['dossier'][0], SOURCES, ROUNDS, os.getloadavg()[0], os.cpu_count()))
    print('%-58s %9s %9s %7s %9s' % ('medians', 'plain s', 'Citus s', 'wall', 'processor'))
    result = bench_tools.Result('citus')
    for what, of in times.items():
        middle = {s: [statistics.median(column) for column in zip(*of[s])] for s in STORES}
        ratio = [middle['spread'][i] / middle['plain'][i] for i in (0, 1)]
        result.row(what=what, plain=of['plain'], spread=of['spread'], wall=ratio[0], cpu=ratio[1])
        for i, time_name in enumerate(('wall', 'processor')):
            result.ratio('distributed : plain, %s, %s' % (what, time_name), [t[i] for t in of['spread']], [t[i] for t in of['plain']],
                         'a plain PostgreSQL on the same cores', LIMITS[what.split(':')[0]])
        print('%-58s %9.2f %9.2f %7.2f %9.2f' % (what, middle['plain'][0], middle['spread'][0], *ratio))
    print()
    for table, (rows, plain, spread) in bytes_of.items():
        result.row(table=table, rows=rows, plain=plain, spread=spread)
        result.ratio('distributed : plain, bytes a row, ' + table, spread, plain, 'a plain PostgreSQL')
        print('%-58s %9.0f %9.0f %7.2f           of %d rows' % ('bytes a row, indexes included: ' + table, plain, spread, spread / plain, rows))
    result.write()
    if wrong:
        raise SystemExit('bench: not the same on Citus: ' + ', '.join(sorted(wrong)))


main()
