#!/bin/sh
# More ways in which PostgreSQL can be away while portals are polled than outbox_test.sh shows: what the server itself says (full,
# slow, short of connections), silence, an outbox in use by another program, a damaged one, a collector killed while it replays;
# and where a restart goes on. Exit status 75 stands for "worth another try", and afterwards nothing is missing.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

collect() { "$bin/motcua" collect --at 2022-11-25T15:00 "$@"; }
steps() { # of kind 1: pages that wait, without asking the program
  [ -e motcua-outbox.db ] || { echo 0; return; }
  sqlite3 -cmd '.timeout 10000' motcua-outbox.db "SELECT COUNT(*) FROM step WHERE kind = 1" 2>/dev/null || echo 0
}
said() { grep -q -e "$1" stderr || { cat stderr; fail "stderr does not say: $1"; }; }
number() { # SQL expected
  got=$(ask motcua "$1")
  [ "$got" = "$2" ] || fail "$1 gives '$got', expected '$2'"
}
same_as_calm() {
  dump_postgres motcua >after
  cmp calm after || { diff calm after | head -n 5; fail "$1: the store differs from an undisturbed one"; }
  number 'SELECT COUNT(*) FROM motcua.dossier_history' 0
  [ "$(steps)" = 0 ] || fail "$1: something still waits"
  echo "ok: $1"
}
empty_store() { # its tables are made, and nothing is in them
  ask motcua "DROP SCHEMA IF EXISTS motcua CASCADE"
  rm -f motcua-outbox.db*
  "$bin/motcua" db migrate 2>/dev/null
}
wait_until() { # a command that fails until then
  tries=0
  until "$@" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "waited in vain for: $*"
    sleep 0.02
  done
}
more_than() { [ "$(ask motcua "SELECT COUNT(*) FROM motcua.$1")" -gt "$2" ]; }
backends_gone() { [ "$(ask motcua "SELECT COUNT(*) FROM pg_stat_activity WHERE usename = 'motcua'")" = 0 ]; }
trap_make() { # SQL to be run before rows go into dossier
  ask motcua "CREATE SEQUENCE motcua.trapped; GRANT ALL ON SEQUENCE motcua.trapped TO PUBLIC;
    CREATE FUNCTION motcua.trap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN $1; RETURN NULL; END';
    CREATE TRIGGER trap BEFORE INSERT ON motcua.dossier FOR EACH STATEMENT EXECUTE FUNCTION motcua.trap()"
}
trap_drop() { ask motcua "DROP FUNCTION motcua.trap() CASCADE; DROP SEQUENCE motcua.trapped"; }

start_portal --compose 4000 --seed 12
config_dvcqg
sed 's/"size": 500/"size": 200/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|" motcua.json
ask postgres "CREATE DATABASE calm OWNER motcua"
MOTCUA_STORE=$(store_of calm) expect_code 0 collect
dump_postgres calm >calm
MOTCUA_STORE=$MOTCUA_TEST_POSTGRES
export MOTCUA_STORE

# --- what the server says, with the words of its own code
while read -r sqlstate words; do
  empty_store
  trap_make "IF (SELECT COUNT(*) FROM motcua.dossier) > 900 THEN RAISE EXCEPTION USING ERRCODE = ''$sqlstate'', MESSAGE = ''no more''; END IF"
  expect_code 75 collect
  said "$words"
  said "polling goes on"
  number "SELECT COUNT(*) > 900 AND COUNT(*) % 200 = 0 FROM motcua.dossier" t
  number "SELECT COUNT(*) / 200 + $(steps) FROM motcua.dossier" 22 # each page is in the store or waits: 20 of rows, the empty look behind a full last page, what is missing
  trap_drop
  expect_code 0 "$bin/motcua" outbox replay
  same_as_calm "SQLSTATE $sqlstate"
done <<END
53100 The disk of the database server is full
57P03 just stopping or starting
40P01 Another program wrote at the same time
42501 Ask the owner of the database
END

# --- slow: one statement outlasts its time, and the server ends it; the poll goes on beside it
empty_store
trap_make "IF nextval(''motcua.trapped'') = 3 THEN PERFORM pg_sleep(600); END IF"
expect_code 0 collect
said "canceling statement due to statement timeout"
said "the store answers again"
trap_drop
same_as_calm "a statement that took too long"

