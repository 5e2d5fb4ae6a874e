#!/bin/sh
# Entries by hand in the browser: points, a task that is done, a file that proves a criterion (its digest alone is kept), each for units that the
# account may write; what is wrong is told on the form with what was filled in.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
fill_store
"$bin/motcua" user add tinh --role province --password-file pw-tinh
"$bin/motcua" user add xa --role unit --unit "$own" --password-file pw-xa
start_serve
form_token() { sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p; }
login() { # name password-file
  rm -f "$1"
  curl -s -c "$1" -o body "$site/dang-nhap"
  curl -s -b "$1" -c "$1" -o body --data-urlencode "name=$1" --data-urlencode "password=$(cat "$2")" --data "csrf=$(form_token)" "$site/dang-nhap"
}
enter() { # jar curl-arguments: the status
  jar=$1
  shift
  curl -s -b "$jar" -o body "$site/nhap-tay"
  curl -s -b "$jar" -D head -o body -w '%{http_code}' -F "csrf=$(form_token)" "$@" "$site/nhap-tay"
}
entries() { sqlite3 motcua.db 'SELECT COUNT(*) FROM manual_entry'; }
login tinh pw-tinh
login xa pw-xa
curl -s -b xa -o body "$site/nhap-tay"
criterion=$(grep -o '<option value="qd-766|[^"]*"' body | sed -n 1p | sed 's/.*value="//; s/"//')
"$bin/motcua" tasks --set y-yen-2022 --of 2022 --unit "$own" --format json >tasks.json
code=$(python3 -c "import json; print(next(t['task'] for t in json.load(open('tasks.json')) if t['period'] == '2022' and not t['done_at']))")
task="y-yen-2022|$code"
[ -n "$criterion" ] && grep -qF "<option value=\"$task\"" body || fail "criteria and tasks are not offered"
! grep -q "value=\"$other\"" body || fail "a neighbour is offered"
! grep -q 'name="tham-dinh"' body || fail "a unit is asked for the appraiser's points"

[ "$(curl -s -b xa -o body -w '%{http_code}' -F "gi=$criterion" "$site/nhap-tay")" = 403 ] || fail "without a token"
[ "$(enter xa -F "gi=$criterion" -F "don-vi=$other" -F ky=2022 -F diem=1)" = 403 ] || fail "a neighbour's points"
[ "$(entries)" = 0 ] || fail "a neighbour's points are in the store"
[ "$(enter xa -F "gi=$criterion" -F "don-vi=$own" -F ky=2022 -F diem=999)" = 400 ] || fail "too many points: $(cat body)"
grep -q 'value="999"' body && grep -q 'role="alert"' body || fail "what was filled in is lost, or the fault is not told"
[ "$(enter xa -F 'gi=qd-766|khong-co' -F "don-vi=$own" -F ky=2022 -F diem=1)" = 400 ] || fail "a criterion that is none"
[ "$(enter xa -F 'gi=../../etc/passwd|1' -F "don-vi=$own" -F ky=2022 -F diem=1)" = 400 ] || fail "a ruleset that is a path"
[ "$(enter xa -F "gi=$criterion" -F "don-vi=$own" -F ky=2022)" = 400 ] || fail "an entry that says nothing"
[ "$(entries)" = 0 ] || fail "a wrong entry was taken"
[ "$(enter xa -F "gi=$criterion" -F "don-vi=$own" -F ky=2022 -F diem=1,5 -F tham-dinh=2 --form-string 'ghi-chu=<script>alert(1)</script>')" = 303 ] || fail "own points: $(cat body)"
[ "$(sqlite3 motcua.db 'SELECT unit, points, appraised IS NULL, entered_by FROM manual_entry')" = "$own|15000|1|xa" ] || fail "the entry: $(sqlite3 motcua.db 'SELECT * FROM manual_entry')"
curl -s -b xa -o body "$site/nhap-tay"
grep -q 'tự chấm 1,5 điểm' body && ! grep -q '<script' body || fail "what was entered is not shown, or not as text"

# a task is done
[ "$(enter xa -F "gi=$task" -F "don-vi=$own" -F ky=2022 -F 'can-cu=KH 12/KH-UBND')" = 303 ] || fail "a task: $(cat body)"
"$bin/motcua" tasks --set y-yen-2022 --of 2022 --unit "$own" --format json >tasks.json
python3 - "$code" <<'PY'
import json, sys
lines = [t for t in json.load(open('tasks.json')) if t['task'] == sys.argv[1]]
assert any(t['evidence'] == 'KH 12/KH-UBND' for t in lines), lines
PY

# a file proves: its digest alone is kept
printf 'noi dung bi mat cua tai lieu kiem chung' >chung.pdf
[ "$(enter xa -F "gi=$criterion" -F "don-vi=$own" -F ky=2022 -F tep=@chung.pdf)" = 303 ] || fail "a file: $(cat body)"
[ "$(sqlite3 motcua.db 'SELECT name, bytes, sha256, entered_by FROM evidence')" = "chung.pdf|39|$(sha256sum chung.pdf | cut -d' ' -f1)|xa" ] || fail "the evidence"
! grep -a -q 'noi dung bi mat' motcua.db motcua.db-wal || fail "the file's bytes are kept"

# the province gives the appraiser's points, to any unit; a unit sees nothing of a neighbour's
[ "$(enter tinh -F "gi=$criterion" -F "don-vi=$other" -F ky=2022 -F tham-dinh=1)" = 303 ] || fail "the appraiser's points: $(cat body)"
curl -s -b xa -o body "$site/api/v1/entries"
! grep -q "$other" body && grep -q "$own" body || fail "a unit reads a neighbour's entries"
curl -s -b tinh -o body "$site/api/v1/entries"
grep -q "$other" body || fail "the province does not read them"
! grep -q -e "$own" -e chung.pdf serve.log || fail "the log holds what was entered"
echo ok
