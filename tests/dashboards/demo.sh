#!/bin/sh
# A composed district's history of half a year, and the dashboards drawn from it. usage: sh tests/postgres.sh sh tests/dashboards/demo.sh BIN OUT
# Polled each Friday, in the last month each day; one poll meets a portal that fails.
set -eu
bin=$1
out=$2
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
folder=$(mktemp -d)
portal=
leave() {
  [ -z "$portal" ] || kill "$portal" 2>/dev/null || :
  rm -rf "$folder"
}
trap leave EXIT
trap 'exit 130' INT TERM
cd "$folder"
"$bin/motcua-portal" --port-file port --compose 14000 --seed 178 --from 2022-03-01 >portal.log 2>&1 &
portal=$!
tries=0
while [ ! -s port ]; do
  tries=$((tries + 1))
  if [ $tries -ge 400 ] || ! kill -0 $portal 2>/dev/null; then
    cat portal.log >&2
    echo "the sample portal did not start" >&2
    exit 69
  fi
  sleep 0.05
done
address=http://127.0.0.1:$(cat port)
rulesets=
! grep -q '"rulesets"' "$here/../../schema/config.schema.json" || rulesets='"rulesets": ["y-yen-2022"],'
cat >motcua.json <<EOF
{"store": "$MOTCUA_TEST_POSTGRES", $rulesets "commitments": ["y-yen-2022"],
 "sources": [
  {"name": "huyen-mau", "title": "Cổng dịch vụ công (mẫu)", "manifest": "dvcqg_sync", "base_url": "$address",
   "auth": {"user": "u", "password": {"env": "DEMO_PASSWORD"}}},
  {"name": "doi-chieu", "title": "Cổng tỉnh (đối chiếu)", "manifest": "opencps", "base_url": "$address", "count": false,
   "vars": {"group_id": "55301", "base_path": "/o/rest/v2"}, "auth": {"user": "u", "password": {"env": "DEMO_PASSWORD"}}}]}
EOF
DEMO_PASSWORD=p
MOTCUA_RETRY_MS=20
export DEMO_PASSWORD MOTCUA_RETRY_MS
psql -q -X -c 'ALTER ROLE motcua CREATEROLE'
poll() { # day [source...]
  day=$1
  shift
  MOTCUA_NOW=${day}T15:00 "$bin/motcua" collect --at "${day}T15:00" "$@" >>polls.log 2>&1 || :
  drift=$((drift + 25)) # of 100,000 rows, and those before
  curl -s -o /dev/null -X POST "$address/_portal/drift?k=$drift"
}
drift=0
day=2022-05-27
while [ "$(echo "$day" | tr -d -)" -lt 20221028 ]; do
  poll "$day"
  day=$(date -d "$day + 7 days" +%Y-%m-%d)
done
while [ "$(echo "$day" | tr -d -)" -le 20221125 ]; do
  case $day in
    *-11-03) curl -s -o /dev/null -X POST -d 'truncate-json@dvcqg/share@%9' "$address/_portal/fault" ;;
    *-11-04) curl -s -o /dev/null -X DELETE "$address/_portal/fault" ;;
    *-11-16) curl -s -o /dev/null -X POST -d 'status:503@dvcqg' "$address/_portal/fault" ;;
    *-11-17) curl -s -o /dev/null -X DELETE "$address/_portal/fault" ;;
  esac
  if [ "$(date -d "$day" +%u)" = 5 ]; then poll "$day"; else poll "$day" huyen-mau; fi
  day=$(date -d "$day + 1 day" +%Y-%m-%d)
done
"$bin/motcua" db roles >/dev/null
/usr/bin/python3 -B "$here/render.py" "$out/dashboards.html" 2022-11-25T16:00 "host=$PGHOST dbname=motcua user=$PGUSER" \
  motcua-xa.unit=H99.22.06 motcua-chi-so.unit=H99.22.06
