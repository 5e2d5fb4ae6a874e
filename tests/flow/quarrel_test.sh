#!/bin/sh
# Two collectors that poll one source at once, or two sources whose pages name the same procedures, never wait for each other in a circle: what all
# sources share is written in one order. A collector that waits for the first of the names holds none of the others.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
start_portal --compose 500 --seed 14
cat >motcua.json <<END
{"store": "$(store_of motcua)", "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address",
 "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
END
"$bin/motcua" collect --at 2022-11-25T15:00 2>stderr || fail "the first poll"
cat >waits.py <<'PY'
import os, subprocess, sys, time
import psycopg2

holder, looker = psycopg2.connect(''), psycopg2.connect('')
looker.autocommit = True


def ask(connection, sql):
    cursor = connection.cursor()
    cursor.execute('SET search_path = motcua')
    cursor.execute(sql)
    return cursor.fetchall()


names = ask(holder, 'SELECT kind, code FROM catalogue ORDER BY kind COLLATE "C", code COLLATE "C" LIMIT 1 FOR UPDATE')
assert len(names) == 1 and ask(looker, 'SELECT count(*) FROM catalogue')[0][0] > 20, names
poll = subprocess.Popen([sys.argv[1], 'collect', '--full', '--at', '2022-11-25T15:00'])
for _ in range(1200):
    if ask(looker, "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE query LIKE 'INSERT INTO catalogue%')")[0][0]:
        break
    assert poll.poll() is None, 'the poll ended, and waited for nobody'
    time.sleep(0.05)
else:
    raise SystemExit('the poll does not come to the names')
held = ask(holder, 'SELECT count(*) FROM catalogue')[0][0] - len(ask(holder, 'SELECT code FROM catalogue FOR UPDATE SKIP LOCKED'))
holder.rollback()
assert poll.wait() == 0
if held:
    raise SystemExit('a collector that waits for the first name holds %d others' % held)
PY
/usr/bin/python3 waits.py "$bin/motcua" 2>told || { cat told; fail "names of procedures are locked in the order of pages"; }
echo ok
