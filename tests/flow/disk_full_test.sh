#!/bin/sh
# A file system that is really full, of a few MiB: under the store, the outbox, a report, the log, and under the database server. What is
# written is whole or not there, the word says what to do, and when there is room the same poll ends as a calm one.
if [ -z "${MOTCUA_DISK_TEST:-}" ]; then
  if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
    echo "NOT RUN: mounting a small file system needs root; a full disk is not tested here"
    exit 77
  fi
  # mounts are made in a namespace of this test alone, and go with it
  MOTCUA_DISK_TEST=1 exec unshare -m --propagation private sh "$0" "$@"
fi
. "$(dirname "$0")/lib.sh"
export MOTCUA_LANG=en
said() { grep -q -e "$1" stderr || { cat stderr; fail "stderr does not say: $1"; }; }
mounts=
clear_disks() { for folder in $mounts; do umount -l "$work/$folder" || :; done; }
trap 'ended=$?; clear_disks; (exit $ended); leave' EXIT
disk() { # folder size
  mounts="$mounts $1"
  mkdir -p "$1"
  mount -t tmpfs -o "size=$2" motcua-test "$1"
}
room() { mount -o "remount,size=$2" "$1"; }
fill() { # folder: to the last byte
  dd if=/dev/zero of="$1/filler" bs=4096 2>dd.err || :
  grep -q 'No space left' dd.err || { cat dd.err; fail "the disk is not full: this shows nothing"; }
}
# PostgreSQL lies on a disk of its own, if this is the half of the test that has one.
start_portal --compose 3000 --seed 41
config_dvcqg
sed 's/"size": 500/"size": 100/; s/"pause_ms": 500/"pause_ms": 0/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|" motcua.json
collect() { "$bin/motcua" collect --at 2022-11-25T15:00 "$@"; }
expect_code 0 collect
dump_store motcua.db >calm
[ "$(wc -l <calm)" -gt 3000 ] || fail "the calm poll is not whole"
size=$(stat -c %s motcua.db)
mv motcua.db prepared.db
rm -f motcua.db-*

# --- the store: full in the middle of a poll
disk full $((size + 1048576))
export MOTCUA_STORE="sqlite:$work/full/motcua.db"
expect_code 74 collect
said 'isk'
rows=$(sqlite3 -readonly full/motcua.db 'SELECT COUNT(*) FROM dossier' 2>/dev/null || echo 0)
[ "$rows" -gt 0 ] && [ "$rows" -lt 3000 ] || fail "$rows rows went in: this shows nothing"
expect_code 74 collect
room full 64m
expect_code 0 "$bin/motcua" db check
expect_code 0 collect
dump_store full/motcua.db | cmp calm - || fail "when there was room, the store differs"
echo "ok: the store, full at $rows rows"

# --- a report, in the place of an old one
unset MOTCUA_STORE
cp prepared.db motcua.db
disk papers 64k
for kind in html docx xlsx csv; do
  echo old >papers/report.$kind
done
fill papers
before=$(ls papers)
for kind in html docx xlsx; do
  expect_code 74 "$bin/motcua" report --at 2022-11-25T15:00 -o papers/report.$kind
  said "report.$kind"
  [ "$(cat papers/report.$kind)" = old ] || fail "the old report.$kind is gone"
done
expect_code 74 "$bin/motcua" counts --of 2022-11 --format csv -o papers/report.csv
[ "$(cat papers/report.csv)" = old ] || fail "the old list is gone"
[ "$(ls papers)" = "$before" ] || fail "left in the folder: $(ls papers)"
expect_code 74 sh -c '"$1" counts --of 2022-11 --format csv >papers/list' motcua "$bin/motcua"
# temporary files of a library lie elsewhere
mkdir tiny
disk tiny 16k
fill tiny
before=$(ls tiny)
code=0
TMPDIR=$work/tiny "$bin/motcua" report --at 2022-11-25T15:00 -o spread.xlsx 2>stderr || code=$?
if [ $code -eq 0 ]; then # whole, or not there
  python3 -c 'import sys, zipfile; sys.exit(zipfile.ZipFile("spread.xlsx").testzip() is not None)' || fail "a workbook that is not whole"
else
  [ $code -eq 74 ] && [ ! -e spread.xlsx ] || { cat stderr; fail "exit status $code for temporary files without room"; }
fi
[ "$(ls tiny)" = "$before" ] || fail "left in the folder for temporary files: $(ls tiny)"
room papers 8m
expect_code 0 "$bin/motcua" report --at 2022-11-25T15:00 -o papers/report.html
grep -q '</html>' papers/report.html || fail "the report is not whole"
echo "ok: reports and lists"

# --- the log: a poll and pages go on without it
disk logs 16k
fill logs
rm -f motcua.db*
code=0
"$bin/motcua" collect --at 2022-11-25T15:00 2>logs/log || code=$?
[ $code -eq 0 ] || fail "with a full disk under its log the poll ended with $code"
dump_store motcua.db | cmp calm - || fail "with a full disk under its log the store differs"
"$bin/motcua" serve --listen 127.0.0.1:0 --no-poll >listen 2>logs/serve &
serve=$!
tries=0
until [ -s listen ]; do
  tries=$((tries + 1))
  [ $tries -lt 600 ] && kill -0 $serve 2>/dev/null || fail "with a full disk under its log serve does not start"
  sleep 0.05
