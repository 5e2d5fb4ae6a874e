#!/usr/bin/env python3
"""What counting costs, against a bare scan of the same columns in the same store: SQLite and PostgreSQL in one run.
usage: sh tests/postgres.sh python3 tests/bench_count.py BIN-FOLDER [DOSSIERS [ROUNDS]]      Python 3, standard library only

A province-year of composed dossiers, 226 communes; 1200000 is the whole province. The commands take turns in each round; processor time is user
and system, of the program, and of the server where there is one. Exit status 1: the commands say different things on the two stores.
"""
import os, sqlite3, statistics, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import RUNS, Result, Timed, config, end, opencps, portal

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else RUNS
SERVER = os.environ.get('MOTCUA_TEST_POSTGRES')
PROVINCE = DOSSIERS >= 1000000
AT = '2022-11-25T15:00'
COLUMNS = """unit status channel level submitted_at received_at due_at finished_at returned_at apology_at fee_due paid_online digitized
 electronic_result reused account_created verified linked system_owner receiving_unit via_postal procedure""".split()
SCAN = 'SELECT %s FROM {}dossier WHERE source_id NOT IN (SELECT id FROM {}source WHERE counts = 0) AND twice_from IS NULL' % ', '.join(
    'COUNT(%s)' % c for c in COLUMNS)
REPORT, KNOWN = 'Friday report', 'Friday report as known then'
COMMANDS = {  # name: command, limit in bare scans or None
    'counts of a year': (['counts', '--period', 'year', '--at', AT, '-o', 'counts.csv'], 4),
    'status': (['status', '--at', AT], 4),
    REPORT: (['report', '--at', AT, '-o', 'r.json'], 4),
    'Friday report, HTML': (['report', '--at', AT, '-o', 'r.html'], None),
    KNOWN: (['report', '--at', AT, '--known-at', AT, '-o', 'k.json'], None),
    'score': (['score', '--at', AT], 4),
    'advise': (['advise', '--at', AT], None),
}
NAMES = {'sqlite': 'SQLite', 'postgres': 'PostgreSQL'}


def bare(folder, store, env):
    if store == 'postgres':
        return Timed(['psql', '-X', '-q', '-A', '-t', '-c', 'SET max_parallel_workers_per_gather = 0', '-c', SCAN.format('motcua.', 'motcua.')],
                     folder, True, env).cpu
    before = time.process_time()
    with sqlite3.connect('file:%s/bench.db?mode=ro' % folder, uri=True) as db:
        db.execute('PRAGMA cache_size = -6144')
        db.execute(SCAN.format('', '')).fetchall()
    return time.process_time() - before


def fill(folder, address, store, env):
    config(folder, 'sqlite:bench.db' if store == 'sqlite' else SERVER, [opencps('bench', address)])
    load = Timed([BIN + '/motcua', 'collect', '--at', AT], folder, store == 'postgres', env)
    if store == 'postgres':
        subprocess.run(['psql', '-X', '-q', '-c', 'VACUUM (ANALYZE) motcua.dossier', '-c', 'CHECKPOINT'], check=True)
    return load


def measure(folder, store, env):
    times, said = {'bare scan': []}, {}
    for _ in range(ROUNDS):
        times['bare scan'].append(bare(folder, store, env))
        for name, (command, _) in COMMANDS.items():
            done = Timed([BIN + '/motcua'] + command, folder, store == 'postgres', env)
            times.setdefault(name, []).append(done.cpu)
            said[name] = done.told
    return times, said


def judge(result, store, load, times):
    name_of, scan = NAMES[store], times['bare scan']
    result.row(store=store, name='first load', dossiers=DOSSIERS, seconds=[load.cpu], mib=load.mib)
    for name, seconds in times.items():
        result.row(store=store, name=name, dossiers=DOSSIERS, seconds=seconds)
        print('%-12s %-30s %9.3f s' % (name_of, name, statistics.median(seconds)))
        if name != 'bare scan':
            result.ratio('%s, %s : bare scan' % (name_of, name), seconds, scan, 'a bare scan of the columns', COMMANDS[name][1])
    result.ratio('%s, as known then : as known now' % name_of, times[KNOWN], times[REPORT], 'the same report without --known-at', 3)
    if PROVINCE:
        result.value('%s, Friday report of a province-year' % name_of, times[REPORT], 's processor', 2)


def main():
    env = dict(os.environ, BENCH_PASSWORD='p', MOTCUA_NOW=AT)
    result, texts = Result('count'), {}
    with tempfile.TemporaryDirectory() as top:
        process, address = portal(BIN, top, '--compose', DOSSIERS, '--communes', 226, '--seed', 1, '--from', '2021-11-25')
        try:
            stores = ('sqlite', 'postgres') if SERVER else ('sqlite',)
            loads = {s: fill(top + '/' + s, address, s, env) for s in stores}
        finally:
            end(process)
        print('%d dossiers of a year, 226 communes; processor seconds, medians of %d\n' % (DOSSIERS, ROUNDS))
        for store in stores:
            times, texts[store] = measure(top + '/' + store, store, env)
            judge(result, store, loads[store], times)
    result.write()
    if len(texts) == 2 and texts['sqlite'] != texts['postgres']:
        raise SystemExit('bench: the two stores say different things')


main()
