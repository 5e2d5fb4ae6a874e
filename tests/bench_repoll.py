#!/usr/bin/env python3
"""What a poll costs when little has changed, as a share of the first load's processor time, on SQLite and PostgreSQL in one run.
usage: sh tests/postgres.sh python3 tests/bench_repoll.py BIN-FOLDER [DOSSIERS [ROUNDS]]      Python 3, standard library only

A year of composed dossiers. In each round 0.1 % are edited, and the source is polled a quarter of an hour later: what was changed is
asked for, stored, and brought into counts and samples. Then a poll of the next day (what fell due meanwhile is counted anew), and the
weekly reading of all. Processor time is user and system, of the program, and of the server where there is one.
Exit status 1: the counts are not those of a fresh load, or memory over the limit. Never fails on speed.
"""
import json, os, subprocess, sys, tempfile, threading, time, urllib.request

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 200000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 5
SERVER = os.environ.get('MOTCUA_TEST_POSTGRES')
LIMIT_PERCENT = 2
LIMIT_MIB = 48


def portal(folder):
    port_file = os.path.join(folder, 'port')
    process = subprocess.Popen([BIN + '/motcua-portal', '--port-file', port_file, '--compose', str(DOSSIERS), '--seed', '1',
                                '--from', '2021-11-25'], stdout=subprocess.DEVNULL)
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


class Poll:
    def __init__(self, folder, at, store, *words):
        before = server_cpu() if store == 'postgres' else 0
        process = subprocess.Popen([BIN + '/motcua', 'collect', '--at', at, *words], cwd=folder, stderr=subprocess.PIPE,
                                   env=dict(os.environ, MOTCUA_NOW=at))
        self.mib = 0
        threading.Thread(target=self.watch, args=(process.pid,), daemon=True).start()
        text = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit('bench: collect failed:\n' + text)
        if store == 'postgres':
            time.sleep(0.3)  # the backend ends, its time is its father's
        self.own = usage.ru_utime + usage.ru_stime
        self.server = server_cpu() - before if store == 'postgres' else 0
        self.cpu = self.own + self.server
        self.said = text.splitlines()[0]

    def watch(self, pid):
        while True:
            try:
                peak = [row.split()[1] for row in open('/proc/%d/status' % pid) if row.startswith('VmHWM')]
            except OSError:
                return
            if not peak:
                return
            self.mib = int(peak[0]) / 1024
            time.sleep(0.01)


def config(folder, address, store):
    os.makedirs(folder)
    json.dump({'store': store, 'network': {'requests_per_minute': 60000}, 'commitments': ['y-yen-2022'],
               'sources': [{'name': 'bench', 'manifest': 'opencps', 'base_url': address, 'vars': {'group_id': '55301'},
                            'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}}]},
              open(os.path.join(folder, 'motcua.json'), 'w'))


def counts(folder, at):
    out = b''
    for period in ('week', 'month', 'year'):
        out += subprocess.run([BIN + '/motcua', 'counts', '--period', period, '--at', at, '--format', 'csv'], cwd=folder, check=True,
                              stdout=subprocess.PIPE).stdout
    return out


def edit(address, at):
    urllib.request.urlopen(urllib.request.Request('%s/_portal/edit?k=100&at=%s' % (address, at), method='POST')).read()


def settle(store):
    if store == 'postgres':
        subprocess.run(['psql', '-X', '-q', '-c', 'VACUUM (ANALYZE) motcua.dossier', '-c', 'CHECKPOINT'], check=True)


def line(name, poll, first):
    share = 100 * poll.cpu / first.cpu
    print('%-34s %8.2f %8.2f %8.2f %9.2f %% %7.1f   %s' % (name, poll.cpu, poll.own, poll.server, share, poll.mib,
                                                          poll.said.split(': ', 1)[1]))
    return share


def measure(folder, address, store, numbers, peaks):
    print('\n%s' % {'sqlite': 'SQLite', 'postgres': 'PostgreSQL'}[store])
    here = os.path.join(folder, store)
    config(here, address, 'sqlite:bench.db' if store == 'sqlite' else SERVER)
    first = Poll(here, '2022-11-25T15:00', store)
    line('first load', first, first)
    settle(store)
    polls = []
    for i in range(ROUNDS):
        minute = numbers['minute'] = numbers['minute'] + 2
        edit(address, '2022-11-25T%02d:%02d' % (15 + minute // 60, minute % 60))
        at = '2022-11-25T%02d:%02d' % (15 + (minute + 1) // 60, (minute + 1) % 60)
        polls.append(Poll(here, at, store))
        line('0.1 % edited', polls[-1], first)
    right = os.path.join(folder, 'right-' + store)
    config(right, address, 'sqlite:bench.db')
    Poll(right, at, 'sqlite')
    if counts(right, at) != counts(here, at):
        raise SystemExit('bench: the counts are not those of a fresh load')
    following = Poll(here, '2022-11-26T15:00', store)
    line('the next day, nothing edited', following, first)
    sweep = Poll(here, '2022-11-26T16:00', store, '--full')
    line('all read again, nothing edited', sweep, first)
    peaks += [p.mib for p in polls + [first, following, sweep]]
    return sorted(100 * p.cpu / first.cpu for p in polls)[len(polls) // 2]


def main():
    os.environ['BENCH_PASSWORD'] = 'p'
    peaks, shares, numbers = [], {}, {'minute': 0}
    with tempfile.TemporaryDirectory() as folder:
        process, address = portal(folder)
        try:
            print('%d dossiers of a year, pages of 500; processor seconds' % DOSSIERS)
            print('%-34s %8s %8s %8s %11s %7s' % ('', 'all', 'program', 'server', 'of first', 'MiB'))
            for store in ('sqlite', 'postgres') if SERVER else ('sqlite',):
                shares[store] = measure(folder, address, store, numbers, peaks)
        finally:
            process.terminate()
            process.wait()
    print('\nthe counts after %d polls are those of a fresh load' % ROUNDS)
    for store, share in shares.items():
        print('%-34s %8.2f %% of the first load, limit %d %%: %s' % (store + ', 0.1 % edited, median', share, LIMIT_PERCENT,
                                                                   'kept' if share < LIMIT_PERCENT else 'NOT kept'))
    print('%-34s %8.1f MiB, limit %d' % ('peak memory', max(peaks), LIMIT_MIB))
    if max(peaks) > LIMIT_MIB:
        raise SystemExit('bench: over the memory limit')


main()
