#!/bin/sh
# motcua serve as systemd has it: told when it is ready, that it lives, that it reloads and stops (sd_notify(3)); a socket that was
# opened for it (sd_listen_fds(3)). A python plays systemd.
. "$(dirname "$0")/lib.sh"
export MOTCUA_NOW=2022-11-25T15:00
echo '{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"]}' >motcua.json
cat >systemd.py <<'PY'
import os, signal, socket, subprocess, sys, time, urllib.request

path = "@motcua-test-%d" % os.getpid() if sys.argv[2] == "abstract" else os.path.abspath("notify")
notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
notify.bind("\0" + path[1:] if path[0] == "@" else path)
notify.settimeout(20)
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen(16)
port = listener.getsockname()[1]


def become():
    os.dup2(listener.fileno(), 3)
    os.set_inheritable(3, True)
    os.environ["LISTEN_PID"] = os.environ["WATCHDOG_PID"] = str(os.getpid())
    os.environ["LISTEN_FDS"] = "1"
    os.environ["NOTIFY_SOCKET"] = path
    os.environ["WATCHDOG_USEC"] = "600000"
    os.execv(sys.argv[1], [sys.argv[1], "serve"])


pid = os.fork()
if pid == 0:
    become()


def until(wanted, seconds=20):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        told = notify.recv(4096).decode()
        if told.split("\n")[0] == wanted:
            return told
        assert told == "WATCHDOG=1", told
    raise SystemExit("not told: " + wanted)


until("READY=1")
assert urllib.request.urlopen("http://127.0.0.1:%d/healthz" % port).read() == b"ok\n"
# Twice in its time, as systemd asks for. On a busy machine some come late: of twenty, four in a row that did not are enough.
told = [time.monotonic()]
while len(told) < 5 or told[-1] - told[-5] >= 4 * 0.6 + 2:
    assert len(told) < 20, told
    until("WATCHDOG=1")
    told.append(time.monotonic())
os.kill(pid, signal.SIGHUP)
usec = int(until("RELOADING=1").split("MONOTONIC_USEC=")[1])
assert abs(usec / 1e6 - time.clock_gettime(time.CLOCK_MONOTONIC)) < 20
until("READY=1")
os.kill(pid, signal.SIGTERM)
until("STOPPING=1")
assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
if path[0] != "@":
    os.unlink(path)
PY
python3 systemd.py "$bin/motcua" abstract 2>log || { cat log; fail "an abstract socket"; }
python3 systemd.py "$bin/motcua" path 2>log || { cat log; fail "a socket with a path"; }
# A supervisor that is not there, or variables that are meant for another process, are no fault.
NOTIFY_SOCKET=$work/nobody LISTEN_FDS=1 LISTEN_PID=1 WATCHDOG_USEC=1000 WATCHDOG_PID=1 \
  "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll >listen 2>log &
serve=$!
tries=0
while [ ! -s listen ]; do tries=$((tries + 1)); [ $tries -lt $patience ] || fail "no address"; sleep 0.05; done
[ "$(curl -s "$(cat listen)healthz")" = ok ] || fail "no answer"
kill $serve
set +e; wait $serve; got=$?; set -e
[ $got -eq 0 ] && [ "$(grep -c NOTIFY_SOCKET log)" -le 3 ] || fail "ended with $got: $(cat log)"
echo ok
