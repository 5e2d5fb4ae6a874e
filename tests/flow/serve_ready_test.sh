#!/bin/sh
# Pages that are kept ready: the same bytes packed and plain, each reader's own token, nobody another's rights, nothing old after a
# run or an entry, no waiting for a page that takes long.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
fill_store
"$bin/motcua" user add tinh --role province --password-file pw-tinh
"$bin/motcua" user add xa --role unit --unit "$own" --password-file pw-xa
start_serve
login() { # name password-file jar
  rm -f "$3"
  curl -s -c "$3" -o form "$site/dang-nhap"
  curl -s -b "$3" -c "$3" -o body --data-urlencode "name=$1" --data-urlencode "password=$(cat "$2")" \
    --data "csrf=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' form | sed -n 1p)" "$site/dang-nhap"
}
login tinh pw-tinh tinh
login tinh pw-tinh tinh2
login xa pw-xa xa
ask() { jar=$1; shift; curl -s -b "$jar" -D head -o body -w '%{http_code}' "$@"; }
token() { grep -o 'name="csrf" value="[0-9a-f]*"' "$1" | sed -n 1p; }

for path in "/don-vi/$own" / /chi-so /api/v1/league; do
  [ "$(ask tinh "$site$path")" = 200 ] || fail "$path"
  cp body first
  [ "$(ask tinh "$site$path")" = 200 ] && cmp -s first body || fail "$path: another page for the same reader"
  tag=$(sed -n 's/^ETag: \(".*"\).*/\1/p' head)
  [ "$(ask tinh -H "If-None-Match: $tag" "$site$path")" = 304 ] || fail "$path: 304"
  [ "$(ask tinh -H 'Accept-Encoding: gzip' "$site$path")" = 200 ] || fail "$path packed"
  if [ "$(wc -c <first)" -ge 1024 ]; then
    grep -qi '^content-encoding: gzip' head && gzip -t <body && gzip -dc <body | cmp -s - first || fail "$path: packed is not the same"
    ztag=$(sed -n 's/^ETag: \(".*"\).*/\1/p' head)
    [ -n "$ztag" ] && [ "$ztag" != "$tag" ] || fail "$path: one tag for two forms"
  fi
  grep -qi '^vary: accept-encoding, cookie' head || fail "$path: Vary"
  [ "$(ask tinh -H 'Accept-Encoding: gzip;q=0, identity' "$site$path")" = 200 ] && cmp -s first body || fail "$path: q=0"
done
# another login of the same account: the same page, its own token
ask tinh "$site/" >/dev/null && cp body one
ask tinh2 "$site/" >/dev/null && cp body two
[ "$(token one)" != "$(token two)" ] && [ -n "$(token two)" ] || fail "two logins have one token"
[ "$(sed 's/value="[0-9a-f]\{64\}"//' one | md5sum)" = "$(sed 's/value="[0-9a-f]\{64\}"//' two | md5sum)" ] || fail "two pages"
# kept for the province, and not given to others
[ "$(ask tinh "$site/don-vi/$other")" = 200 ] && [ "$(ask xa "$site/don-vi/$other")" = 403 ] || fail "a neighbour's page"
[ "$(ask tinh "$site/ho-so-qua-han")" = 200 ] && [ "$(ask xa "$site/ho-so-qua-han")" = 200 ] && ! grep -q "$other" body || fail "overdue of a neighbour"
: >nobody
[ "$(ask nobody "$site/don-vi/$own")" = 303 ] || fail "a page without a login"
"$bin/motcua" user lock tinh
[ "$(ask tinh "$site/")" = 303 ] || fail "a locked account has what was kept"
"$bin/motcua" user unlock tinh
login tinh pw-tinh tinh
# what is sought is sought in every form of a page
[ "$(ask tinh "$site/nguon?dang=csv&tim=huyen")" = 200 ] && grep -q '^huyen,' body || fail "sought in CSV"
[ "$(ask tinh "$site/nguon?dang=csv&tim=khong-co")" = 200 ] && [ "$(wc -l <body)" = 1 ] && grep -q 'source,' body || fail "not found in CSV: $(cat body)"
[ "$(ask tinh "$site/api/v1/sources?tim=khong-co")" = 200 ] && [ "$(tr -d ' \n' <body)" = '[]' ] || fail "not found in JSON: $(cat body)"
ask tinh "$site/nguon?tim=huyen" >/dev/null && grep -q 'href="/api/v1/sources?&amp;tim=huyen"' body || fail "the JSON of what was sought"
# a run that came since
ask tinh "$site/api/v1/units/$own" >/dev/null && cp body before
sqlite3 motcua.db "DELETE FROM dossier WHERE unit = '$own'; UPDATE run SET ended_at = ended_at + 1 WHERE id = (SELECT MAX(id) FROM run)"
tries=0
while ask tinh "$site/api/v1/units/$own" >/dev/null; cmp -s before body; do
  tries=$((tries + 1)); [ $tries -lt $patience ] || fail "an old page after a run"; sleep 0.05
done
# what a proxy says counts only if the proxy was named
tries=0
for try in 1 2 3 4 5 6 7; do
  rm -f none
  curl -s -c none -o form "$site/dang-nhap"
  got=$(curl -s -b none -o body -w '%{http_code}' -H "X-Forwarded-For: 10.0.0.$try" --data "name=xa&password=sai-mat-khau&csrf=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' form | sed -n 1p)" "$site/dang-nhap")
  [ "$got" != 429 ] || tries=$try
done
[ "$tries" -ge 6 ] || fail "a stranger's X-Forwarded-For is believed"
start_serve --trusted-proxy 127.0.0.1
for try in 1 2 3 4 5 6 7; do
  rm -f none
  curl -s -c none -o form "$site/dang-nhap"
  got=$(curl -s -b none -o body -w '%{http_code}' -H "X-Forwarded-For: 1.1.1.1, 10.0.0.$try" --data "name=xa&password=sai-mat-khau&csrf=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' form | sed -n 1p)" "$site/dang-nhap")
  [ "$got" = 403 ] || fail "another browser behind the proxy is locked out: $got"
done
echo ok
