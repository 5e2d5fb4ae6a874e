#!/bin/sh
# The log of serve: a line has its level where standard error is the journal, and nowhere else; what comes again and again is counted.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
echo '{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"]}' >motcua.json
start_serve
for try in $(seq 1 40); do curl -s "$site/healthz" >/dev/null; done
curl -s "$site/khong-co" >/dev/null
[ "$(grep -c '^serve: GET /healthz 200' serve.log)" = 1 ] || fail "each request has a line: $(cat serve.log)"
[ "$(grep -c '^serve: GET - 404' serve.log)" = 1 ] || fail "another kind is told at once: $(cat serve.log)"
stop_serve
[ "$(sed -n 's/^serve: GET \/healthz 200: +//p' serve.log)" = 39 ] || fail "how many there were: $(cat serve.log)"
! grep -q '^<' serve.log || fail "levels without a journal"
# the journal: its socket's device and number stand in JOURNAL_STREAM
cat >journal.py <<'PY'
import os, re, signal, subprocess, sys, time, urllib.request
r, w = os.pipe()
about = os.fstat(w)
env = dict(os.environ, JOURNAL_STREAM="%d:%d" % (about.st_dev, about.st_ino))
serve = subprocess.Popen([sys.argv[1], "serve", "--no-poll", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=w, env=env, text=True)
os.close(w)
site = serve.stdout.readline().strip()
urllib.request.urlopen(site + "healthz").read()
os.kill(serve.pid, signal.SIGHUP)
time.sleep(1)
serve.terminate()
assert serve.wait() == 0
lines = os.fdopen(r).read().splitlines()
assert lines and all(re.match(r"<[3-6]>serve: ", line) for line in lines), lines
assert any(line.startswith("<6>serve: GET /healthz 200") for line in lines) and any(line.startswith("<5>") for line in lines), lines
PY
python3 journal.py "$bin/motcua" || fail "levels for the journal"
echo ok
