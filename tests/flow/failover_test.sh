#!/bin/sh
# Two servers, the second a standby that follows the first (synchronously): the address names both, the one that writes is found.
# In the middle of a poll the first is killed, a while later the second is promoted: nothing is missing in it.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

collect() { "$bin/motcua" collect --at 2022-11-25T15:00; }
standby_ask() { PGHOST=$MOTCUA_TEST_PGHOME/s ask motcua "$1"; }
wait_until() { # a command that fails until then
  tries=0
  until "$@" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "waited in vain for: $*"
    sleep 0.02
  done
}
standby_ctl() { (cd / && postgres_as "$POSTGRES_BIN/pg_ctl" -D "$MOTCUA_TEST_PGHOME/standby" -w -s -l "$MOTCUA_TEST_PGHOME/standby.log" "$@" 9>&-); }

start_portal --compose 4000 --seed 12
config_dvcqg
sed 's/"size": 500/"size": 100/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_sync.json
sed -i "s|\"dvcqg_sync\"|\"$work/dvcqg_sync.json\"|" motcua.json
ask postgres "CREATE DATABASE calm OWNER motcua"
MOTCUA_STORE=$(store_of calm) expect_code 0 collect
dump_postgres calm >calm

mkdir "$MOTCUA_TEST_PGHOME/s"
[ "$(id -u)" != 0 ] || chown postgres "$MOTCUA_TEST_PGHOME/s"
(cd / && postgres_as "$POSTGRES_BIN/pg_basebackup" -h "$PGHOST" -U postgres -D "$MOTCUA_TEST_PGHOME/standby" -R -X stream -c fast)
standby_ctl -o "-c listen_addresses='' -c unix_socket_directories='$MOTCUA_TEST_PGHOME/s' ${POSTGRES_OPTIONS:-}" start
ask postgres "ALTER SYSTEM SET synchronous_standby_names = '*'"
ask postgres "SELECT pg_reload_conf()" >/dev/null
follows() { [ "$(ask postgres "SELECT COUNT(*) FROM pg_stat_replication WHERE sync_state = 'sync'")" = 1 ]; }
wait_until follows

# the standby stands first in the address: it is passed over as long as it only reads
both="postgresql://motcua@/motcua?host=$MOTCUA_TEST_PGHOME/s,$PGHOST&target_session_attrs=read-write"
MOTCUA_STORE=$both
export MOTCUA_STORE
expect_code 0 "$bin/motcua" db migrate
[ "$(standby_ask 'SELECT pg_is_in_recovery()')" = t ] || fail "the standby is none"

curl -s -d 'latency:400' "$address/_portal/fault" >/dev/null
"$bin/motcua" collect --at 2022-11-25T15:00 2>stderr &
poll=$!
some() { [ "$(ask motcua "SELECT COUNT(*) FROM motcua.dossier")" -ge 500 ]; }
wait_until some
kill -0 $poll || fail "the poll is over already: this shows nothing"
postgres_kill
waits() { [ "$(sqlite3 motcua-outbox.db "SELECT COUNT(*) FROM step WHERE kind = 1")" -gt 0 ]; }
wait_until waits
curl -s -X DELETE "$address/_portal/fault" >/dev/null
standby_ctl promote
code=0
wait $poll || code=$?
[ $code = 0 ] || [ $code = 75 ] || { cat stderr; fail "exit status $code"; }
grep -q 'polling goes on' stderr || { cat stderr; fail "no word that the store is away"; }
expect_code 0 "$bin/motcua" outbox replay
PGHOST=$MOTCUA_TEST_PGHOME/s dump_postgres motcua >after
cmp calm after || { diff calm after | head -n 5; fail "the promoted standby differs from an undisturbed store"; }
[ "$(standby_ask 'SELECT COUNT(*) FROM motcua.dossier_history')" = 0 ] || fail "a page came twice, and made a history"
[ "$(standby_ask "SELECT outcome || ' ' || got || ' ' || new_rows FROM motcua.run")" = 'complete 4000 4000' ] || fail "the run is another"

# nobody left that writes
MOTCUA_STORE="postgresql://motcua@/motcua?host=$PGHOST&target_session_attrs=read-write" expect_code 75 "$bin/motcua" status
standby_ask "ALTER DATABASE motcua SET default_transaction_read_only = on"
expect_code 75 "$bin/motcua" status
grep -q 'read-only' stderr || { cat stderr; fail "no word that the server only reads"; }
standby_ctl -m immediate stop
echo "ok: failover"
