#!/bin/sh
# /metrics: OpenMetrics as a strict reader has it, every line documented, figures of sources, jobs, pages and the outbox; alive while the
# store is away. The check itself is tried with what it must refuse.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
export MOTCUA_NOW=2022-11-25T09:00
check() { /usr/bin/python3 "$MOTCUA_SRC/tests/openmetrics.py" "$1" "$MOTCUA_SRC/docs/metrics.md" ${2:-} >check.log 2>&1; }
value() { sed -n "s/^$1 //p" measures; }
serve=
stop_serve() { [ -z "$serve" ] || { kill "$serve" 2>/dev/null && wait "$serve" 2>/dev/null; } || :; serve=; }
trap 'ended=$?; stop_serve; (exit $ended); leave' EXIT
start_portal --compose 1500 --seed 178
# a name that must be escaped cannot be had from a config; labels are escaped in the unit test of measure.c
cat >motcua.json <<EOF
{"store": "$(store_of "$PGDATABASE")", "keep": {"runs": 12}, "schedule": {"report_folder": "bao-cao"},
 "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "deliver": {"recipients": [{"folder": "post"}]}, "commitments": ["y-yen-2022"]}
EOF
"$bin/motcua" serve --listen 127.0.0.1:0 >listen 2>serve.log &
serve=$!
tries=0
until grep -q 'poll:huyen: done' serve.log; do tries=$((tries + 1)); [ $tries -lt $patience ] || fail "$(cat serve.log)"; sleep 0.05; done
site=$(sed 's#/$##' listen)
curl -s -D head -o measures "$site/metrics"
grep -qi '^content-type: application/openmetrics-text; version=1.0.0; charset=utf-8' head || fail "the type"
check measures || { cat check.log; fail "the measures"; }
[ "$(value 'motcua_source_got_rows{source="huyen"}')" = 1500 ] && [ "$(value 'motcua_source_changed_rows{source="huyen"}')" = 1500 ] || fail "rows"
[ "$(value 'motcua_source_lag_seconds{source="huyen"}')" = 0 ] && [ "$(value 'motcua_source_whole{source="huyen"}')" = 1 ] || fail "freshness"
[ "$(value 'motcua_source_last_complete_timestamp_seconds{source="huyen"}')" = 1669341600 ] || fail "09:00 in Viet Nam is 02:00 UTC"
[ "$(value 'motcua_job_last_exit_code{job="poll:huyen"}')" = 0 ] && [ "$(value 'motcua_job_due_timestamp_seconds{job="report"}')" = 1669363200 ] || fail "jobs"
requests=$(value motcua_serve_requests_total) queries=$(value motcua_store_queries_total)
curl -s "$site/healthz" >/dev/null
curl -s -o measures "$site/metrics"
[ "$(value motcua_serve_requests_total)" -ge $((requests + 2)) ] && [ "$(value motcua_store_queries_total)" -gt "$queries" ] || fail "counters count"
for spoiled in 's/^# EOF$//' '/^# HELP motcua_serve_requests /d' 's/^motcua_serve_requests_total/motcua_serve_requests/' 's/\(motcua_source_whole{source="huyen"}\) 1/\1 yes/' \
  's/^# TYPE motcua_job_running .*/# TYPE motcua_job_runing gauge/' '/motcua_store_queries/d' 's/^motcua_source_whole{.*/&\n&/'; do
  sed "$spoiled" measures >spoiled
  ! check spoiled || fail "the check passes what it must not: $spoiled"
done
# the store is away: what waits is measured, and the process answers
stop_serve
port_away=$(sed "s#host=$PGHOST#host=$work#" motcua.json)
MOTCUA_NOW=2022-11-25T10:30 "$bin/motcua" collect >/dev/null 2>&1 || :
cp motcua.json there.json
echo "$port_away" >motcua.json
expect_code 75 env MOTCUA_NOW=2022-11-25T11:00 "$bin/motcua" collect
cp motcua-outbox.db waits.db
cp there.json motcua.json
rm -f listen
"$bin/motcua" serve --no-poll --listen 127.0.0.1:0 >listen 2>serve.log &
serve=$!
while [ ! -s listen ]; do kill -0 $serve || fail "$(cat serve.log)"; sleep 0.05; done
site=$(sed 's#/$##' listen)
curl -s -o measures "$site/metrics"
check measures --outbox || { cat check.log measures; fail "the measures of an outbox"; }
[ "$(value 'motcua_outbox_pages{source="huyen"}')" -ge 1 ] && [ "$(value motcua_outbox_maximum_bytes)" = 2147483648 ] || fail "the outbox"
echo ok
