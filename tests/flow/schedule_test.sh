#!/bin/sh
# What motcua serve does by itself: polls, the Friday report, pruning; once however many instances there are, once after a
# stop, and in good order when it is asked to end. The clock is MOTCUA_NOW, which stands still while a process runs.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
export MOTCUA_LANG=en
second=
more() { [ -z "$second" ] || { kill "$second" 2>/dev/null && wait "$second" 2>/dev/null; } || :; second=; }
trap 'ended=$?; more; stop_serve; (exit $ended); leave' EXIT
start_portal --compose 1500 --seed 178
config() { # further members
  cat >motcua.json <<EOF
{"store": "sqlite:motcua.db",
 "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address", "poll_minutes": 60,
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"]$1}
EOF
}
begin() { # log, options: starts serve; sets $serve and $site
  log=$1
  shift
  rm -f listen
  "$bin/motcua" serve --listen 127.0.0.1:0 "$@" >listen 2>"$log" &
  serve=$!
  tries=0
  while [ ! -s listen ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] && kill -0 $serve 2>/dev/null || { cat "$log"; fail "serve did not start"; }
    sleep 0.05
  done
  site=$(sed 's#/$##' listen)
}
until_log() { # file pattern count
  tries=0
  while [ "$(grep -c "$2" "$1")" -lt "$3" ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || { cat "$1"; fail "not $3 times in the log: $2"; }
    sleep 0.05
  done
}
runs() { sqlite3 motcua.db "SELECT COUNT(*) FROM run"; }
polling_child() { # sets $child: the process that polls
  tries=0
  until child=$(pgrep -P $serve); do tries=$((tries + 1)); [ $tries -lt $patience ] && ! has_ended $serve || fail "no process polls"; sleep 0.05; done
}
child_ends() { # said if it does not, or not before it has read all
  tries=0
  until has_ended "$child"; do tries=$((tries + 1)); [ $tries -lt $patience ] || fail "$1"; sleep 0.05; done
  [ "$(sqlite3 motcua.db 'SELECT outcome FROM run ORDER BY id DESC LIMIT 1')" != complete ] || fail "$1, to its own end"
}
job() { "$bin/motcua" schedule --format json | python3 -c '
import json, sys
print(next(j for j in json.load(sys.stdin) if j["job"] == sys.argv[1])[sys.argv[2]])' "$1" "$2"; }

# --- it polls by itself, and answers meanwhile ---
export MOTCUA_NOW=2022-11-25T09:00
config ''
begin a.log
until_log a.log '^serve: poll:huyen: done' 1
[ "$(curl -s "$site/healthz")" = ok ] || fail "no answer beside a poll"
[ "$(runs)" = 1 ] || fail "one poll was due, $(runs) were made"
[ "$(job poll outcome)" = "done" ] && [ "$(job poll began)" = 2022-11-25T09:00 ] || fail "the schedule: $("$bin/motcua" schedule)"
case $(job poll due) in 2022-11-25T09:5[4-9]|2022-11-25T10:0[0-6]) ;; *) fail "due next: $(job poll due)" ;; esac
sleep 2
[ "$(runs)" = 1 ] || fail "it polls more often than it should"
stop_serve

"$bin/motcua" top >top && grep -q 'huyen' top && grep -q 'poll' top && ! grep -q "$(printf '\033')" top || fail "top, once: $(cat top)"
cat >terminal.py <<'PY'
import os, pty, re, signal, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], "top"])
shown, frames = "", 0
while frames < 2:
    shown += os.read(fd, 65536).decode("utf-8", "replace")
    frames = shown.count("\033[H\033[J")
os.kill(pid, signal.SIGINT)
begun = time.monotonic()
try:
    while os.read(fd, 65536):
        pass
except OSError:
    pass
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) or time.monotonic() - begun > 5)
PY
python3 terminal.py "$bin/motcua" || fail "top on a terminal ends with $?"

# --- what was missed is caught up once; two instances share it ---
export MOTCUA_NOW=2022-11-25T14:30
begin a.log
first=$serve
begin b.log
second=$first
tries=0
while [ "$(cat a.log b.log | grep -c '^serve: poll:huyen: done')" -lt 1 ]; do
  tries=$((tries + 1)); [ $tries -lt $patience ] || fail "nobody caught up"; sleep 0.05
done
sleep 2
[ "$(cat a.log b.log | grep -c '^serve: poll:huyen: begins')" = 1 ] || fail "two instances did one poll"
[ "$(runs)" = 2 ] || fail "five polls were missed: one is made, not $(runs)"
more
stop_serve

