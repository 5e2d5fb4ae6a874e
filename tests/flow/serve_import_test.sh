#!/bin/sh
# An export through the browser, by curl: nothing is stored before it is confirmed, the digest is that of import --explain, the figures are
# those that were worked out apart from this program (tests/cases/export), a unit stores rows of its own alone, and no person is kept.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
cat >motcua.json <<'JSON'
{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}
JSON
echo 'mat khau cua tinh' >pw-tinh
echo 'mat khau cua xa' >pw-xa
"$bin/motcua" user add tinh --role province --password-file pw-tinh
# Two words that nobody knows: a level in 462 rows, a status in 10.
sed -e 's/,Mức độ 2,/,Còn lại,/' -e 's/,Dừng xử lý,/,Ngưng hẳn,/' "$cases/export/ho-so.csv" >ho-so.csv
[ "$(grep -c ',Còn lại,' ho-so.csv)" = 462 ] && [ "$(grep -c ',Ngưng hẳn,' ho-so.csv)" = 10 ] || fail "the composed export"
start_serve
status() { jar=$1; shift; curl -s -b "$jar" -D head -o body -w '%{http_code}' "$@"; }
form_token() { sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p; }
login() { # name password-file jar
  rm -f "$3"
  curl -s -c "$3" -o body "$site/dang-nhap"
  curl -s -b "$3" -c "$3" -D head -o body -w '%{http_code}' --data-urlencode "name=$1" --data-urlencode "password=$(cat "$2")" --data "csrf=$(form_token)" "$site/dang-nhap"
}
token_of() { curl -s -b "$1" -o body "$site/nap-du-lieu"; form_token; } # jar
send() { # jar file [curl-arguments]: the status
  jar=$1 file=$2
  shift 2
  curl -s -b "$jar" -D head -o body -w '%{http_code}' -F "csrf=$(token_of "$jar")" -F "tep=@$file" "$@" "$site/nap-du-lieu"
}
choose() { # jar fields...: the status
  jar=$1
  shift
  curl -s -b "$jar" -D head -o body -w '%{http_code}' --data "csrf=$(token_of "$jar")" "$@" "$site/nap-du-lieu/chon"
}
rows() { sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier'; }
: >nobody
[ "$(login tinh pw-tinh tinh)" = 303 ] || fail "login"

# --- who may send ---
[ "$(curl -s -o body -w '%{http_code}' -F "tep=@ho-so.csv" "$site/nap-du-lieu")" != 200 ] || fail "nobody sends"
[ "$(curl -s -b tinh -o body -w '%{http_code}' -F "tep=@pw-tinh" "$site/nap-du-lieu")" = 403 ] || fail "a form without a token"
[ "$(curl -s -b tinh -o body -w '%{http_code}' -F "csrf=$(printf 'a%.0s' $(seq 64))" -F "tep=@pw-tinh" "$site/nap-du-lieu")" = 403 ] || fail "a form with a wrong token"
[ "$(send tinh /dev/null)" = 400 ] || fail "an empty file"
[ "$(curl -s -b tinh -o body -w '%{http_code}' -F "csrf=$(token_of tinh)" -F "tep=@ho-so.csv" -F "tep2=@ho-so.csv" "$site/nap-du-lieu")" = 400 ] || fail "two files"
head -c 70000000 /dev/zero >large
[ "$(send tinh large)" = 413 ] || fail "a file that is too long"
rm large
# What was sent has no name on the disk while it is looked at, and none after.
mkdir tmp
TMPDIR=$work/tmp start_serve
[ "$(rows)" = 0 ] || fail "something was stored"
echo "ok: who may send"

# --- looked at, then confirmed ---
[ "$(send tinh ho-so.csv)" = 303 ] || fail "a file: $(cat body)"
grep -qi '^location: /nap-du-lieu' head || fail "the way after a file"
[ "$(ls -A tmp)" = "" ] || fail "the file has a name: $(ls -A tmp)"
status tinh "$site/nap-du-lieu" >/dev/null
for words in 'Còn lại' 'Ngưng hẳn' '462 dòng' '22 mới' '07/10/2022' '25/11/2022' 'Chủ hồ sơ' 'Số điện thoại'; do
  grep -q "$words" body || fail "the page does not tell $words"
done
! grep -q 'Công dân mẫu\|0999000' body || fail "a person stands on the page"
[ "$(rows)" = 0 ] && [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM source')" = 0 ] && [ ! -e import.words.json ] || fail "stored before it was confirmed"
status tinh "$site/api/v1/import" >/dev/null
python3 - <<'PY'
import json
told = json.load(open('body'))
assert told['state'] == 'looked' and told['rows'] == 1500 and told['rejected'] == 0, told
assert sorted((w['word'], w['rows']) for w in told['words']) == [('Còn lại', 462), ('Ngưng hẳn', 10)], told['words']
assert told['not_stored'] == ['STT', 'Chủ hồ sơ', 'Số điện thoại'], told['not_stored']
PY
[ "$(choose tinh --data-urlencode 'tu0=Mức độ 2' --data-urlencode 'tu1=Dừng xử lý' --data viec=xem)" = 303 ] || fail "choices"
status tinh "$site/nap-du-lieu" >/dev/null
grep -q 'Đọc và hiểu được cả 1.500 dòng' body || fail "the words were not taken"
[ "$(rows)" = 0 ] && [ ! -e import.words.json ] || fail "stored by looking again"
[ "$(curl -s -b tinh -o body -w '%{http_code}' --data viec=nap "$site/nap-du-lieu/chon")" = 403 ] || fail "confirmed by another site"
[ "$(rows)" = 0 ] || fail "stored by another site"
[ "$(choose tinh --data-urlencode 'tu0=Mức độ 2' --data-urlencode 'tu1=Dừng xử lý' --data viec=nap)" = 303 ] || fail "confirm"
[ "$(rows)" = 1500 ] || fail "$(rows) dossiers"
[ -e import.words.json ] || fail "the words are not kept"
# the figures of the case, which this program did not make
"$bin/motcua" metrics --unit ALL --format csv >all.csv
python3 - "$cases/export/expected.csv" <<'PY'
import csv, sys
expected = [r for r in csv.DictReader(open(sys.argv[1], encoding='utf-8-sig'))]
keys = list(expected[0])
told = {r['metric']: r for r in csv.DictReader(open('all.csv', encoding='utf-8-sig'))}
month = [r for r in expected if r[keys[0]] == 'ALL' or 'ALL' in r.values()]
assert month, expected[0]
found = 0
for r in month:
    if r.get('period', 'month').startswith('week'):
        continue
    m = told.get(r.get('metric'))
    if m:
        assert (int(m['numerator']), int(m['denominator'])) == (int(r['numerator']), int(r['denominator'])), (r, m)
        found += 1
assert found >= 4, (found, month[0], list(told))
PY
! grep -a -q 'Công dân mẫu\|0999000' motcua.db motcua.db-wal serve.log 2>/dev/null || fail "a person is kept"
[ -z "$(ls -A tmp)" ] || fail "a file is left"
# the same bytes again change nothing, and that is said
[ "$(choose tinh --data viec=bo)" = 303 ] || fail "another file"
[ "$(send tinh ho-so.csv)" = 303 ] || fail "the same file"
status tinh "$site/nap-du-lieu" >/dev/null
grep -q 'Đúng tệp này đã nạp' body || fail "the same file is not known"
choose tinh --data viec=nap >/dev/null
status tinh "$site/api/v1/import" >/dev/null
python3 -c "import json; t = json.load(open('body')); assert (t['new'], t['changed'], t['unchanged']) == (0, 0, 1500), t"
echo "ok: looked at, then confirmed"

# --- a table whose heading is not known ---
printf 'Mã hồ sơ,Thời điểm nhận vào,Người nộp\nA-1,01/11/2022,Người Mẫu Một\n' >khac.csv
choose tinh --data viec=bo >/dev/null
[ "$(send tinh khac.csv -F nguon=khac)" = 303 ] || fail "an unknown heading"
status tinh "$site/nap-du-lieu" >/dev/null
grep -q 'Thời điểm nhận vào' body && grep -q '<b>Ngày tiếp nhận' body && ! grep -q 'value="nap"' body || fail "what is missing is not told"
at=$(sed -n 's/.*<span>Thời điểm nhận vào<\/span><select name="\(cot[0-9]*\)".*/\1/p' body)
[ -n "$at" ] || fail "no choice for the title"
choose tinh --data-urlencode "$at=Ngày tiếp nhận" --data viec=xem >/dev/null
choose tinh --data viec=nap >/dev/null
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM dossier WHERE key = 'A-1'")" = 1 ] || fail "the named column was not read"
! grep -a -q 'Người Mẫu Một' motcua.db motcua.db-wal || fail "a person is kept"
echo "ok: an unknown heading"

# --- a unit stores rows of its own alone ---
"$bin/motcua" user add xa --role unit --unit H99.22.01 --password-file pw-xa
"$bin/motcua" user add ban --role unit --unit H99.22.02 --password-file pw-xa
[ "$(login xa pw-xa xa)" = 303 ] && [ "$(login ban pw-xa ban)" = 303 ] || fail "the units log in"
before=$(rows)
(head -n 1 ho-so.csv; grep 'H99.22.01,' ho-so.csv | sed 's/H99.22.01-/XA-/') >xa.csv
mine=$(($(wc -l <xa.csv) - 1))
[ "$(send xa ho-so.csv)" = 303 ] || fail "a unit sends"
status xa "$site/nap-du-lieu" >/dev/null
! grep -q 'value="nap"' body && grep -q 'không được nạp' body || fail "a unit is offered to store its neighbours' rows"
choose xa --data viec=nap >/dev/null
[ "$(rows)" = "$before" ] || fail "a unit stored its neighbours' rows"
status ban "$site/nap-du-lieu" >/dev/null
! grep -q 'ho-so.csv' body || fail "a neighbour sees what a unit looks at"
choose xa --data viec=bo >/dev/null
[ "$(send xa xa.csv -F nguon=import)" = 303 ] || fail "a unit sends its own"
choose xa --data-urlencode 'tu0=Mức độ 2' --data viec=nap >/dev/null
[ "$(rows)" = $((before + mine)) ] || fail "$(rows) dossiers after a unit's own, expected $before + $mine"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM dossier d JOIN source s ON s.id = d.source_id WHERE s.name = 'don-vi-H99_22_01'")" = "$mine" ] || fail "a unit's rows are in a source of others"
echo "ok: a unit stores its own"

