#!/usr/bin/env python3
"""What hostile sources cost the others. usage: bench_sources.py BIN-FOLDER [DOSSIERS [ROUNDS]]     Python 3, standard library only.

Seventeen sources alone, then beside three more: one hangs, one sends a reply without end, one has always another page. Told is when the
last of the seventeen is complete: medians of wall time, for what costs the others here is waiting.
"""
import json, os, re, subprocess, sys, tempfile, time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from bench_tools import RUNS, Result

BIN = os.path.abspath(sys.argv[1])
DOSSIERS = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
HERE = os.path.dirname(os.path.abspath(__file__))
GOOD = ['s%02d' % n for n in range(1, 18)]
BAD = ['hang', 'flood', 'lie']
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else RUNS
LATENCY_MS, LIMIT = 40, 1.2


def server(folder, name, command):
    port_file = os.path.join(folder, name + '.port')
    process = subprocess.Popen([c.replace('PORT_FILE', port_file) for c in command], stdout=subprocess.DEVNULL)
    for _ in range(400):
        if os.path.exists(port_file) and os.path.getsize(port_file):
            return process, 'http://127.0.0.1:' + open(port_file).read().strip()
        time.sleep(0.05)
    raise SystemExit('bench: %s did not start' % name)


def seconds(folder, names):
    """Until the last of the good ones is complete; whoever is still at it then is interrupted."""
    for file in os.listdir(folder):
        if file.startswith('bench.db'):
            os.remove(os.path.join(folder, file))
    start = time.monotonic()
    process = subprocess.Popen([BIN + '/motcua', '--lang', 'en', 'collect', '--at', '2022-11-25T15:00'] + names, cwd=folder,
                               stderr=subprocess.PIPE, text=True)
    left = set(GOOD)
    for line in process.stderr:
        found = re.match(r'(s\d\d): .* complete$', line)
        if found:
            left.discard(found.group(1))
        if not left:
            break
    took = time.monotonic() - start
    process.send_signal(2)
    process.stderr.read()
    process.wait()
    if left:
        raise SystemExit('bench: not complete: ' + ' '.join(sorted(left)))
    return took


def main():
    with tempfile.TemporaryDirectory() as folder:
        started = []
        try:
            started.append(server(folder, 'portal', [BIN + '/motcua-portal', '--port-file', 'PORT_FILE', '--compose', str(DOSSIERS), '--seed', '1',
                                                     '--fault', 'latency:%d' % LATENCY_MS]))
            started.append(server(folder, 'hostile', [sys.executable, HERE + '/wire.py', 'PORT_FILE', 'hostile']))
            sources = [{'name': name, 'manifest': 'opencps', 'base_url': started[1][1] + '/' + name} for name in BAD]
            sources += [{'name': name, 'manifest': 'opencps', 'base_url': started[0][1]} for name in GOOD]
            for source in sources:
                source.update({'vars': {'group_id': '55301'}, 'auth': {'user': 'u', 'password': {'env': 'BENCH_PASSWORD'}}})
            json.dump({'store': 'sqlite:bench.db', 'network': {'requests_per_minute': 6000}, 'sources': sources},
                      open(os.path.join(folder, 'motcua.json'), 'w'))
            os.environ['BENCH_PASSWORD'] = 'p'
            rounds = [(seconds(folder, GOOD), seconds(folder, [])) for _ in range(ROUNDS)]
        finally:
            for process, _ in started:
                process.terminate()
                process.wait()
    alone, beside = ([r[i] for r in rounds] for i in (0, 1))
    print('17 sources of %d dossiers each, %d ms a request; seconds until the last of them is complete' % (DOSSIERS, LATENCY_MS))
    result = Result('sources')
    result.row(name='alone', wall=alone)
    result.row(name='beside 3 that hang, flood and lie', wall=beside)
    result.value('17 sources alone', alone, 's')
    result.ratio('17 sources, beside 3 that hang, flood and lie : alone', beside, alone, 'the same sources alone', LIMIT)
    result.write()


main()