# --- slow all the time: an answer takes its time on the way
cat >slow.py <<'PY'
import socket, sys, threading, time
def pump(a, b):
    try:
        while data := a.recv(65536):
            time.sleep(0.02)
            b.sendall(data)
    except OSError:
        pass
    for s in a, b:
        try: s.shutdown(socket.SHUT_RDWR)
        except OSError: pass
server, tries = socket.create_server(('127.0.0.1', 0)), 0
open('slow.new', 'w').write(str(server.getsockname()[1]))
import os; os.rename('slow.new', 'slow.port')
while True:
    near, _ = server.accept()
    tries += 1
    open('slow.tries', 'w').write(str(tries))
    if sys.argv[1:]:
        far = socket.socket(socket.AF_UNIX)
        far.connect(sys.argv[1] + '/.s.PGSQL.5432')
        for pair in (near, far), (far, near):
            threading.Thread(target=pump, args=pair, daemon=True).start()
    else:
        globals().setdefault('kept', []).append(near) # never a word
PY
slow_start() {
  rm -f slow.port
  python3 slow.py "$@" &
  slow=$!
  wait_until test -s slow.port
}
slow_stop() { kill $slow; wait $slow 2>/dev/null || :; slow=; }
slow=
trap '[ -z "$slow" ] || kill $slow; leave' EXIT
empty_store
slow_start "$PGHOST"
MOTCUA_STORE="postgresql://motcua@127.0.0.1:$(cat slow.port)/motcua?sslmode=disable" expect_code 0 collect
slow_stop
same_as_calm "a slow line"

# --- silent: it takes connections and says nothing. Two sources are polled to their end meanwhile; the server is asked hardly
# more often than once, not for each page
empty_store
slow_start
sed "s|\"sources\": \[\({.*}}\)\],|\"sources\": [\1, \1],|; s|\"huyen\"|\"second\"|2" motcua.json | tr '\n' ' ' |
  python3 -c 'import json, sys; c = json.loads(sys.stdin.read().replace("\n", " ")); s = dict(c["sources"][0], name="hai"); c["sources"] = [c["sources"][0], s]; json.dump(c, open("two.json", "w"))'
silent="postgresql://motcua@127.0.0.1:$(cat slow.port)/motcua?sslmode=disable&connect_timeout=2"
MOTCUA_STORE=$silent expect_code 75 collect -c two.json
said "polling goes on"
[ "$(steps)" = 42 ] || fail "$(steps) pages wait, not 42"
[ "$(cat slow.tries)" -le 8 ] || fail "a server that is silent was tried $(cat slow.tries) times"
slow_stop
expect_code 0 "$bin/motcua" -c two.json outbox replay
number "SELECT string_agg(s.name || ' ' || r.outcome || ' ' || r.got, ', ' ORDER BY s.name) FROM motcua.run r JOIN motcua.source s ON s.id = r.source_id" \
  "hai complete 4000, huyen complete 4000"
number 'SELECT COUNT(*) FROM motcua.dossier' 8000
echo "ok: a silent server, tried $(cat slow.tries) times"

# --- two collectors, one outbox: one source is polled by one of them; another one's poll goes on; only one of them replays
empty_store
postgres_down
curl -s -d 'latency:3000' "$address/_portal/fault" >/dev/null
"$bin/motcua" collect --at 2022-11-25T15:00 2>first &
poll=$!
one_waits() { [ "$(steps)" -gt 0 ]; }
wait_until one_waits
expect_code 75 collect
said "another motcua is polling this source"
kill -0 $poll || fail "the first collector was over before the second began: this shows nothing"
curl -s -X DELETE "$address/_portal/fault" >/dev/null
code=0
wait $poll || code=$?
[ $code = 75 ] || { cat first; fail "exit status $code, expected 75"; }
postgres_up
exec 8>motcua-outbox.db-lock
flock 8
expect_code 75 "$bin/motcua" outbox replay
said "another motcua is bringing it into the store"
exec 8>&-
expect_code 0 "$bin/motcua" outbox replay
same_as_calm "two collectors on one outbox"