# --- without polls ---
export MOTCUA_NOW=2022-11-25T14:59
begin a.log --no-poll
sleep 2
[ "$(runs)" = 2 ] && ! grep -q 'begins' a.log || fail "--no-poll polls"
stop_serve

# --- Friday's cut-off: a poll, the report into its folder, the delivery; pruning at night; each once ---
mkdir post
config ', "keep": {"samples": 36}, "schedule": {"report_folder": "bao-cao", "report_formats": ["docx", "html"], "report_wait_minutes": 20},
 "deliver": {"recipients": [{"folder": "'"$work"'/post"}]}'
begin a.log
until_log a.log 'poll:huyen' 0
sleep 1
stop_serve
[ "$(job report due)" = 2022-11-25T15:00 ] || fail "the report is due $(job report due)"
export MOTCUA_NOW=2022-11-25T15:00
begin a.log
until_log a.log '^serve: deliver: done' 1
until_log a.log '^serve: report: done' 1
[ "$(runs)" = 3 ] || fail "no poll at the cut-off"
[ -s bao-cao/bao-cao-2022-11-25.docx ] && grep -q '25/11/2022' bao-cao/bao-cao-2022-11-25.html || fail "the report"
find post -type f | grep -q . || fail "nothing was delivered"
sleep 2
[ "$(grep -c 'report: begins' a.log)" = 1 ] && [ "$(grep -c 'deliver: begins' a.log)" = 1 ] || fail "twice: $(cat a.log)"
stop_serve

# --- a portal that is down on Friday: its report comes when the wait is over, and says so; the clerk's was down too until Monday ---
stop_portal
export MOTCUA_NOW=2022-12-05T08:00
begin a.log
until_log a.log '^serve: report: done' 1
until_log a.log 'poll:huyen: did not go well' 1 # beside the report, sooner or later than it
[ -s bao-cao/bao-cao-2022-12-02.docx ] || fail "the Friday report is lost with the portal"
until_log a.log '^serve: prune: done' 1
curl -s "$site/metrics" >measures
stop_serve

# --- asked to end while it polls: soon, and the poll is not left behind; then it goes on at once ---
start_portal --compose 1500 --seed 178 --fault 'slow:300'
config ''
export MOTCUA_NOW=2022-12-06T08:00
begin a.log
until_log a.log '^serve: poll:huyen: begins' 1
polling_child
from=$(date +%s%N)
kill $serve
set +e; wait $serve; got=$?; set -e
serve=
[ $got -eq 0 ] || fail "ended with $got"
echo "ended in $((($(date +%s%N) - from) / 1000000)) ms"
child_ends "a poll is left behind"
[ "$(job poll outcome)" = interrupted ] || fail "the broken poll: $(job poll outcome)"
begin a.log
until_log a.log '^serve: poll:huyen: begins' 1

# --- killed while it polls: its process goes too, and another takes over ---
polling_child
kill -9 $serve
set +e; wait $serve 2>/dev/null; set -e
serve=
child_ends "the poll of a killed serve goes on"
[ "$(sqlite3 motcua.db "SELECT holder <> '' FROM job WHERE name = 'poll:huyen'")" = 1 ] || fail "the dead holder"
stop_portal
start_portal --compose 1500 --seed 178
config ''
begin a.log
until_log a.log '^serve: poll:huyen: done' 1

# --- HUP: another interval, another source; the old ones go on ---
config ', "schedule": {"poll_minutes": 30, "report_folder": "bao-cao"}'
sed -i 's/"commitments"/"title": "x", "commitments"/' motcua.json
kill -HUP $serve
until_log a.log 'motcua.json' 1
[ "$(curl -s "$site/readyz")" = ready ] || fail "a wrong config ends it"
config ', "schedule": {"report_folder": "bao-cao"}'
kill -HUP $serve
until_log a.log '^serve: the config was read anew' 1
tries=0
until sqlite3 motcua.db "SELECT name FROM job" | grep -q '^report$' && "$bin/motcua" schedule | grep -q report; do
  tries=$((tries + 1)); [ $tries -lt $patience ] || fail "the new job is not known"; sleep 0.05
done
stop_serve

# --- quiet hours that leave nothing, or that are none ---
config ', "schedule": {"quiet": ["00:00-12:00", "12:00-00:00"]}'
expect_code 78 "$bin/motcua" serve --listen 127.0.0.1:0
grep -q '/schedule/quiet' stderr || fail "which hours: $(cat stderr)"
config ', "schedule": {"quiet": ["12:00-12:00"]}'
expect_code 78 "$bin/motcua" serve --listen 127.0.0.1:0
echo ok
