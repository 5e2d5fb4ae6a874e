#!/usr/bin/env python3
"""What the report of a nation costs: 3,321 communes in one store. usage: bench_report.py BIN-FOLDER [DOSSIERS [COMMUNES]]
Python 3, standard library only. Time and memory of each format, and of a first report that only reckons (the message)."""
import os, subprocess, sys, tempfile, time

BIN = os.path.abspath(sys.argv[1])
DOSSIERS, COMMUNES = ([int(a) for a in sys.argv[2:]] + [200000, 3321][len(sys.argv) - 2:])[:2]
LIMITS = {'xlsx': (10, 64), 'html': (2, None)}  # seconds, MiB that were asked for

with tempfile.TemporaryDirectory() as folder:
    port = os.path.join(folder, 'port')
    portal = subprocess.Popen([BIN + '/motcua-portal', '--port-file', port, '--compose', str(DOSSIERS), '--communes', str(COMMUNES),
                               '--seed', '1'], stdout=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            if os.path.exists(port) and os.path.getsize(port):
                break
            time.sleep(0.05)
        with open(folder + '/motcua.json', 'w') as f:
            f.write('{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"], "sources": [{"name": "nation", "manifest": "dvcqg_sync",'
                    ' "base_url": "http://127.0.0.1:%s", "network": {"requests_per_minute": 60000},'
                    ' "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}' % open(port).read().strip())
        env = dict(os.environ, PASSWORD='p')
        subprocess.run([BIN + '/motcua', 'collect', '--at', '2022-11-25T15:00'], cwd=folder, env=env, check=True)
    finally:
        portal.kill()
        portal.wait()
    for form in 'txt', 'html', 'docx', 'xlsx', 'json':
        start = time.monotonic()
        process = subprocess.Popen([BIN + '/motcua', 'report', '--at', '2022-11-25T15:00', '-o', 'r.' + form], cwd=folder, env=env,
                                   stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            raise SystemExit('bench: report -o r.%s failed' % form)
        seconds, memory = time.monotonic() - start, usage.ru_maxrss / 1024
        told = LIMITS.get(form, (None, None))
        print('%-5s %6.2f s%s %7.1f MiB%s %8.0f kB' % (form, seconds, ' of %2d' % told[0] if told[0] else '      ', memory,
              ' of %d' % told[1] if told[1] else '      ', os.path.getsize(folder + '/r.' + form) / 1000))
