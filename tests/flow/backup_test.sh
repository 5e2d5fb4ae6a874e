#!/bin/sh
# Backup and restore as the README has them, line by line, on both stores, while serve runs: what comes back is what was there.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
export MOTCUA_NOW=2022-11-25T15:00
line() { # the README's line that ends with this comment
  sed -n "s|^\(.*[^ ]\) *# $1.*|\1|p" "$MOTCUA_SRC/README.md"
}
serve=
stop_serve() { [ -z "$serve" ] || { kill "$serve" 2>/dev/null && wait "$serve" 2>/dev/null; } || :; serve=; }
trap 'ended=$?; stop_serve; (exit $ended); leave' EXIT
start_serve() {
  rm -f listen
  "$bin/motcua" serve --listen 127.0.0.1:0 >listen 2>serve.log &
  serve=$!
  while [ ! -s listen ]; do kill -0 $serve || fail "serve: $(cat serve.log)"; sleep 0.05; done
}
# a poll that goes on, or was broken off, is told beside the figures
until_polled() {
  tries=0
  until grep -q 'poll:huyen: done' serve.log; do tries=$((tries + 1)); [ $tries -lt $patience ] || fail "no poll: $(cat serve.log)"; sleep 0.05; done
}
start_portal --compose 1500 --seed 178
config_dvcqg

# --- SQLite ---
"$bin/motcua" collect --at 2022-11-25T15:00 2>/dev/null
echo 'mat khau cua tinh' >pw
"$bin/motcua" user add tinh --role province --password-file pw
dump_store motcua.db >before
"$bin/motcua" metrics --format csv >metrics
start_serve
until_polled
backup=$(line 'SQLite: backup' | sed "s#/var/lib/motcua#$work#")
[ -n "$backup" ] && sh -ec "$backup" || fail "backup: $backup"
stop_serve
sqlite3 motcua.db "DELETE FROM dossier; DELETE FROM account"
restore=$(line 'SQLite: restore' | sed "s#/var/lib/motcua#$work#g; s/systemctl [a-z]* motcua/:/g")
[ -n "$restore" ] && sh -ec "$restore" || fail "restore: $restore"
dump_store motcua.db | cmp -s - before || fail "the store is another"
"$bin/motcua" metrics --format csv >again.csv; cmp -s again.csv metrics || fail "the figures are others: $(diff again.csv metrics)"
"$bin/motcua" user list | grep -q tinh && "$bin/motcua" db check >check || fail "db check: $(cat check)"
"$bin/motcua" collect --at 2022-11-25T15:00 2>&1 | grep -q '1[.,]500' || fail "polls go on"

# --- PostgreSQL ---
sed -i "s#sqlite:motcua.db#$(store_of "$PGDATABASE")#" motcua.json
"$bin/motcua" collect --at 2022-11-25T15:00 2>/dev/null
"$bin/motcua" user add tinh --role province --password-file pw
dump_postgres "$PGDATABASE" >before
"$bin/motcua" metrics --format csv >metrics
start_serve
until_polled
backup=$(line 'PostgreSQL: backup' | sed "s# motcua\$# $PGDATABASE#")
[ -n "$backup" ] && sh -ec "$backup" || fail "backup: $backup"
stop_serve
restore=$(line 'PostgreSQL: restore' | sed 's/createdb motcua/createdb again/; s/-d motcua/-d again/')
[ -n "$restore" ] && sh -ec "$restore" || fail "restore: $restore"
sed -i "s#/$PGDATABASE?#/again?#" motcua.json
dump_postgres again | cmp -s - before || fail "the store is another"
"$bin/motcua" metrics --format csv >again.csv; cmp -s again.csv metrics || fail "the figures are others: $(diff again.csv metrics)"
"$bin/motcua" user list | grep -q tinh || fail "accounts"
"$bin/motcua" db check --format csv >check 2>/dev/null || : # the server of the tests does not wait for its disk
[ "$(grep -c ',wrong,' check)" = 1 ] && grep -q '^durability,wrong,' check || fail "db check: $(cat check)"
"$bin/motcua" collect --at 2022-11-25T15:00 2>&1 | grep -q '1[.,]500' || fail "polls go on"
echo ok
