#!/bin/sh
# motcua serve by curl: logins, who may read what by every route of the table, requests that are not clean, and the same figures as
# motcua metrics gives.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
fill_store

# --- accounts ---
echo 'ngan' >short
expect_code 64 "$bin/motcua" user add tinh --role province --password-file short
expect_code 64 "$bin/motcua" user add tinh --role chief --password-file pw-tinh
expect_code 64 "$bin/motcua" user add xa --role unit --password-file pw-xa
expect_code 64 "$bin/motcua" user add tinh --role province --unit "$own" --password-file pw-tinh
expect_code 64 "$bin/motcua" user add xa --role unit --unit H00.KHONG --password-file pw-xa
expect_code 64 "$bin/motcua" user add 'a b' --role province --password-file pw-tinh
expect_code 64 "$bin/motcua" user lock nobody
"$bin/motcua" user add tinh --role province --password-file pw-tinh
"$bin/motcua" user add xa --role unit --unit "$own" --password-file pw-xa
expect_code 64 "$bin/motcua" user add xa --role unit --unit "$own" --password-file pw-xa
sqlite3 motcua.db 'SELECT password_hash FROM account' >hashes
[ "$(grep -c '^\$y\$' hashes)" = 2 ] || fail "passwords are not hashed by yescrypt"
! grep -q 'mat khau' motcua.db || fail "a password stands in the store"