# --- the collector killed while it replays, in the middle of a page
empty_store
postgres_down
expect_code 75 collect
postgres_up
trap_make "IF nextval(''motcua.trapped'') > 5 THEN PERFORM pg_sleep(600); END IF"
"$bin/motcua" outbox replay 2>stderr &
poll=$!
wait_until more_than dossier 900
kill -9 $poll
wait $poll 2>/dev/null || :
ask motcua "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'motcua'" >/dev/null
wait_until backends_gone
trap_drop
number 'SELECT COUNT(*) FROM motcua.dossier' 1000
[ "$(steps)" = 16 ] || [ "$(steps)" = 17 ] || fail "$(steps) pages wait, not 16 or 17"
expect_code 0 "$bin/motcua" outbox replay
same_as_calm "the collector killed in replay"
number "SELECT outcome || ' ' || got || ' ' || pages FROM motcua.run" 'complete 4000 20'

# --- an outbox that is damaged: told, and nothing goes past it; moved away, all comes anew
empty_store
postgres_down
expect_code 75 collect
postgres_up
rm -f motcua-outbox.db-wal motcua-outbox.db-shm
python3 - <<'PY'
data = open('motcua-outbox.db', 'r+b')
data.write(b'\0' * 4096)
PY
expect_code 65 collect
said "move it away and collect again"
expect_code 65 "$bin/motcua" outbox replay
expect_code 65 "$bin/motcua" outbox
number 'SELECT COUNT(*) FROM motcua.dossier' 0
mkdir aside
mv motcua-outbox.db* aside
expect_code 0 collect
same_as_calm "an outbox that was damaged"

# --- where a restart goes on: the collector is killed after every page or two, the server there or not. The listing has one order,
# a page is 200 records, and a cursor stands for so many records: so it can be told from numbers alone that what lies before the
# cursor is in the store or the outbox, without a gap, and that the next poll began where the last one's pages end
empty_store
curl -s -d 'latency:60' "$address/_portal/fault" >/dev/null
store_rows() { ask motcua "SELECT COUNT(*) FROM motcua.dossier"; }
outbox_cursor() { sqlite3 -cmd '.timeout 10000' motcua-outbox.db "SELECT cursor FROM step WHERE kind = 1 ORDER BY id DESC LIMIT 1"; }
cursor_now() { # what a restart sees: the outbox's newest, else the store's
  if [ "$(steps)" -gt 0 ]; then outbox_cursor; else ask motcua "SELECT value FROM motcua.cursor"; fi | sed 's/;.*//'
}
progress() { ! kill -0 $poll || [ "$(steps)" -gt "$had_steps" ] || { [ $up = 1 ] && more_than dossier "$had_rows"; }; }
up=1 round=0 waited=0 start=0 had_rows=0 had_steps=0
while [ $round -lt 100 ]; do
  round=$((round + 1))
  "$bin/motcua" collect --at 2022-11-25T15:00 2>stderr &
  poll=$!
  wait_until progress
  kill -9 $poll 2>/dev/null || :
  code=0
  wait $poll 2>/dev/null || code=$?
  if [ $up = 1 ]; then wait_until backends_gone; else postgres_up; fi # what it had sent may still be done
  rows=$(store_rows)
  waiting=$(steps)
  waited=$((waited + waiting))
  cursor=$(cursor_now)
  told="round $round: the cursor says $cursor, it was $start; $rows records in the store, $waiting pages wait, $had_steps did"
  [ -n "$cursor" ] || break # the listing is over
  [ $up = 1 ] || [ "$cursor" -eq $((start + 200 * (waiting - had_steps))) ] || fail "$told"
  [ "$cursor" -ge "$start" ] || fail "$told"
  if [ "$waiting" -eq 0 ]; then
    [ "$cursor" -le "$rows" ] || fail "$told"
  else
    first=$((cursor - 200 * waiting))
    [ $first -ge 0 ] && [ $first -le "$rows" ] || fail "$told"
  fi
  up=$((round / 2 % 2))
  had_rows=$rows had_steps=$waiting start=$cursor
  # a server that is away, and an outbox that is empty: nobody knows, so from the start
  [ $up = 1 ] || [ "$waiting" -gt 0 ] || start=0
  [ $up = 1 ] || postgres_down
done
[ -z "$cursor" ] && [ $round -gt 6 ] && [ $waited -gt 0 ] || fail "$round rounds, $waited pages waited: this shows nothing"
curl -s -X DELETE "$address/_portal/fault" >/dev/null
expect_code 0 collect
same_as_calm "the cursor, over $round kills"
