#!/bin/sh
# ./dev run --postgres, after the build: the same tables and reports as with SQLite; the server is stopped, its data stays until next time.
. "$(dirname "$0")/lib.sh"
MOTCUA_NOW=2026-11-20T10:00
export MOTCUA_NOW
demo() { # folder options
  sh "$MOTCUA_SRC/tests/demo.sh" "$bin" "$work/$1" "$2" >"$1.out" 2>"$1.err" || { cat "$1.out" "$1.err"; fail "the demonstration failed"; }
}
gone() {
  [ -z "${home:-}" ] || rm -rf "$home"
  leave
}
trap gone EXIT
demo file ''
demo server --postgres
home=$(readlink server/postgres)
sed '/^3\. /,$d' server.out >server.tables
sed '/^The reports, /,$d' file.out >file.tables
diff -B file.tables server.tables || fail "the tables differ"
for report in huyen-mau/bao-cao-2022-11-25.html gia-lai/bao-cao-2026-10-09.html; do
  cmp "file/$report" "server/$report" || fail "$report differs"
done
[ -d "$home/data" ] || fail "the data is gone"
[ ! -e "$home/data/postmaster.pid" ] || fail "the server still runs"
grep -q "$home/data" server.out || fail "no word of where the data is"
sed -n 's/^ *\((cd \/ && .* start)\)$/\1/p' server.out >start.sh
[ -s start.sh ] || fail "no word of how to start it again"
sh start.sh >/dev/null || fail "it does not start again as was said"
(cd server/huyen-mau && "$bin/motcua" status --unit H99.22.01 --at 2022-11-25T15:00 >/dev/null) || fail "the store is not there"
demo server --postgres
[ ! -e "$home" ] || fail "the data of the demonstration before stayed"
home=$(readlink server/postgres)
