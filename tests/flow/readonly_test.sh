#!/bin/sh
# Reading needs no right to write: a store that is read-only (file, folder, both), a role that may only SELECT, a session that may not write (as on
# a standby) serve what only reads, with the same answer; nothing is created. A store that cannot be read whole so is refused, never half read.
. "$(dirname "$0")/lib.sh"
POSTGRES_OPTIONS=${POSTGRES_OPTIONS:- }
. "$flow/postgres_lib.sh"
MOTCUA_NOW=2026-11-20T10:00
export MOTCUA_NOW
cat >units.csv <<'CSV'
code,name,kind,parent
P,Tỉnh Mẫu,province,
A,UBND xã An,commune,P
CSV
cat >dossiers.csv <<'CSV'
Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái
A1,A,02/11/2026 08:00,10/11/2026 17:00,09/11/2026 08:00,Đã có kết quả
A2,A,03/11/2026 08:00,10/11/2026 17:00,,Đang xử lý
CSV
commands='status
report --format text
score
advise
counts
metrics
units
sources
runs
rejects
db status
db check'
mkdir house
cat >house/motcua.json <<'EOF_'
{"store": "sqlite:motcua.db", "outbox": "outbox.db", "commitments": ["y-yen-2022"]}
EOF_
cd house
as() { # command...: as somebody who may not write here
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
answers() { # folder for them, command...: every answer
  mkdir -p "$work/$1"
  folder=$work/$1
  shift
  echo "$commands" | while read -r words; do
    # shellcheck disable=SC2086
    "$@" "$bin/motcua" $words >"$folder/$(echo "$words" | tr ' ' _)" 2>"$work/stderr" || { cat "$work/stderr"; fail "$* $words"; }
  done || exit 1
  grep -q xã "$folder/units" || fail "the answers are empty"
}
same() { # folders: the same answers, but for what the file says of itself
  for f in "$work/$1"/*; do
    case ${f##*/} in db_status) continue ;; esac
    diff "$f" "$work/$2/${f##*/}" || fail "$2: another answer of ${f##*/}"
  done
}
chmod 755 "$work"
expect_code 0 "$bin/motcua" units import ../units.csv
expect_code 0 "$bin/motcua" import ../dossiers.csv --source xa
answers writable env
[ ! -e outbox.db ] || fail "reading has made an outbox"

# SQLite: no right to write the file, the folder, both. (Without rights of the superuser: those know no bounds.)
chmod 444 motcua.db && chmod 555 .
answers readonly as
same writable readonly
[ "$(ls)" = "motcua.db
motcua.json" ] || { ls; fail "something was made"; }
chmod 644 motcua.db
as sh -c 'echo >>motcua.json' 2>/dev/null && fail "this test cannot forbid writing"
answers folder as
same writable folder
chmod 755 .
chmod 444 motcua.db
answers file as
same writable file
# Who collects is told.
chmod 555 .
expect_code 74 as "$bin/motcua" import ../dossiers.csv --source other
grep -q 'right to write' stderr 2>/dev/null || grep -q 'right to write' "$work/stderr" || { cat "$work/stderr"; fail "no word of the right to write"; }
# A log beside the file that holds what the file lacks, and cannot be used: refused, not left out.
chmod 755 . && chmod 644 motcua.db
python3 - <<'PY'
import shutil, sqlite3
c = sqlite3.connect('motcua.db', isolation_level=None)
c.execute('PRAGMA wal_autocheckpoint = 0')
c.execute("UPDATE unit SET name = 'UBND xã Khác' WHERE code = 'A'")
shutil.copy('motcua.db-wal', 'kept-wal'); shutil.copy('motcua.db', 'kept')
c.close()
PY
mkdir ../copy && cp motcua.json ../copy && cp kept ../copy/motcua.db && cp kept-wal ../copy/motcua.db-wal && rm kept kept-wal
cd ../copy
chmod 444 motcua.db motcua.db-wal && chmod 555 .
as "$bin/motcua" units >"$work/stdout" 2>"$work/stderr" && ! grep -q Khác "$work/stdout" && fail "the log was left out silently"
grep -q Khác "$work/stdout" || grep -q 'motcua.db-wal' "$work/stderr" || { cat "$work/stderr"; fail "no word of the log"; }
cd ../house

# PostgreSQL: a role that may SELECT, in a session that may not write, as on a standby.
createdb -O motcua readonly
MOTCUA_STORE=$(store_of readonly)
export MOTCUA_STORE
expect_code 0 "$bin/motcua" units import ../units.csv
expect_code 0 "$bin/motcua" import ../dossiers.csv --source xa
answers postgres env
ask readonly "CREATE ROLE looks LOGIN; GRANT USAGE ON SCHEMA motcua TO looks; GRANT SELECT ON ALL TABLES IN SCHEMA motcua TO looks;
  ALTER ROLE looks SET default_transaction_read_only = on"
MOTCUA_STORE="postgresql://looks@/readonly?host=$PGHOST"
commands=$(echo "$commands" | grep -v '^db')
answers looks env
same looks postgres
# Where rows are hidden from the role, that is told and nothing is printed as if it were all.
MOTCUA_STORE=$(store_of readonly)
ask readonly "ALTER ROLE motcua CREATEROLE"
expect_code 0 "$bin/motcua" db roles
MOTCUA_STORE="postgresql://looks@/readonly?host=$PGHOST"
ask readonly "GRANT USAGE ON SCHEMA motcua TO looks; GRANT SELECT ON ALL TABLES IN SCHEMA motcua TO looks"
"$bin/motcua" status >"$work/stdout" 2>"$work/stderr" && { cat "$work/stdout" "$work/stderr"; fail "rows were hidden silently"; }
grep -qi 'row' "$work/stderr" || { cat "$work/stderr"; fail "no word of hidden rows"; }
ask readonly "GRANT motcua_look TO looks"
answers look env
same look postgres