done
for page in / /nowhere /; do
  curl -s -o page -w '%{http_code}\n' "$(sed 's#/$##' listen)$page"
done >answers
[ "$(tr '\n' ' ' <answers)" = '303 404 303 ' ] || { cat answers; fail "with a full disk under its log serve answers otherwise"; }
kill $serve
wait $serve || fail "serve did not end in good order"
[ "$(cat logs/log logs/serve 2>/dev/null | wc -c)" = 0 ] || fail "the log had room: this shows nothing"
echo "ok: the log"

# --- a mount that is read-only
disk still 64m
cp prepared.db still/motcua.db
mount -o remount,ro still
export MOTCUA_STORE="sqlite:$work/still/motcua.db"
expect_code 0 "$bin/motcua" status --at 2022-11-25T15:00
mv stdout from-still
MOTCUA_STORE="sqlite:$work/motcua.db" expect_code 0 "$bin/motcua" status --at 2022-11-25T15:00
cmp stdout from-still || fail "a store on a read-only mount tells something else"
expect_code 74 collect
said 'right to write'
unset MOTCUA_STORE
echo "ok: a read-only mount"

# --- under PostgreSQL, and under the outbox
command -v psql >/dev/null || fail "no PostgreSQL here"
. "$MOTCUA_SRC/tests/postgres.sh"
disk server 220m
chmod 1777 server
ln -s "$work/server" "/tmp/motcua-disk.$$" # short: a socket's path is
trap 'ended=$?; postgres_stop; rm -f "/tmp/motcua-disk.'$$'"; clear_disks; (exit $ended); leave' EXIT
chmod 755 "$work"
POSTGRES_OPTIONS='-c fsync=off -c max_wal_size=64MB -c min_wal_size=32MB'
export POSTGRES_OPTIONS
TMPDIR=/tmp/motcua-disk.$$ postgres_start
flow_ask() { PGOPTIONS='-c client_min_messages=warning' psql -q -X -A -t -v ON_ERROR_STOP=1 -d motcua -c "$1"; }
rows_of() { flow_ask "SELECT key, status, received_at, finished_at, unit FROM motcua.dossier ORDER BY key"; }
MOTCUA_STORE=$MOTCUA_TEST_POSTGRES
export MOTCUA_STORE
expect_code 0 collect
rows_of >calm.rows
flow_ask "DROP SCHEMA motcua CASCADE; CHECKPOINT"
"$bin/motcua" db migrate 2>/dev/null
# The portal is slow, so that the disk is full before the poll has ended, however busy this machine is.
curl -s -X POST "$address/_portal/fault" -d 'latency:300' | grep -q ok || fail "the portal takes no fault"
collect --full 2>/dev/null & # hit in the middle
poll=$!
tries=0
until [ "$(flow_ask 'SELECT COUNT(*) FROM motcua.dossier')" -gt 200 ]; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] || fail "no poll"
  sleep 0.02
done
fill server
code=0
wait $poll || code=$?
curl -s -X DELETE "$address/_portal/fault" >/dev/null
rm -f stderr
[ $code -eq 75 ] || [ $code -eq 0 ] || fail "with the server's disk full the poll ended with $code"
collect --full 2>stderr && code=0 || code=$?
[ $code -eq 75 ] || [ $code -eq 0 ] || { cat stderr; fail "with the server's disk full another poll ended with $code"; }
[ $code -eq 0 ] || said 'polling goes on'
waiting=$(sqlite3 motcua-outbox.db 'SELECT COUNT(*) FROM step' 2>/dev/null || echo 0)
[ "$waiting" -gt 0 ] || fail "nothing waits: the server's disk was not full"
# the outbox's disk, too: told, and nothing that was promised is lost
mkdir small
disk small $(($(cat motcua-outbox.db* | wc -c) + 131072))
mv motcua-outbox.db* small || fail "the outbox does not fit"
sed 's|"sources"|"outbox": "small/motcua-outbox.db", "sources"|' motcua.json >small.json
fill small
collect -c small.json --full 2>stderr && code=0 || code=$?
case $code in 74 | 75) ;; *) cat stderr; fail "with both disks full the poll ended with $code" ;; esac
rm -f server/filler small/filler
postgres_up 2>/dev/null || : # a server whose log of writes found no room has ended itself
room small 64m
expect_code 0 collect -c small.json
expect_code 0 "$bin/motcua" -c small.json outbox replay
rows_of | cmp calm.rows - || fail "when there was room, the store in PostgreSQL differs"
[ "$(flow_ask 'SELECT COUNT(*) FROM motcua.dossier_history')" = 0 ] || fail "something was written twice"
echo "ok: a server and an outbox without room; $waiting pages waited"