start_serve
status() { # jar curl-arguments...: the status, the body in ./body, the head in ./head
  jar=$1
  shift
  curl -s -b "$jar" -D head -o body -w '%{http_code}' --path-as-is "$@"
}
form_token() { sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p; }
login() { # name password-file jar: the status
  rm -f "$3"
  curl -s -c "$3" -o body "$site/dang-nhap"
  curl -s -b "$3" -c "$3" -D head -o body -w '%{http_code}' --data-urlencode "name=$1" --data-urlencode "password=$(cat "$2")" \
    --data "csrf=$(form_token)" "$site/dang-nhap"
}
: >nobody
[ "$(login tinh pw-tinh tinh)" = 303 ] || fail "the province cannot log in"
grep -qi '^set-cookie: motcua=[0-9a-f]\{64\}; Path=/; HttpOnly; SameSite=Lax' head || fail "the cookie of a login"
[ "$(login xa pw-xa xa)" = 303 ] || fail "the unit cannot log in"
grep -qi "^location: /don-vi/$own" head || fail "a unit is not led to its page"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM login_session')" = 2 ] || fail "two sessions"
token=$(awk '$6 == "motcua" { print $7 }' xa)
[ ${#token} = 64 ] && ! sqlite3 motcua.db 'SELECT token_hash FROM login_session' | grep -q "$token" || fail "a token stands in the store"
echo "ok: accounts and logins"

# --- every route of the table, for nobody, a unit, and the province ---
routes=$(routes_of | sed -n 's/^GET \([^ ]*\) \(.*\)/\1|\2/p')
[ "$(echo "$routes" | wc -l)" -ge 19 ] || fail "the table of routes was not read: $routes"
foreign() { # does the body tell of the other unit?
  grep -q -a -e "$other" body && return 0
  case $1 in *xlsx*|*docx*) unzip -p body 2>/dev/null | grep -q -e "$other" ;; *) return 1 ;; esac
}
for line in $routes; do
  path=${line%|*} need=${line#*|}
  at=$(echo "$path" | sed "s/{unit}/$own/") foreign_at=$(echo "$path" | sed "s/{unit}/$other/")
  case $path in /api/*) refused=401 ;; *) refused=303 ;; esac
  case $need in
    NEED_NOTHING) [ "$(status nobody "$site$at")" = 200 ] || fail "$at for nobody"; continue ;;
    *) [ "$(status nobody "$site$at")" = $refused ] || fail "$at for nobody: $(head -n 1 head)" ;;
  esac
  [ "$(status tinh "$site$at")" = 200 ] || fail "$at for the province: $(head -n 1 head)"
  case $need in
    NEED_ALL) [ "$(status xa "$site$at")" = 403 ] || fail "$at for a unit"; continue ;;
    NEED_UNIT)
      for way in "$foreign_at" "$foreign_at?dang=csv" "$foreign_at?dang=xlsx" "$foreign_at?dang=docx" "$foreign_at/" \
        "$(echo "$foreign_at" | sed 's/H99/%4899/')" "$foreign_at?unit=$own"; do
        [ "$(status xa "$site$way")" = 403 ] || fail "$way for a neighbour: $(head -n 1 head)"
      done ;;
  esac
  for way in "$at" "$at?tim=$other" "$at?unit=$other" "$at?dang=csv" "$at?dang=xlsx" "$at?dang=docx" "$at?xep=name"; do
    [ "$(status xa "$site$way")" = 200 ] || fail "$way for its unit: $(head -n 1 head)"
    case $way in *tim=*) sed -i "s/value=\"$other\"//; s/tim=[^\"&]*//g" body ;; esac
    ! foreign "$way" || fail "$way tells a unit of its neighbour"
  done
done
for way in /chi-so /nhiem-vu /api/v1/index /api/v1/tasks; do
  [ "$(status xa "$site$way?don-vi=$other")" = 403 ] || fail "$way of a neighbour: $(head -n 1 head)"
  [ "$(status tinh "$site$way?don-vi=$own")" = 200 ] && ! foreign "$way" || fail "$way of one unit holds another"
done
[ "$(status tinh "$site/don-vi/H00.KHONG")" = 404 ] || fail "a unit that is not there"
[ "$(status xa "$site/don-vi/H00.KHONG")" = 403 ] || fail "a unit learns which others are there"
echo "ok: rights by every route"

# --- figures ---
[ "$(status xa "$site/api/v1/units/$own")" = 200 ] || fail "the unit's JSON"
"$bin/motcua" metrics --unit "$own" --format json >metrics.json
python3 - <<'PY'
import json
page = json.load(open('body'))['metrics']
told = json.load(open('metrics.json'))
names = ('numerator', 'denominator', 'rate', 'target', 'kept', 'fix_existing')
assert len(told) >= 5, told
assert [[m['name']] + [m[n] for n in names] for m in page] == [[m['metric']] + [m[n] for n in names] for m in told]
PY
status tinh "$site/?tim=$(name_folded "$own" | tr " " +)" >/dev/null
grep -q "/don-vi/$own" body && ! grep -q "/don-vi/$other" body || fail "search without diacritics"
status tinh "$site/?xep=short&chieu=giam" >/dev/null
python3 - <<'PY'
import re
body = open('body', encoding='utf-8').read()
rows = re.findall(r'<tr>(.*?)</tr>', body.split('<tbody>')[1], re.S)
short = [int(re.search(r'c-short"[^>]*><span class="v">(\d+)</span>', r).group(1)) for r in rows]
assert len(short) > 5 and short == sorted(short, reverse=True) and short[0] > short[-1], short
PY
# a past Friday as it was known then, and as it is known today
"$bin/motcua" metrics --at 2022-11-18T15:00 --unit "$own" --format json >then.json
[ "$(status tinh "$site/api/v1/league?ngay=2022-11-18")" = 200 ] || fail "a past Friday"
python3 -c "import json; told = json.load(open('body')); assert told['to'] == '2022-11-18T15:00' and told['units'] == [], 'known before it came: %s' % told"
[ "$(status tinh "$site/api/v1/league?ngay=2022-11-18T15:00&biet=nay")" = 200 ] || fail "a past Friday as it is known today"
python3 - "$own" <<'PY'
import json, sys
unit = next(u for u in json.load(open('body'))['units'] if u['unit'] == sys.argv[1])
told = {m['metric']: m for m in json.load(open('then.json'))}
assert len(unit['commitments']) == 4, unit
for c in unit['commitments']:
    assert (c['numerator'], c['denominator']) == (told[c['name']]['numerator'], told[c['name']]['denominator']), (c, told[c['name']])
PY
[ "$(status tinh "$site/?ngay=hom-qua")" = 404 ] || fail "a day that is none"
# a number leads to its definition and to as many dossiers as it lacks
status tinh "$site/don-vi/$own/chi-tieu?ten=digitization_rate" >/dev/null
grep -q 'hồ sơ đã số hóa thành phần / hồ sơ tiếp nhận trong kỳ' body || fail "a number without its definition"
status tinh "$site/api/v1/units/$own/figure?ten=digitization_rate" >/dev/null
python3 - "$own" <<'PY'
import json, sys
told = json.load(open('body'))
line = next(m for m in json.load(open('metrics.json')) if m['metric'] == 'digitization_rate')
assert (told['numerator'], told['denominator']) == (line['numerator'], line['denominator']), told
assert len(told['dossiers']) == line['denominator'] - line['numerator'] > 0, len(told['dossiers'])
assert all(d['unit'] == sys.argv[1] for d in told['dossiers'])
PY
# days late lead to what "overdue" means, and to all dossiers of the unit that are
status tinh "$site/ho-so-qua-han" >/dev/null
late=$(grep -o '/don-vi/[^"]*/chi-tieu?ten=open_overdue' body | sed -n 1p)
[ -n "$late" ] || fail "days late lead nowhere"
late_unit=$(echo "$late" | sed 's#/don-vi/##; s#/chi-tieu.*##')
[ "$(status tinh "$site$late")" = 200 ] && grep -q 'thời điểm hẹn trả không sau thời điểm chốt số liệu' body || fail "overdue without its definition"
status tinh "$site/api/v1/units/$late_unit/figure?ten=open_overdue" >/dev/null
"$bin/motcua" counts --period month --unit "$late_unit" --format json >counts.json
python3 - "$late_unit" <<'PY'
import json, sys
told = json.load(open('body'))
rows = [r for r in json.load(open('counts.json')) if r['unit'] == sys.argv[1]]
expected = rows[0]['open_overdue'] if 'open_overdue' in rows[0] else next(r['value'] for r in rows if r['counter'] == 'open_overdue')
assert told['numerator'] == expected == len(told['dossiers']) > 0 and told['denominator'] is None, (told, expected)
PY
[ "$(status tinh "$site/don-vi/$own/chi-tieu?ten=procedures_received")" = 404 ] || fail "a count of procedures has dossiers"
for page in nguon nhiem-vu; do
  status tinh "$site/$page" >/dev/null
  grep -q 'class="note"' body || fail "/$page does not say what its numbers mean"
done
# downloads hold what the page shows: the search and the order
status tinh "$site/?tim=$(name_folded "$own" | tr " " +)&dang=csv" >/dev/null
[ "$(grep -c H99 body)" = 1 ] || fail "a download of a search holds other rows"
status tinh "$site/?tim=$own&xep=short" >/dev/null
grep -q "href=\"?dang=xlsx&amp;tim=$own&amp;xep=short\"" body || fail "the link of a download forgets the search"
status tinh "$site/?thieu=1" >/dev/null
[ "$(grep -c '<tr><td' body)" = "$(grep -c '<tr><td.*▲' body)" ] || fail "only who is short"
echo "ok: figures"

# --- requests that are not clean ---
for way in '/don-vi/%2e%2e/x' /../etc/passwd '/don-vi/..%2f..%2fetc%2fpasswd' '/%ff' '/don-vi/%c0%ae' '/a%00b' '/don-vi/a%0d%0aX-Bad:1' '/%' '//x' '/?a=%ff'; do
  [ "$(status tinh "$site$way")" = 400 ] || fail "$way: $(head -n 1 head)"
  ! grep -qi '^X-Bad' head || fail "a header was split"
done
[ "$(status tinh "$site/khong-co")" = 404 ] || fail "a page that is not there"
[ "$(status tinh -X DELETE "$site/")" != 200 ] || fail "DELETE"
[ "$(status tinh "$site/?dang=exe")" = 400 ] || fail "a format that is not there"
[ "$(status tinh "$site/don-vi/%3Cscript%3Ealert(1)%3C")" = 404 ] && ! grep -q '<script' body || fail "script in an address"
status tinh "$site/?tim=%22%3E%3Cscript%3E" >/dev/null
! grep -q '<script' body || fail "script in a search"
python3 -c "print('name=' + 'a' * 20000)" >long
[ "$(status nobody --data @long "$site/dang-nhap")" = 413 ] || fail "a long form"
[ "$(status nobody -H "X: $(head -c 60000 /dev/zero | tr '\0' a)" "$site/")" = 431 ] || fail "a long head: $(head -n 1 head)"
status nobody "$site/dang-nhap" >/dev/null
for header in "Content-Security-Policy: default-src 'none'" 'X-Content-Type-Options: nosniff' 'Referrer-Policy: no-referrer'; do
  grep -q "^$header" head || fail "no header $header"
done
grep -q "frame-ancestors 'none'" head && ! grep -q unsafe-inline head || fail "the policy"
! grep -qi 'strict-transport' head || fail "HSTS without TLS"
! grep -q ' style=\|<script\|<style' body || fail "style or script in a page"
echo "ok: unclean requests"

# --- forms of others, fixation, ends ---
[ "$(status nobody --data "name=tinh&password=x" "$site/dang-nhap")" = 403 ] || fail "a form without a token"
[ "$(status nobody -H "Cookie: motcua_form=$token" --data "name=tinh&password=x&csrf=$(echo "$token" | tr 0-9a-f 1-9a-f0)" "$site/dang-nhap")" = 403 ] || fail "a token of another form"
[ "$(status xa --data '' "$site/dang-xuat")" = 403 ] || fail "a logout by another site"
fixed=$(printf 'a%.0s' $(seq 64))
rm -f fix
curl -s -c fix -o body "$site/dang-nhap"
[ "$(curl -s -b fix -H "Cookie: motcua=$fixed" -c fix -o /dev/null -D head -w '%{http_code}' --data-urlencode "password=$(cat pw-xa)" --data "name=xa&csrf=$(form_token)" "$site/dang-nhap")" != 200 ] || fail "a login with a brought session"
[ "$(status nobody -H "Cookie: motcua=$fixed" "$site/don-vi/$own")" = 303 ] || fail "a session that was brought along"
[ "$(status xa "$site/don-vi/$own")" = 200 ] || fail "the unit before its end"
sqlite3 motcua.db "UPDATE login_session SET seen_at = seen_at - 7201 WHERE account = 'xa'"
[ "$(status xa "$site/don-vi/$own")" = 303 ] || fail "a session after two idle hours"
login xa pw-xa xa >/dev/null
sqlite3 motcua.db "UPDATE login_session SET created_at = created_at - 43201 WHERE account = 'xa'"
[ "$(status xa "$site/don-vi/$own")" = 303 ] || fail "a session after twelve hours"
login xa pw-xa xa >/dev/null
"$bin/motcua" user lock xa
[ "$(status xa "$site/don-vi/$own")" = 303 ] || fail "a locked account reads on"
[ "$(login xa pw-xa xa)" = 403 ] || fail "a locked account logs in"
"$bin/motcua" user unlock xa
login xa pw-xa xa >/dev/null
status xa "$site/don-vi/$own" >/dev/null
[ "$(status xa --data "csrf=$(form_token)" "$site/dang-xuat")" = 303 ] || fail "logout"
[ "$(status xa "$site/don-vi/$own")" = 303 ] || fail "a session after logout"
for try in 1 2 3 4 5; do [ "$(login tinh short none)" = 403 ] || fail "wrong password $try"; done
[ "$(login tinh pw-tinh none)" = 429 ] || fail "the sixth try"
[ "$(login xa pw-xa xa)" = 303 ] || fail "another name from the same address"
! grep -q -e 127.0.0.1 -e "$own" -e tinh serve.log || fail "the log holds who asked: $(cat serve.log)"
echo "ok: forms and sessions"

# --- the process ---
[ "$(status nobody "$site/metrics")" = 200 ] && [ "$(tail -n 1 body)" = '# EOF' ] && grep -q '^motcua_source_whole{source="huyen"} 1$' body || fail "measures"
expect_code 69 "$bin/motcua" serve --listen "${site#http://}" --no-poll
expect_code 64 "$bin/motcua" serve --listen nowhere --no-poll
kill -HUP $serve
[ "$(status nobody "$site/readyz")" = 200 ] || fail "after HUP"
start_serve --public-league --behind-tls
[ "$(status nobody "$site/")" = 200 ] && grep -q "$own" body || fail "a public league"
grep -qi '^strict-transport-security' head || fail "HSTS behind TLS"
[ "$(status nobody "$site/ho-so-qua-han")" = 303 ] || fail "more than the league is public"
curl -s -D head -o body "$site/dang-nhap"
grep -qi '^set-cookie: motcua_form=.*; Secure' head || fail "a cookie behind TLS is not Secure"
kill $serve
set +e; wait $serve; got=$?; set -e
serve=
[ $got -eq 0 ] || fail "ended with $got by TERM"

# --- ./dev run --serve, after the build ---
sh "$MOTCUA_SRC/tests/demo.sh" "$bin" "$work/demo" --serve >demo.log 2>demo.err &
serve=$!
tries=0
while ! grep -q '^http://' demo.log; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] && kill -0 $serve 2>/dev/null || { cat demo.log demo.err; fail "the demonstration did not start"; }
  sleep 0.05
done
site=$(sed -n 's#^\(http://.*\)/$#\1#p' demo.log)
sed -n 's/.*name tinh  password //p' demo.log >pw-demo
[ "$(login tinh pw-demo demo-jar)" = 303 ] && [ "$(status demo-jar "$site/don-vi/H99.22.04")" = 200 ] || fail "the login that is printed"
! grep -rq "$(cat pw-demo)" "$work/demo" || fail "a password stays in a file"
echo ok
