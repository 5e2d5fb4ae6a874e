#!/usr/bin/env python3
"""PostgreSQL: speed and memory from HTTP to committed rows, as ratios in one run on one server.
usage: sh tests/postgres.sh python3 tests/bench_postgres.py BIN-FOLDER [DOSSIERS [ROUNDS]]      Debian's python3 with python3-psycopg2
From a million dossiers on they are those of a province-year: 226 communes, 20 departments, all of 2022.

  collect   motcua collect: new, unchanged and changed rows (polls for changes: bench_repoll.py)
  ceiling   the same rows, ready made in a file: psql \\copy into a temporary table and the same guarded upsert; no HTTP, no JSON
  tuned     tests/bench_postgres_peer.py: the same pages, json, COPY into a temporary table, the same guarded upsert
  naive     the same script, a row a statement and a commit, on a sample
Of each kind the best of ROUNDS counts: what disturbs a measurement only ever makes it slower. The last table holds the ratios against
the aims; exit status 1 is one that misses its limit (the aim and some room for noise), or rows that are not the same.
"""
import csv, io, json, os, subprocess, sys, tempfile, threading, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
SAMPLE = min(DOSSIERS, 3000)
LIMIT_MIB = 48
ROOM = 0.88  # for noise
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


def portal(folder):
    port_file = os.path.join(folder, 'port')
    process = subprocess.Popen([BIN + '/motcua-portal', '--port-file', port_file, '--compose', str(DOSSIERS), '--seed', '1', *COMPOSED],
                               stdout=subprocess.DEVNULL)
    for _ in range(400):
        if os.path.exists(port_file) and os.path.getsize(port_file):
            return process, 'http://127.0.0.1:' + open(port_file).read().strip()
        time.sleep(0.05)
    raise SystemExit('bench: the sample portal did not start')


def server_cpu():
    """Seconds of the server's processes, those that ended included."""
    pid = open(os.environ['MOTCUA_TEST_PGHOME'] + '/data/postmaster.pid').readline().strip()
    ticks = 0
    for name in os.listdir('/proc'):
        try:
            fields = open('/proc/%s/stat' % name).read().rsplit(')', 1)[1].split() if name.isdigit() else None
        except OSError:
            continue
        if fields and (name == pid or fields[1] == pid):
            ticks += int(fields[11]) + int(fields[12])
            if name == pid:
                ticks += int(fields[13]) + int(fields[14])
    return ticks / os.sysconf('SC_CLK_TCK')


class Timed:
    def __init__(self, command, folder):
        server, start = server_cpu(), time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        self.mib = 0
        threading.Thread(target=self.watch, args=(process.pid,), daemon=True).start()
        text = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - start
        if status:
            raise SystemExit('bench: %s failed:\n%s' % (' '.join(command), text))
        time.sleep(0.2)  # the backend ends, its time is its father's
        self.server = server_cpu() - server
        self.cpu, self.rows = usage.ru_utime + usage.ru_stime, self.wall

    def watch(self, pid):
        """The high-water mark of the program itself; ru_maxrss would count this one, from which it was started."""
        while True:
            try:
                with open('/proc/%d/status' % pid) as status:
                    peak = [row.split()[1] for row in status if row.startswith('VmHWM')]
            except OSError:
                return
            if not peak:
                return
            self.mib = int(peak[0]) / 1024
            time.sleep(0.01)


