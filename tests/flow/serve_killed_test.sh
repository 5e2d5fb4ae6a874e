#!/bin/sh
# `serve` is killed (kill -9) while a file is sent in, while it waits to be confirmed, and while it is stored. No temporary file stays, the store
# is sound, nothing is in it in part that the next confirmation does not complete, and the next `serve` goes on at once.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}' >motcua.json
echo 'mat khau cua tinh' >pw
"$bin/motcua" user add tinh --role province --password-file pw 2>stderr
python3 - "$cases/export/ho-so.csv" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8-sig', newline='')))
code = rows[0].index('Mã hồ sơ')
with open('big.csv', 'w', encoding='utf-8-sig', newline='') as f:
    out = csv.writer(f)
    out.writerow(rows[0])
    for n in range(12000):
        row = list(rows[1 + n % (len(rows) - 1)])
        row[code] = f'K{n:06d}'
        out.writerow(row)
PY
MOTCUA_STORE=sqlite:$work/calm.db expect_code 0 "$bin/motcua" import big.csv --source xa
dump_store calm.db >calm
mkdir tmp
TMPDIR=$work/tmp
export TMPDIR
form_token() { sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p; }
login() {
  rm -f jar
  curl -s -c jar -o body "$site/dang-nhap"
  [ "$(curl -s -b jar -c jar -o body -w '%{http_code}' --data-urlencode "name=tinh" --data-urlencode "password=$(cat pw)" --data "csrf=$(form_token)" "$site/dang-nhap")" = 303 ] ||
    { cat body serve.log; fail "login"; }
}
token() { curl -s -b jar -o body "$site/nap-du-lieu"; form_token; }
send() { # options of curl: the status
  code=$(token)
  curl -s -b jar -o body -w '%{http_code}' -F "csrf=$code" -F nguon=xa -F "tep=@big.csv" "$@" "$site/nap-du-lieu"
}
rows() { sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier' 2>/dev/null || echo 0; }
kill_serve() {
  kill -9 "$serve"
  wait "$serve" 2>/dev/null || :
  serve=
}
sound() { # what
  [ -z "$(ls -A tmp)" ] || fail "$1: a file is left: $(ls -A tmp)"
  expect_code 0 "$bin/motcua" db check
}

# --- while the file comes
start_serve
login
size=$(stat -c %s big.csv)
code=$(token)
curl -s -b jar -o body --limit-rate $((size / 8)) -F "csrf=$code" -F "tep=@big.csv" "$site/nap-du-lieu" >sent 2>&1 &
sending=$!
tries=0
# the file has no name; the process that takes it has it open
until find "/proc/$serve/fd" -lname "$work/tmp/*" 2>/dev/null | grep -q .; do
  tries=$((tries + 1))
  [ $tries -lt 600 ] && kill -0 $sending 2>/dev/null || fail "the file does not come: this shows nothing"
  sleep 0.05
done
kill_serve
wait $sending 2>/dev/null || :
sound "killed while the file came"
[ "$(rows)" = 0 ] || fail "rows of a file that did not come whole"
echo "ok: killed while the file came"

# --- while it waits to be confirmed
start_serve
login
[ "$(send)" = 303 ] || { cat body; fail "the file after the kill"; }
kill_serve
sound "killed before it was confirmed"
[ "$(rows)" = 0 ] || fail "stored before it was confirmed"
start_serve
curl -s -b jar -o body "$site/nap-du-lieu"
! grep -q 'value="nap"' body || fail "a file that is gone is offered to be stored"
stop_serve
echo "ok: killed before it was confirmed"

# --- while it is stored, a little later each time
hit=0
for wait in 0.05 0.15 0.3 0.5 0.8 1.2; do
  start_serve
  login
  [ "$(send)" = 303 ] || { cat body; fail "the file"; }
  code=$(token)
  curl -s -b jar -o body --data "csrf=$code" --data viec=nap "$site/nap-du-lieu/chon" >sent 2>&1 &
  sending=$!
  sleep $wait
  ! kill -0 $sending 2>/dev/null || hit=$((hit + 1))
  kill_serve
  wait $sending 2>/dev/null || :
  sound "killed while it was stored, after $wait s"
done
start_serve
login
[ "$(send)" = 303 ] || { cat body; fail "the file after all kills"; }
code=$(token)
[ "$(curl -s -b jar -o body -w '%{http_code}' --data "csrf=$code" --data viec=nap "$site/nap-du-lieu/chon")" = 303 ] || { cat body; fail "confirming after all kills"; }
stop_serve
sound "after all kills"
dump_store motcua.db | cmp calm - || fail "after all kills the store differs from one that was imported in peace"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier_history')" = 0 ] || fail "something was written twice"
[ $hit -gt 0 ] || fail "no kill hit: this shows nothing"
echo "ok: killed $hit times of 6 while it was stored"
