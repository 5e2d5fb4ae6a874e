#!/bin/sh
# The server goes away at every moment that there is: each command runs again and again through a go-between that cuts the line
# at the first, second, third .. thing that is sent, and then lets nobody through, or (where a command goes on by itself) lets the
# next connection through. Every run ends with 0, and then says what it says on a calm line, or with 75, and says why.
. "$(dirname "$0")/lib.sh"
POSTGRES_OPTIONS=${POSTGRES_OPTIONS:- } # a server that may lose what was committed does not pass 'db check'
export POSTGRES_OPTIONS
. "$flow/postgres_lib.sh"

mkdir figures
cp "$cases/766/replies-2026-10-02"/*.json figures
start_portal --compose 300 --seed 3 --evaluation "$work/figures"
config_dvcqg
sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|; s|^{|{\"keep\": {\"history\": 2, \"runs\": 2, \"rejects\": 2, \"samples\": 2}, |" motcua.json
printf 'code,name\nH99.22.01,Xã Một\nH99.22.02,Xã Hai\n' >units.csv
ask postgres "CREATE DATABASE calm OWNER motcua"
MOTCUA_STORE=$(store_of calm) expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
dump_postgres calm >calm

cat >cut.py <<'PY'
import os, socket, subprocess, sys, threading
program, server, folder = sys.argv[1:]
lock = threading.Lock()
left, once, cut, lines = 10 ** 9, False, False, []

def end(*sockets):
    for s in sockets:
        try: s.shutdown(socket.SHUT_RDWR)
        except OSError: pass

def pump(a, b, counted):
    global left, cut
    try:
        while data := a.recv(1 << 20):
            if counted:
                with lock:
                    left -= 1
                    if left == 0:
                        cut = True
                        break
            b.sendall(data)
    except OSError:
        pass
    end(a, b)

def serve(listener):
    while True:
        near, _ = listener.accept()
        if cut and not once:
            near.close()
            continue
        far = socket.socket(socket.AF_UNIX)
        far.connect(server + '/.s.PGSQL.5432')
        threading.Thread(target=pump, args=(near, far, True), daemon=True).start()
        threading.Thread(target=pump, args=(far, near, False), daemon=True).start()

listener = socket.socket(socket.AF_UNIX)
listener.bind(folder + '/.s.PGSQL.5432')
listener.listen(64)
threading.Thread(target=serve, args=(listener,), daemon=True).start()
env = dict(os.environ, MOTCUA_STORE='postgresql://motcua@/motcua?host=' + folder, MOTCUA_NOW='2022-11-26T09:00')

def run(command):
    return subprocess.run([program] + command.split(), env=env, capture_output=True, text=True, timeout=300)

def check(command, says_always, ways=(False, True)):
    """Cuts at the n-th thing sent, n = 1, 2, .. until nothing is cut any more. says_always: what it tells of a store that is as it was."""
    global left, once, cut
    calm = run(command) if says_always else None
    if calm and calm.returncode:
        sys.exit('FAILED: %s: %d on a calm line\n%s%s' % (command, calm.returncode, calm.stdout, calm.stderr))
    told = {0: 0, 75: 0}
    for once in ways:
        n = 0
        while True:
            n += 1
            with lock:
                left, cut = n, False
            r = run(command)
            where = '%s, cut at %d, %s' % (command, n, 'once' if once else 'for good')
            if r.returncode not in told:
                sys.exit('FAILED: %s: exit status %d\n%s' % (where, r.returncode, r.stderr))
            if r.returncode == 75 and ('motcua: ' not in r.stderr or not cut):
                sys.exit('FAILED: %s: 75, but\n%s' % (where, r.stderr))
            if r.returncode == 0 and calm and r.stdout != calm.stdout:
                sys.exit('FAILED: %s: it says something else and calls it well' % where)
            if not cut:
                if r.returncode:
                    sys.exit('FAILED: %s: %d on a calm line\n%s' % (where, r.returncode, r.stderr))
                break
            told[r.returncode] += 1
            if n > 400:
                sys.exit('FAILED: %s: it never ends' % where)
    with lock:
        left, cut = 10 ** 9, False
    print('ok: %s: %d cuts, %d of them told with 75' % (command, sum(told.values()), told[75]), flush=True)
    if told[75] < 2:
        sys.exit('FAILED: hardly any cut of %s was one' % command)

check('db migrate', False)
check('collect --full --at 2022-11-25T15:00', False)
for command in ('status --at 2022-11-25T15:00 --known-at 2022-11-25 --format csv', 'report --at 2022-11-25T15:00', 'sources --format csv',
                'db check --format csv'):
    check(command, True, (False,))
for command in ('units import units.csv', 'db sample --since 2022-11', 'db prune --dry-run'):
    check(command, False, (False,))
PY
mkdir p
python3 cut.py "$bin/motcua" "$PGHOST" "$work/p" || exit 1
MOTCUA_STORE=$MOTCUA_TEST_POSTGRES expect_code 0 "$bin/motcua" collect --full --at 2022-11-25T15:00
MOTCUA_STORE=$MOTCUA_TEST_POSTGRES expect_code 0 "$bin/motcua" db check
for database in motcua calm; do # but for the names of units that were imported
  dump_postgres $database | grep content_hash >$database.dossiers
done
cmp calm.dossiers motcua.dossiers || fail "the store differs from one on a calm line"
[ "$(ask motcua 'SELECT COUNT(*) FROM motcua.dossier_history')" = 0 ] || fail "a page came twice, and made a history"
