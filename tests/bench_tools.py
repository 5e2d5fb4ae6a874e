"""What the benchmarks share: the sample portal, processor time of a command and of the server, and a result as JSON.

The JSON (BENCH_JSON names the file; ./dev bench sets it): {"bench", "at", "machine": {cores, cpu, load}, "rows": [..], "claims": [{"claim", "value",
"unit", "limit", "peer", "kept"}]}. A limit holds from below unless least is said: kept is null where there is none.
"""
import json, os, subprocess, time


def portal(binary, folder, *options):
    """The process and its address."""
    port_file = os.path.join(folder, 'port')
    if os.path.exists(port_file):
        os.remove(port_file)
    process = subprocess.Popen([binary + '/motcua-portal', '--port-file', port_file, *map(str, options)], stdout=subprocess.DEVNULL)
    for _ in range(600):
        if os.path.exists(port_file) and os.path.getsize(port_file):
            return process, 'http://127.0.0.1:' + open(port_file).read().strip()
        time.sleep(0.05)
    raise SystemExit('bench: the sample portal did not start')


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
    """A command that was run: wall, own (processor seconds of the program), server, cpu (both), mib, said (its stderr)."""

    def __init__(self, command, folder, server=False, env=None, codes=(0,)):
        before, start = server_cpu() if server else 0, time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env)
        self.said = process.stderr.read().decode(errors='replace')
        _, status, usage = os.wait4(process.pid, 0)
        self.wall = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) not in codes:
            raise SystemExit('bench: %s failed:\n%s' % (' '.join(command), self.said))
        if server:
            time.sleep(0.3)  # the backend ends, its time is its father's
        self.own, self.mib = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        self.server = server_cpu() - before if server else 0
        self.cpu = self.own + self.server


class Result:
    def __init__(self, name):
        self.name, self.rows, self.claims = name, [], []

    def row(self, **values):
        self.rows.append(values)

    def claim(self, claim, value, unit='', limit=None, peer=None, least=False):
        kept = None if limit is None else value >= limit if least else value <= limit
        self.claims.append({'claim': claim, 'value': round(value, 4), 'unit': unit, 'limit': limit, 'peer': peer, 'kept': kept})
        print('%-64s %10.2f %-14s %s' % (claim, value, unit, '' if kept is None else '%s %g: %s' % ('at least' if least else 'limit', limit,
                                                                                               'kept' if kept else 'NOT kept')))

    def write(self):
        path = os.environ.get('BENCH_JSON')
        if not path:
            return
        model = [line.split(':', 1)[1].strip() for line in open('/proc/cpuinfo') if line.startswith('model name')]
        os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
        with open(path, 'w') as out:
            json.dump({'bench': self.name, 'at': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime()),
                       'machine': {'cpu': model[0] if model else '', 'cores': os.cpu_count(), 'load': os.getloadavg()[0]},
                       'rows': self.rows, 'claims': self.claims}, out, indent=1, ensure_ascii=False)
            out.write('\n')
