#!/usr/bin/env python3
"""What counting costs, against a bare scan of the same columns in the same store: SQLite and PostgreSQL in one run.
usage: sh tests/postgres.sh python3 tests/bench_count.py BIN-FOLDER [DOSSIERS [ROUNDS [JSON-FILE]]]      Python 3, standard library only

A province-year of composed dossiers, 226 communes. Each figure is the median of the rounds, whose commands take turns; processor time is user
and system, of the program, and of the server where there is one. Exit status 1: the commands say different things on the two stores.
"""
import json, os, sqlite3, statistics, subprocess, sys, tempfile, time

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
RESULT = sys.argv[4] if len(sys.argv) > 4 else None
SERVER = os.environ.get('MOTCUA_TEST_POSTGRES')
AT = '2022-11-25T15:00'
COLUMNS = """unit status channel level submitted_at received_at due_at finished_at returned_at apology_at fee_due paid_online digitized
 electronic_result reused account_created verified linked system_owner receiving_unit via_postal procedure""".split()
SCAN = 'SELECT %s FROM {}dossier WHERE source_id NOT IN (SELECT id FROM {}source WHERE counts = 0) AND twice_from IS NULL' % ', '.join(
    'COUNT(%s)' % c for c in COLUMNS)
COMMANDS = {  # name: command, limit in bare scans or None
    'counts of a year': (['counts', '--period', 'year', '--at', AT, '-o', 'counts.csv'], 4),
    'status': (['status', '--at', AT], 4),
    'Friday report': (['report', '--at', AT, '-o', 'r.json'], 4),
    'Friday report, HTML': (['report', '--at', AT, '-o', 'r.html'], None),
    'Friday report as known then': (['report', '--at', AT, '--known-at', AT, '-o', 'k.json'], None),
    'score': (['score', '--at', AT], 4),
    'advise': (['advise', '--at', AT], None),
}


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


def run(command, folder, store, env):
    before = server_cpu() if store == 'postgres' else 0
    process = subprocess.Popen(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit('bench: %s failed' % ' '.join(command))
    if store == 'postgres':
        time.sleep(0.2)  # the backend ends, its time is its father's
    return usage.ru_utime + usage.ru_stime + (server_cpu() - before if store == 'postgres' else 0), text


def bare(folder, store, env):
    if store == 'postgres':
        return run(['psql', '-X', '-q', '-A', '-t', '-c', 'SET max_parallel_workers_per_gather = 0', '-c', SCAN.format('motcua.', 'motcua.')],
                   folder, store, env)[0]
    before = time.process_time()
    with sqlite3.connect('file:%s/bench.db?mode=ro' % folder, uri=True) as db:
        db.execute('PRAGMA cache_size = -6144')
        db.execute(SCAN.format('', '')).fetchall()
    return time.process_time() - before


def fill(folder, address, store, env):
    os.makedirs(folder)
    json.dump({'store': 'sqlite:bench.db' if store == 'sqlite' else SERVER, 'network': {'requests_per_minute': 60000},
               'commitments': ['y-yen-2022'],
               'sources': [{'name': 'bench', 'manifest': 'opencps', 'base_url': address, 'vars': {'group_id': '55301'},
                            'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}}]}, open(folder + '/motcua.json', 'w'))
    cpu = run([BIN + '/motcua', 'collect', '--at', AT], folder, store, env)[0]
    if store == 'postgres':
        subprocess.run(['psql', '-X', '-q', '-c', 'VACUUM (ANALYZE) motcua.dossier', '-c', 'CHECKPOINT'], check=True)
    return cpu


def measure(folder, store, env):
    times, said = {'bare scan': []}, {}
    for _ in range(ROUNDS):
        times['bare scan'].append(bare(folder, store, env))
        for name, (command, _) in COMMANDS.items():
            cpu, text = run([BIN + '/motcua'] + command, folder, store, env)
            times.setdefault(name, []).append(cpu)
            said[name] = text
    return {name: statistics.median(t) for name, t in times.items()}, said


def main():
    env = dict(os.environ, BENCH_PASSWORD='p', MOTCUA_NOW=AT)
    figures, texts = [], {}
    with tempfile.TemporaryDirectory() as top:
        port = top + '/port'
        portal = subprocess.Popen([BIN + '/motcua-portal', '--port-file', port, '--compose', str(DOSSIERS), '--communes', '226', '--seed', '1',
                                   '--from', '2021-11-25'], stdout=subprocess.DEVNULL)
        try:
            while not os.path.exists(port) or not os.path.getsize(port):
                time.sleep(0.05)
            stores = ('sqlite', 'postgres') if SERVER else ('sqlite',)
            loads = {s: fill(top + '/' + s, 'http://127.0.0.1:' + open(port).read().strip(), s, env) for s in stores}
        finally:
            portal.terminate()
            portal.wait()
        print('%d dossiers of a year, 226 communes; processor seconds, medians of %d\n' % (DOSSIERS, ROUNDS))
        print('%-12s %-30s %9s %12s %8s' % ('store', '', 'seconds', 'bare scans', 'limit'))
        for store in stores:
            medians, texts[store] = measure(top + '/' + store, store, env)
            medians = dict({'first load': loads[store]}, **medians)
            for name, seconds in medians.items():
                limit = COMMANDS.get(name, (None, None))[1]
                scans = seconds / medians['bare scan']
                figures.append({'store': store, 'name': name, 'dossiers': DOSSIERS, 'seconds': seconds, 'bare_scans': scans, 'limit': limit})
                print('%-12s %-30s %9.3f %12.2f %8s %8s' % (store, name, seconds, scans, limit or ''))
            print('%-12s %-30s %9s %12.2f %8s' % (store, 'known then : known now', '',
                  medians['Friday report as known then'] / medians['Friday report'], 3))
    if RESULT:
        json.dump(figures, open(RESULT, 'w'), indent=1)
    if len(texts) == 2 and texts['sqlite'] != texts['postgres']:
        raise SystemExit('bench: the two stores say different things')


main()
