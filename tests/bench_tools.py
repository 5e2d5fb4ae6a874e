"""What the benchmarks share: the sample portal, time and memory of a command and of the server, instructions, and one writer of results.

A claim is a ratio, or a value against its limit, of medians: of what motcua took and of what its peer took in the same run. The writer prints a
table of the claims, met or MISSED, and writes JSON (BENCH_JSON names the file; ./dev bench sets it):
{"bench", "at", "machine": {cpu, cores, load}, "rows": [..], "claims": [{claim, value, unit, limit, least, peer, runs, met}]}
met is null where there is no limit; runs is how many measurements the medians are of. Exit status of every bench: 0, whatever was missed: a
figure of a busy machine fails nothing; 1: the program's answers were wrong, so that there is nothing to measure.
"""
import json, os, re, statistics, subprocess, tempfile, threading, time

RUNS = 5  # of each measurement, at least, where a claim rests on time
INSTRUCTIONS = 'instructions'  # as runs: the same each time, once is enough


def portal(binary, folder, *options):
    """The process and its address."""
    port_file = os.path.join(folder, 'port')
    if os.path.exists(port_file):
        os.remove(port_file)
    process = subprocess.Popen([binary + '/motcua-portal', '--port-file', port_file, *map(str, options)], stdout=subprocess.DEVNULL)
    for _ in range(1200):
        if os.path.exists(port_file) and os.path.getsize(port_file):
            return process, 'http://127.0.0.1:' + open(port_file).read().strip()
        time.sleep(0.05)
    raise SystemExit('bench: the sample portal did not start')


def end(*processes):
    for process in processes:
        process.terminate()
    for process in processes:
        process.wait()


def opencps(name, address, **more):
    """A source of a config."""
    return {'name': name, 'manifest': 'opencps', 'base_url': address, 'vars': {'group_id': '55301'},
            'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}, **more}


def config(folder, store, sources, **more):
    os.makedirs(folder, exist_ok=True)
    os.environ['BENCH_PASSWORD'] = 'p'
    with open(os.path.join(folder, 'motcua.json'), 'w') as out:
        json.dump({'store': store, 'network': {'requests_per_minute': 60000}, 'commitments': ['y-yen-2022'], 'sources': sources, **more}, out)


def server_cpu(home=None):
    """Seconds of the server's processes, those that ended included."""
    pid = open((home or os.environ['MOTCUA_TEST_PGHOME'] + '/data') + '/postmaster.pid').readline().strip()
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
    """A command that was run: wall, own (processor seconds of the program), server, cpu (both), mib, said (its stderr), told (its stdout)."""

    def __init__(self, command, folder, server=False, env=None, codes=(0,)):
        before, start = server_cpu() if server else 0, time.monotonic()
        with tempfile.TemporaryFile() as told:
            process = subprocess.Popen(command, cwd=folder, stdout=told, stderr=subprocess.PIPE, env=env)
            self.mib = 0
            threading.Thread(target=self.watch, args=(process.pid,), daemon=True).start()
            self.said = process.stderr.read().decode(errors='replace')
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - start
            told.seek(0)
            self.told = told.read()
        if os.waitstatus_to_exitcode(status) not in codes:
            raise SystemExit('bench: %s failed:\n%s' % (' '.join(command), self.said))
        if server:
            time.sleep(0.3)  # the backend ends, its time is its father's
        self.own = usage.ru_utime + usage.ru_stime
        self.mib = self.mib or usage.ru_maxrss / 1024
        self.server = server_cpu() - before if server else 0
        self.cpu = self.own + self.server

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


def instructions(command, folder, env=None, quick=False):
    """Of the command, as valgrind counts them: the same on every machine of a kind, however busy it is. quick: by exp-bbv, which takes half the time
    and counts 2 % less than callgrind."""
    tool = ['--tool=exp-bbv', '--instr-count-only=yes', '--bb-out-file=/dev/null'] if quick else ['--tool=callgrind', '--callgrind-out-file=/dev/null']
    done = subprocess.run(['valgrind', *tool, *command], cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          errors='replace')
    found = re.findall(r'(?:Collected :|Total instructions:) ([0-9]+)', done.stderr)  # exp-bbv: of each thread
    if done.returncode or not found:
        raise SystemExit('bench: %s failed under valgrind:\n%s' % (' '.join(command), done.stderr[-2000:]))
    return sum(map(int, found))


class Result:
    """Rows and claims of a bench. claims are told by write(), which every bench calls once, last."""

    def __init__(self, name):
        self.name, self.rows, self.claims = name, [], []

    def row(self, **values):
        self.rows.append(values)

    def value(self, claim, measured, unit='', limit=None, least=False, peer=None, of=statistics.median):
        """measured: a list of measurements of time or memory, or a number that does not vary (instructions, bytes)."""
        varies = isinstance(measured, (list, tuple))
        value = of(measured) if varies else measured
        met = None if limit is None else value >= limit if least else value <= limit
        self.claims.append({'claim': claim, 'value': float('%.4g' % value), 'unit': unit, 'limit': limit, 'least': least, 'peer': peer,
                            'runs': len(measured) if varies else INSTRUCTIONS, 'met': met})
        return value

    def ratio(self, claim, over, under, peer, limit=None, least=False):
        """The median of over by the median of under; peer says what the other of the two is."""
        both = [x if isinstance(x, (list, tuple)) else None for x in (over, under)]
        value = (statistics.median(over) if both[0] else over) / (statistics.median(under) if both[1] else under)
        runs = min((len(x) for x in both if x), default=INSTRUCTIONS)
        self.value(claim, value, 'times', limit, least, peer)
        self.claims[-1]['runs'] = runs
        return value

    def table(self):
        lines = ['%-66s %10s %-13s %-12s %5s  %s' % ('claim', 'measured', '', 'limit', 'runs', '')]
        for c in self.claims:
            limit = '' if c['limit'] is None else '%s %g' % ('>=' if c['least'] else '<=', c['limit'])
            runs = '' if c['runs'] == INSTRUCTIONS else str(c['runs'])
            told = '' if c['met'] is None else 'met' if c['met'] else 'MISSED'
            short = ' (fewer than %d runs)' % RUNS if runs and c['runs'] < RUNS else ''
            peer = '' if c['peer'] is None else '   peer: ' + c['peer']
            value = ('%.0f' if abs(c['value']) >= 1000 else '%.4g') % c['value']
            lines.append('%-66s %10s %-13s %-12s %5s  %s%s%s' % (c['claim'], value, c['unit'], limit, runs, told, short, peer))
        missed = sum(c['met'] is False for c in self.claims)
        lines.append('%d claims, %d with a limit, %d MISSED' % (len(self.claims), sum(c['met'] is not None for c in self.claims), missed))
        return '\n'.join(lines)

    def write(self):
        print('\n' + self.table(), flush=True)
        path = os.environ.get('BENCH_JSON')
        if not path:
            return
        model = [line.split(':', 1)[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')]
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, 'w') as out:
            json.dump({'bench': self.name, 'at': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()),
                       'machine': {'cpu': model[0] if model else '', 'cores': os.cpu_count(), 'load': round(os.getloadavg()[0], 1)},
                       'rows': self.rows, 'claims': self.claims}, out, indent=1, ensure_ascii=False)
            out.write('\n')