def best(runs):
    return min(runs, key=lambda run: run.rows)


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
    source = {'name': 'bench', 'manifest': 'opencps', 'base_url': address, 'vars': {'group_id': '55301', 'base_path': '/o/rest/v2'},
              'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}}
    national = {'name': 'national', 'manifest': 'dvcqg_sync', 'base_url': address, 'auth': source['auth']}
    with open(os.path.join(folder, 'motcua.json'), 'w') as out:
        json.dump({'store': STORE, 'commitments': ['y-yen-2022'], 'network': {'requests_per_minute': 60000}, 'sources': [source, national]}, out)


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
    empty()
    naive = Timed(peer + ['naive', str(SAMPLE)], folder)
    return {name: best(runs) for name, runs in results.items()}, naive


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


def line(name, t, n):
    print('%-46s %9.2f %9.2f %9.2f %9.2f %12.0f %9.1f' % (name, t.rows, t.wall, t.cpu, t.server, n / t.rows, t.mib))


def report(results, naive, first, changed, again):
    print('%d dossiers in pages of 500, PostgreSQL %s; the best of %d rounds\n' % (DOSSIERS, psql('SHOW server_version'), ROUNDS))
    print('%-46s %9s %9s %9s %9s %12s %9s' % ('', 'rows s', 'all s', 'CPU s', 'server s', 'dossiers/s', 'MiB'))
    line('collect, new', results['new'], DOSSIERS)
    line('collect, unchanged', results['unchanged'], DOSSIERS)
    line('collect, national records, new', first, DOSSIERS)
    line('collect, national records, %d changed' % again.outcome[1], again, DOSSIERS)
    line('collect, national records, %d changed' % changed.outcome[1], changed, DOSSIERS)
    line('psql \\copy + upsert (ceiling), new', results['ceiling new'], DOSSIERS)
    line('psql \\copy + upsert, unchanged', results['ceiling unchanged'], DOSSIERS)
    line('CPython, psycopg2 COPY (tuned), new', results['tuned new'], DOSSIERS)
    line('CPython, psycopg2 COPY (tuned), unchanged', results['tuned unchanged'], DOSSIERS)
    line('CPython, one row a commit (naive), %d rows' % SAMPLE, naive, SAMPLE)
    print('rows s: until the last row is committed; all s: with the counting and the samples that follow a poll (the others do none);\n'
          'CPU s, server s: processor time of the program and of the server in all of it')
    return [t.mib for t in (results['new'], results['unchanged'], first, again, changed)]


def limits(results, naive, peak):
    """Name, value, aim, whether more is better."""
    seconds = {name: t.rows for name, t in results.items()}
    return [
        ('new : psql \\copy and the same upsert', seconds['ceiling new'] / seconds['new'], 0.85, True),
        ('new : tuned script', seconds['tuned new'] / seconds['new'], 2.5, True),
        ('new : naive script (its sample extrapolated)', DOSSIERS / seconds['new'] / (SAMPLE / naive.rows), 25, True),
        ('unchanged : psql unchanged', seconds['ceiling unchanged'] / seconds['unchanged'], 0.85, True),
        ('unchanged : tuned script unchanged', seconds['tuned unchanged'] / seconds['unchanged'], 2.5, True),
        ('peak memory of collect, MiB', peak, LIMIT_MIB, False),
    ]


def judge(rows):
    print('\n%-58s %9s %9s %9s' % ('', 'measured', 'aim', 'limit'))
    missed = 0
    for name, value, aim, more in rows:
        limit = aim if name.endswith('MiB') else aim * ROOM if more else aim / ROOM
        bad = value < limit if more else value > limit
        missed += bad
        print('%-58s %9.2f %9s %9.2f  %s' % (name, value, ('>= ' if more else '<= ') + str(aim), limit, 'MISSED' if bad else ''))
    if missed:
        raise SystemExit('bench: %d limits are missed' % missed)


def main():
    os.environ['BENCH_PASSWORD'] = 'p'
    os.environ['MOTCUA_NOW'] = NOW
    with tempfile.TemporaryDirectory() as folder:
        process, address = portal(folder)
        try:
            config_write(folder, address)
            results, naive = measure(folder, address)
            first, again, changed = measure_changed(folder, address)
            peak = max(report(results, naive, first, changed, again))
            judge(limits(results, naive, peak))
        finally:
            process.terminate()
            process.wait()


main()
