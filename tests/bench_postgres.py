#!/usr/bin/env python3
"""PostgreSQL: speed and memory from HTTP to committed rows, as ratios in one run on one server.
usage: sh tests/postgres.sh python3 tests/bench_postgres.py BIN-FOLDER [DOSSIERS [ROUNDS]]      Debian's python3 with python3-psycopg2
From a million dossiers on they are those of a province-year: 226 communes, 20 departments, all of 2022.

  collect   motcua collect: new, unchanged and changed rows (polls for changes: bench_repoll.py)
  ceiling   the same rows, ready made in a file: psql \\copy into a temporary table and the same guarded upsert; no HTTP, no JSON
  tuned     tests/bench_postgres_peer.py: the same pages, json, COPY into a temporary table, the same guarded upsert
  naive     the same script, a row a statement and a commit, on a sample
Told are seconds until the last row is committed, as medians; the ways take turns in each round. Exit status 1: rows that are not the same.
"""
import csv, io, os, statistics, subprocess, sys, tempfile, urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import bench_tools
from bench_tools import RUNS, Result

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else RUNS
SAMPLE = min(DOSSIERS, 3000)
LIMIT_MIB = 48
PROVINCE = DOSSIERS >= 1000000
NOW = '2022-12-31T15:00' if PROVINCE else '2022-11-25T15:00'  # the sample portal's
COMPOSED = ['--communes', '226', '--departments', '20', '--from', '2022-01-01', '--to', NOW] if PROVINCE else []
STORE = os.environ['MOTCUA_TEST_POSTGRES']
ROWS_SQL = """SELECT count(*) || ' ' || md5(string_agg(r, '' ORDER BY k)) FROM (SELECT key AS k, concat_ws('|', key, code, unit,
  procedure, sector, channel, level, status, portal_status, coalesce(submitted_at, 0), coalesce(received_at, 0), coalesce(due_at, 0),
  coalesce(extended_at, 0), coalesce(finished_at, 0), coalesce(returned_at, 0), system, via_postal, from_via_postal) AS r
  FROM motcua.dossier) t"""


def psql(*commands, stdin=None):
    words = ['psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1']
    for command in commands:
        words += ['-c', command]
    return subprocess.run(words, check=True, stdout=subprocess.PIPE, input=stdin).stdout.decode().strip()


def settle():
    """What one way left behind is not paid for by the next."""
    psql('VACUUM (ANALYZE) motcua.dossier', 'VACUUM motcua.dossier_history', 'CHECKPOINT')


def empty():
    psql("DO $$ BEGIN EXECUTE (SELECT 'TRUNCATE ' || string_agg(c.oid::regclass::text, ', ') FROM pg_class c"
         " WHERE relnamespace = 'motcua'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition"
         " AND relname NOT IN ('migration', 'source', 'unit', 'sample_turn', 'target')); END $$")
    settle()


class Timed(bench_tools.Timed):
    """rows: seconds until the last row is committed; who does nothing after that took all of its time for them."""

    def __init__(self, command, folder):
        super().__init__(command, folder, True)
        self.rows = self.wall


def collect(folder, *words):
    """Timed; rows: seconds from the first request to the last commit of rows, outcome: (new, changed, unchanged). The rest of the
    time is what follows the rows: counting, samples."""
    t = Timed([BIN + '/motcua', 'collect', *words], folder)
    text = subprocess.run([BIN + '/motcua', 'runs', '--format', 'csv'], cwd=folder, check=True, stdout=subprocess.PIPE).stdout.decode()
    row = next(csv.DictReader(io.StringIO(text)))
    t.rows = int(row['milliseconds']) / 1000
    t.outcome = int(row['new']), int(row['changed']), int(row['unchanged'])
    return t


def columns():
    return psql("SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'motcua.dossier'::regclass"
                " AND attnum > 0 AND NOT attisdropped")


def ceiling(folder, file):
    """psql's \\copy and the upsert that collect does, in one transaction."""
    names = columns()
    settings = ', '.join('%s = excluded.%s' % (n, n) for n in names.split(', ') if n not in ('source_id', 'key', 'first_seen'))
    script = os.path.join(folder, 'ceiling.sql')
    with open(script, 'w') as out:
        out.write("""BEGIN;
CREATE TEMP TABLE staging (LIKE motcua.dossier) ON COMMIT DROP;
\\copy staging (%s) FROM '%s'
INSERT INTO motcua.dossier (%s) SELECT DISTINCT ON (source_id, key) %s FROM staging ORDER BY source_id, key
  ON CONFLICT (source_id, key) DO UPDATE SET %s WHERE dossier.content_hash IS DISTINCT FROM excluded.content_hash;
COMMIT;
""" % (names, file, names, names, settings))
    return Timed(['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', script], folder)


def drift(address, k):
    urllib.request.urlopen(urllib.request.Request('%s/_portal/drift?k=%d' % (address, k), method='POST')).read()


def config_write(folder, address):
    bench = bench_tools.opencps('bench', address)
    bench_tools.config(folder, STORE, [bench, {'name': 'national', 'manifest': 'dvcqg_sync', 'base_url': address, 'auth': bench['auth']}])


