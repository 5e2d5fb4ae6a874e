#!/usr/bin/env python3
"""What a poll costs when little has changed, as a share of the first load's processor time, on SQLite and PostgreSQL in one run.
usage: sh tests/postgres.sh python3 tests/bench_repoll.py BIN-FOLDER [DOSSIERS [ROUNDS]]      Python 3, standard library only

A year of composed dossiers. In each round 0.1 % are edited, and the source is polled a quarter of an hour later: what was changed is
asked for, stored, and brought into counts and samples. Then a poll of the next day (what fell due meanwhile is counted anew), and the
weekly reading of all. Processor time is user and system, of the program, and of the server where there is one.
Exit status 1: the counts are not those of a fresh load.
"""
import os, subprocess, sys, tempfile, urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import RUNS, Result, Timed, config, end, opencps, portal

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else RUNS
SERVER = os.environ.get('MOTCUA_TEST_POSTGRES')
NAMES = {'sqlite': 'SQLite', 'postgres': 'PostgreSQL'}


def poll(folder, at, store, *words):
    return Timed([BIN + '/motcua', 'collect', '--at', at, *words], folder, store == 'postgres', dict(os.environ, MOTCUA_NOW=at))


def counts(folder, at):
    return b''.join(Timed([BIN + '/motcua', 'counts', '--period', period, '--at', at, '--format', 'csv'], folder).told
                    for period in ('week', 'month', 'year'))


def edit(address, at):
    urllib.request.urlopen(urllib.request.Request('%s/_portal/edit?k=100&at=%s' % (address, at), method='POST')).read()


def measure(folder, address, store, minute):
    """First load, polls with 0.1 % edited, a poll of the next day, a reading of all."""
    here = os.path.join(folder, store)
    config(here, 'sqlite:bench.db' if store == 'sqlite' else SERVER, [opencps('bench', address)])
    first = poll(here, '2022-11-25T15:00', store)
    if store == 'postgres':
        subprocess.run(['psql', '-X', '-q', '-c', 'VACUUM (ANALYZE) motcua.dossier', '-c', 'CHECKPOINT'], check=True)
    polls = []
    for _ in range(ROUNDS):
        minute += 2
        edit(address, '2022-11-25T%02d:%02d' % (15 + minute // 60, minute % 60))
        at = '2022-11-25T%02d:%02d' % (15 + (minute + 1) // 60, (minute + 1) % 60)
        polls.append(poll(here, at, store))
    right = os.path.join(folder, 'right-' + store)
    config(right, 'sqlite:bench.db', [opencps('bench', address)])
    poll(right, at, 'sqlite')
    if counts(right, at) != counts(here, at):
        raise SystemExit('bench: the counts are not those of a fresh load')
    return first, polls, poll(here, '2022-11-26T15:00', store), poll(here, '2022-11-26T16:00', store, '--full'), minute


def judge(result, store, first, polls, following, sweep):
    name = NAMES[store]
    for what, runs in (('first load', [first]), ('0.1 % edited', polls), ('the next day', [following]), ('all read again', [sweep])):
        for run in runs:
            result.row(store=store, poll=what, cpu=run.cpu, own=run.own, server=run.server, mib=run.mib)
            print('%-12s %-20s %8.2f s of processor, %6.1f MiB   %s' % (name, what, run.cpu, run.mib, run.said.splitlines()[0].split(': ', 1)[1]))
    result.ratio('%s, 0.1 %% edited : first load' % name, [p.cpu for p in polls], first.cpu, 'the first load in the same run', 0.02)
    result.ratio('%s, the next day, nothing edited : first load' % name, [following.cpu], first.cpu, 'the first load in the same run')
    result.ratio('%s, all read again : first load' % name, [sweep.cpu], first.cpu, 'the first load in the same run', 1)
    result.value('%s, peak memory' % name, [p.mib for p in [first, *polls, following, sweep]], 'MiB', 48, of=max)


def main():
    result, minute = Result('repoll'), 0
    with tempfile.TemporaryDirectory() as folder:
        process, address = portal(BIN, folder, '--compose', DOSSIERS, '--seed', 1, '--from', '2021-11-25')
        try:
            print('%d dossiers of a year, pages of 500' % DOSSIERS)
            for store in ('sqlite', 'postgres') if SERVER else ('sqlite',):
                *polls, minute = measure(folder, address, store, minute)
                judge(result, store, *polls)
        finally:
            end(process)
    print('\nthe counts after %d polls are those of a fresh load' % ROUNDS)
    result.write()


main()
