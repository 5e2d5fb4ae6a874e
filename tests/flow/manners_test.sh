#!/bin/sh
# Manners on the network: what a run may try again, when it comes back, how many requests a host gets, what need not be sent twice.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/wire_lib.sh"
config_one() { # network
  cat >motcua.json <<EOF2
{"store": "sqlite:motcua.db", "network": {$1},
 "sources": [{"name": "yyen", "manifest": "opencps", "base_url": "$address",
              "vars": {"group_id": "55301", "base_path": "/o/rest/v2"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
EOF2
}
fault() { # replaces the portal's faults
  curl -s -X DELETE "$address/_portal/fault" >/dev/null
  for spec; do curl -s -X POST "$address/_portal/fault" -d "$spec" | grep -q ok || fail "no such fault: $spec"; done
}
state() { curl -s "$address/_portal/state" | sed "s/.*\"$1\": *\([0-9]*\).*/\1/"; }
run_of() { sqlite3 motcua.db "SELECT $1 FROM run ORDER BY id DESC LIMIT 1"; }
now=2022-11-25T15:00
collect="$bin/motcua --lang en collect --at $now"
start_portal --compose 3000 --seed 3 # six pages of 500
config_one ''
$collect
dump_store motcua.db >calm

# --- Retry-After: seconds and a date are waited for; more than the run has ends it at once and names the time.
for kind in retry-after retry-date; do
  rm -f motcua.db*
  fault "$kind:1@#3"
  $collect
  dump_store motcua.db | cmp calm - || fail "$kind: the store differs"
done
for status in '' status:503@start=1000; do
  rm -f motcua.db*
  config_one '"retry_seconds": 60'
  # shellcheck disable=SC2086
  fault 'retry-after:4000@start=1000' $status
  asked=$(state requests)
  MOTCUA_NOW=$now expect_code 75 "$bin/motcua" --lang en collect
  grep -q "status ${status:+503}.* the portal asks to be left alone until 16:06:40 25/11/2022" stderr || { cat stderr; fail "not told when to come back"; }
  [ $(($(state requests) - asked)) = 3 ] || fail "asked again before the portal wanted it"
  [ "$(run_of 'outcome, pages')" = 'partial|2' ] || fail "what came is lost: $(run_of 'outcome, pages')"
  fault
  asked=$(state requests)
  $collect
  [ $(($(state requests) - asked)) = 5 ] || fail "the next run began from the start" # four pages, and a look whether the full last one was it
  dump_store motcua.db | cmp calm - || fail "after Retry-After: the store differs"
done
rm -f motcua.db*
fault 'retry-date:400000'
expect_code 75 env MOTCUA_NOW=$now "$bin/motcua" --lang en collect
grep -qE 'left alone until .* (29|30)/11/2022' stderr || { cat stderr; fail "a date is not understood"; }

# --- The budget of tries: every second request fails; each run goes as far as it may, keeps that, and the next goes on.
rm -f motcua.db*
config_one '"retries": 2'
fault 'status:500@%2'
expect_code 75 "$bin/motcua" --lang en collect --at $now
grep -q 'tries again in this poll: 2' stderr || { cat stderr; fail "the budget is not told"; }
grep -q 'goes on from there' stderr || fail "not told what to do"
[ "$(run_of 'outcome, pages')" = 'partial|3' ] || fail "the first run: $(run_of 'outcome, pages')"
$collect
dump_store motcua.db | cmp calm - || fail "in two runs: the store differs"
fault

# --- A redirect on the same host is followed, with the account; it counts as no error.
fault 'redirect:/o/rest/v2/dossiers?start=0&end=500@start=0@#1'
asked=$(state requests)
$collect --full
# Six pages, the redirect, and a look whether the full last page was the last.
[ $(($(state requests) - asked)) = 8 ] || fail "a redirect on the same host was not followed"
fault

# --- The budget of requests: two sources of one host, one request a minute: the second waits, an interrupt ends it, nothing is lost.
cat >motcua.json <<EOF2
{"store": "sqlite:motcua.db", "network": {"requests_per_minute": 1},
 "sources": [{"name": "a", "manifest": "opencps", "base_url": "$address", "vars": {"group_id": "55301"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
             {"name": "b", "manifest": "opencps", "base_url": "$address/", "vars": {"group_id": "55301"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}, "network": {"requests_per_minute": 600}}]}
EOF2
rm -f motcua.db*
asked=$(state requests) began=$(date +%s)
"$bin/motcua" --lang en collect 2>stderr &
poll=$!
tries=0
until [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier' 2>/dev/null)" = 500 ]; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] || fail "no first page"
  sleep 0.05
done
kill -INT $poll
set +e
wait $poll
[ $? -eq 75 ] || fail "interrupted: not 75"
set -e
asked=$(($(state requests) - asked))
[ $asked -le $((1 + ($(date +%s) - began) / 60)) ] || fail "$asked requests, one a minute"
[ "$(sqlite3 motcua.db 'SELECT group_concat(DISTINCT outcome), SUM(pages) >= 1 FROM run')" = 'interrupted|1' ] || fail "the two runs"

# --- A host gets four connections at most, however many sources it has.
fault 'latency:100'
{
  echo '{"store": "sqlite:many.db", "sources": ['
  for n in 1 2 3 4 5 6 7 8 9 10; do
    echo "{\"name\": \"s$n\", \"manifest\": \"opencps\", \"base_url\": \"$address\", \"vars\": {\"group_id\": \"55301\"},"
    echo "\"auth\": {\"user\": \"u\", \"password\": {\"env\": \"PASSWORD\"}}}$([ $n = 10 ] || echo ,)"
  done
  echo ']}'
} >motcua.json
$collect 2>stderr
most=$(state max_parallel)
[ "$most" -ge 2 ] && [ "$most" -le 4 ] || fail "$(state max_parallel) requests at a time"
fault

# --- Of several sources that fail, the gravest decides the exit status, and all are told.
cat >motcua.json <<EOF2
{"store": "sqlite:grave.db", "network": {"retries": 0},
 "sources": [{"name": "tam", "manifest": "opencps", "base_url": "$address/tam", "vars": {"group_id": "1"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
             {"name": "hong", "manifest": "opencps", "base_url": "$address/hong", "vars": {"group_id": "1"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
             {"name": "ca", "manifest": "opencps", "base_url": "https://127.0.0.1:1", "ca_file": "nowhere.pem", "vars": {"group_id": "1"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
             {"name": "sai", "manifest": "opencps", "base_url": "$address/sai", "vars": {"group_id": "1"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
             {"name": "tot", "manifest": "opencps", "base_url": "$address", "vars": {"group_id": "55301"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
EOF2
fault 'status:503@/tam/' 'status:200@/hong/' 'garbage@/hong/'
grave() { # code, source, sources...
  wanted=$1 first=$2
  shift 2
  expect_code "$wanted" "$bin/motcua" --lang en collect --at $now "$@"
  grep '^motcua: ' stderr | tail -n 1 | grep -q "^motcua: $first: " || { cat stderr; fail "not $first in the end"; }
}
grave 75 tam tot tam
grave 69 sai tam sai tot
grave 65 hong tam sai hong
cat >bad.json <<EOF2
{}
EOF2
sed 's|"name": "ca", "manifest": "opencps"|"name": "ca", "manifest": "./bad.json"|' motcua.json >worse.json
mv worse.json motcua.json
grave 78 ca tam sai hong ca tot
for source in tam sai hong ca; do grep -q "^$source: .*FAILED" stderr || fail "$source is not told"; done
grep -q '4 of 5 sources did not come whole' stderr || fail "not counted"
grep -q '^tot: .*complete' stderr || fail "the good one did not come"
fault

# --- Last-Modified does as well as an ETag.
start_wire hostile hostile
cat >motcua.json <<EOF2
{"store": "sqlite:dated.db",
 "sources": [{"name": "thong-ke", "manifest": "opencps_statistics", "base_url": "http://127.0.0.1:$wire_port/dated",
              "vars": {"group_id": "1"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
EOF2
$collect
came=$(sqlite3 dated.db 'SELECT got FROM run')
[ "$came" -ge 1 ] || fail "no figures"
[ "$(grep -c spared hostile.log)" = 0 ] || fail "spared at the first poll"
$collect
[ "$(grep -c spared hostile.log)" = "$(grep -c statistics hostile.log)" ] || fail "not spared: $(cat hostile.log)"
[ "$(sqlite3 dated.db "SELECT outcome, got, unchanged, pages FROM run ORDER BY id DESC LIMIT 1")" = "complete|$came|$came|0" ] || fail "the second poll"

# --- From https no redirect leads to http, not even on the same host and port.
make_ca ca
make_cert good ca IP:127.0.0.1 60
start_tls_portal good --compose 10 --seed 3
curl -sk -X POST "$tls_address/_portal/fault" -d "redirect:http://${tls_address#https://}/o/rest/v2/dossiers" >/dev/null
address=$tls_address
config_one '' && sed -i 's|"manifest"|"ca_file": "ca.pem", "manifest"|' motcua.json
expect_code 69 $collect
grep -q "redirects to http://${tls_address#https://}" stderr || { cat stderr; fail "the downgrade is not told"; }
[ "$(curl -sk "$tls_address/_portal/log" | grep -c dossiers)" = 1 ] || fail "the downgrade was followed"
# Each failing source's message stands once, the gravest as the last; a reason for asking again that is the failure is not told twice.
MOTCUA_RETRY_MS=5
cat >motcua.json <<EOF2
{"store": "sqlite:once.db",
 "sources": [{"name": "mot", "manifest": "opencps", "base_url": "http://127.0.0.1:9", "vars": {"group_id": "1"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
             {"name": "hai", "manifest": "dvcqg_sync", "base_url": "http://127.0.0.1:9", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
EOF2
expect_code 69 "$bin/motcua" --lang en collect
for once in '^motcua: mot: ' '^motcua: hai: '; do
  [ "$(grep -c "$once" stderr)" = 1 ] || { cat stderr; fail "$once is not told once"; }
done
[ "$(grep -c 'nobody answers' stderr)" = 2 ] || { cat stderr; fail "a message is told twice"; }
grep -q 'asked again 4 times, waited [0-9.]* s$' stderr || { cat stderr; fail "asking again is not told"; }
echo "ok: each message once"