# --- hostile files and names ---
login tinh pw-tinh tinh >/dev/null
printf 'Mã hồ sơ,Ngày tiếp nhận,Trạng thái,<script>alert(1)</script>\nB-1,01/11/2022,<img src=x onerror=alert(1)>,x\n' >doc.csv
[ "$(send tinh doc.csv -F 'tep=@doc.csv;filename=../../<b>x</b>.csv')" = 400 ] || fail "two files in one form"
[ "$(curl -s -b tinh -D head -o body -w '%{http_code}' -F "csrf=$(token_of tinh)" -F 'tep=@doc.csv;filename="../../<b>x</b>.csv"' -F nguon=doc "$site/nap-du-lieu")" = 303 ] || fail "a hostile file"
status tinh "$site/nap-du-lieu" >/dev/null
! grep -q '<script>\|<img\|<b>x\|\.\./' body || fail "markup of a file stands on the page"
choose tinh --data viec=bo >/dev/null
for source in '../../etc' 'a b' ''; do
  [ "$(send tinh doc.csv --form-string "nguon=$source")" = 303 ] || fail "source '$source'"
  choose tinh --data viec=nap >/dev/null
  choose tinh --data viec=bo >/dev/null
done
[ ! -e ../etc.words.json ] && [ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM source WHERE name LIKE '%etc%'")" = 0 ] || fail "a source leads out of the folder"
head -c 3000 /dev/urandom >bytes.xlsx
[ "$(send tinh bytes.xlsx)" = 303 ] || fail "bytes that are no file"
status tinh "$site/nap-du-lieu" >/dev/null
grep -q 'Chưa đọc được tệp' body && ! grep -q '/proc/self' body || fail "what is wrong with bytes is not told: $(cat body)"
[ "$(curl -s -b tinh -o body -w '%{http_code}' -H 'Content-Type: multipart/form-data' --data 'x' "$site/nap-du-lieu")" != 200 ] || fail "a form without a boundary"
kill -0 $serve || fail "serve died: $(cat serve.log)"
! grep -q -e 127.0.0.1 -e 'H99' -e 'Công dân' serve.log || fail "the log holds what was sent: $(cat serve.log)"
echo ok