def same_rows(expected, what):
    got = psql(ROWS_SQL)
    if got != expected:
        raise SystemExit('bench: %s left other rows than collect: %s, not %s' % (what, got, expected))


def measure(folder, address):
    peer = [sys.executable, HERE + '/bench_postgres_peer.py', address]
    results = {'new': [], 'unchanged': [], 'ceiling new': [], 'ceiling unchanged': [], 'tuned new': [], 'tuned unchanged': []}
    file = os.path.join(folder, 'rows.copy')
    collect(folder, 'bench')
    psql("\\copy motcua.dossier (%s) TO '%s'" % (columns(), file))
    expected = psql(ROWS_SQL)
    for _ in range(ROUNDS):
        empty()
        results['new'].append(collect(folder, 'bench'))
        same_rows(expected, 'collect again')
        settle()
        results['unchanged'].append(collect(folder, 'bench', '--full'))
        empty()
        results['ceiling new'].append(ceiling(folder, file))
        same_rows(expected, 'the ceiling')
        settle()
        results['ceiling unchanged'].append(ceiling(folder, file))
        empty()
        results['tuned new'].append(Timed(peer + ['tuned', str(DOSSIERS)], folder))
        same_rows(expected, 'the tuned script')
        settle()
        results['tuned unchanged'].append(Timed(peer + ['tuned', str(DOSSIERS)], folder))
    naive = []
    for _ in range(ROUNDS):
        empty()
        naive.append(Timed(peer + ['naive', str(SAMPLE)], folder))
    return results, naive


def measure_changed(folder, address):
    """The national records show every change: a re-poll after 0.1 % changed, then one after all that can change did."""
    empty()
    first = collect(folder, 'national')
    settle()
    drift(address, 215)  # some rows cannot change
    again = collect(folder, 'national')
    settle()
    drift(address, 100000)
    return first, again, collect(folder, 'national')


def line(result, name, runs, n):
    middle = lambda field: statistics.median(getattr(t, field) for t in runs)
    result.row(name=name, dossiers=n, rows=[t.rows for t in runs], wall=[t.wall for t in runs], own=[t.own for t in runs], server=[t.server for t in runs],
               mib=max(t.mib for t in runs))
    print('%-46s %9.2f %9.2f %9.2f %9.2f %12.0f %9.1f' % (name, middle('rows'), middle('wall'), middle('own'), middle('server'), n / middle('rows'),
                                                         max(t.mib for t in runs)))


def report(result, results, naive, changed):
    print('%d dossiers in pages of 500, PostgreSQL %s; medians of %d rounds\n' % (DOSSIERS, psql('SHOW server_version'), ROUNDS))
    print('%-46s %9s %9s %9s %9s %12s %9s' % ('', 'rows s', 'all s', 'CPU s', 'server s', 'dossiers/s', 'MiB'))
    names = {'new': 'collect, new', 'unchanged': 'collect, unchanged', 'ceiling new': 'psql \\copy + upsert (ceiling), new',
             'ceiling unchanged': 'psql \\copy + upsert, unchanged', 'tuned new': 'CPython, psycopg2 COPY (tuned), new',
             'tuned unchanged': 'CPython, psycopg2 COPY (tuned), unchanged'}
    for way, name in names.items():
        line(result, name, results[way], DOSSIERS)
    for t in changed:
        line(result, 'collect, national records, %d changed' % t.outcome[1], [t], DOSSIERS)
    line(result, 'CPython, one row a commit (naive), %d rows' % SAMPLE, naive, SAMPLE)
    print('rows s: until the last row is committed; all s: with the counting and the samples that follow a poll (the others do none);\n'
          'CPU s, server s: processor time of the program and of the server in all of it')


def judge(result, results, naive, changed):
    seconds = {name: [t.rows for t in runs] for name, runs in results.items()}
    for kind, least in (('new', 1.1), ('unchanged', 1.0)):
        result.ratio('PostgreSQL, %s rows, psql : collect' % kind, seconds['ceiling ' + kind], seconds[kind],
                     'psql \\copy of ready rows and the same upsert', least, True)
    for kind in ('new', 'unchanged'):
        result.ratio('PostgreSQL, %s rows, tuned script : collect' % kind, seconds['tuned ' + kind], seconds[kind], 'a tuned CPython script', 4.5, True)
    result.ratio('PostgreSQL, new rows, naive script : collect, a row', [t.rows / SAMPLE for t in naive], [s / DOSSIERS for s in seconds['new']],
                 'a row a statement and a commit', 25, True)
    result.value('peak memory of collect', [t.mib for runs in (results['new'], results['unchanged'], changed) for t in runs], 'MiB', LIMIT_MIB, of=max)


def main():
    os.environ['BENCH_PASSWORD'] = 'p'
    os.environ['MOTCUA_NOW'] = NOW
    result = Result('postgres')
    with tempfile.TemporaryDirectory() as folder:
        process, address = bench_tools.portal(BIN, folder, '--compose', DOSSIERS, '--seed', 1, *COMPOSED)
        try:
            config_write(folder, address)
            results, naive = measure(folder, address)
            changed = measure_changed(folder, address)
        finally:
            bench_tools.end(process)
    report(result, results, naive, changed)
    judge(result, results, naive, changed)
    result.write()


main()
