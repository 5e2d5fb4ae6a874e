#!/bin/sh
# The server goes away in the middle of an answer, at byte after byte of a wide reading (COPY): no command waits or turns for ever. Each
# ends with 75 and says why; one whose answers had all come ends well, and says what it says on a calm line.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
start_portal --compose 3000 --seed 5
config_dvcqg
MOTCUA_STORE=$(store_of motcua) expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
cat >cut.py <<'PY'
import os, socket, subprocess, sys, threading
program, server, folder = sys.argv[1:]
CUTS, SECONDS = 40, 60
lock = threading.Lock()
left, given = None, 0  # bytes that may still come from the server, and that came

def end(*sockets):
    for s in sockets:
        try: s.shutdown(socket.SHUT_RDWR)
        except OSError: pass

def pump(a, b, answers):
    global left, given
    try:
        while data := a.recv(1 << 16):
            if answers:
                with lock:
                    given += len(data)
                    if left is not None:
                        data, left = data[:left], left - min(left, len(data))
                b.sendall(data)
                if left == 0:
                    break
            else:
                b.sendall(data)
    except OSError:
        pass
    end(a, b)

def serve(listener):
    while True:
        near, _ = listener.accept()
        if left == 0:
            near.close()
            continue
        far = socket.socket(socket.AF_UNIX)
        far.connect(server + '/.s.PGSQL.5432')
        for way in ((near, far, False), (far, near, True)):
            threading.Thread(target=pump, args=way, daemon=True).start()

listener = socket.socket(socket.AF_UNIX)
listener.bind(folder + '/.s.PGSQL.5432')
listener.listen(64)
threading.Thread(target=serve, args=(listener,), daemon=True).start()
env = dict(os.environ, MOTCUA_STORE='postgresql://motcua@/motcua?host=' + folder, MOTCUA_NOW='2022-11-26T09:00')

def run(command):
    return subprocess.run([program] + command.split(), env=env, capture_output=True, text=True, timeout=SECONDS)

for command in ('counts --at 2022-11-25T15:00 --format csv', 'status --at 2022-11-25T15:00 --known-at 2022-11-25 --format csv'):
    left, given = None, 0
    calm = run(command)
    assert calm.returncode == 0, calm.stderr
    whole, told = given, 0
    assert whole > 100000, whole  # a reading of many pieces
    for n in range(CUTS):
        with lock:
            left, given = whole * (2 * n + 1) // (2 * CUTS) + n % 7, 0
        try:
            r = run(command)
        except subprocess.TimeoutExpired:
            sys.exit('FAILED: %s, cut behind byte %d of %d: it does not end' % (command, whole * (2 * n + 1) // (2 * CUTS) + n % 7, whole))
        if r.returncode not in (0, 75) or (r.returncode == 75) != ('motcua: ' in r.stderr) or (r.returncode == 0 and r.stdout != calm.stdout):
            sys.exit('FAILED: %s, cut %d: %d\n%s' % (command, n, r.returncode, r.stderr))
        told += r.returncode == 75
    assert told >= CUTS - 2, told
    print('ok: %s: %d cuts in %d bytes, %d told' % (command, CUTS, whole, told))
PY
mkdir p
python3 cut.py "$bin/motcua" "$PGHOST" "$work/p" || exit 1
