#!/bin/sh
# Invitations: a link by which a person sets the password of an account; once, for three days, and only for that account.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
echo '{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"]}' >motcua.json
echo 'mat khau cu cua tinh' >pw-tinh
expect_code 64 "$bin/motcua" user invite tinh
expect_code 64 "$bin/motcua" user invite tinh --role unit
link=$("$bin/motcua" user invite tinh --role province 2>told) || fail "invite"
case $link in /moi\?ma=????????????????????????????????????????????????????????????????) ;; *) fail "the link: $link" ;; esac
code=${link#*=}
! sqlite3 motcua.db .dump | grep -q "$code" || fail "the code stands in the store"
expect_code 64 "$bin/motcua" user invite tinh --role operator
start_serve
form() { curl -s -c jar -b jar -o body -D head -w '%{http_code}' "$site$1"; }
token() { sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p; }
set_password() { # code password again: the status
  form "/moi?ma=$1" >/dev/null
  curl -s -b jar -c jar -o body -D head -w '%{http_code}' --data "ma=$1&csrf=$(token)" --data-urlencode "password=$2" --data-urlencode "again=$3" "$site/moi"
}
login() { # name password: the status
  rm -f login-jar
  curl -s -c login-jar -o body "$site/dang-nhap"
  curl -s -b login-jar -c login-jar -o body -w '%{http_code}' --data-urlencode "name=$1" --data-urlencode "password=$2" --data "csrf=$(token)" "$site/dang-nhap"
}
[ "$(login tinh '*')" = 403 ] && [ "$(login tinh '')" = 403 ] || fail "an account without a password lets in"
[ "$(form "$link")" = 200 ] && grep -q tinh body && grep -q 'type="password"' body || fail "the form"
[ "$(form /moi)" = 200 ] && grep -q 'name="ma"' body || fail "the form for a code"
[ "$(set_password "$code" ngan ngan)" = 200 ] && grep -q 'role="alert"' body || fail "a short password"
[ "$(set_password "$code" 'mat khau moi' 'mat khau khac')" = 200 ] && grep -q 'role="alert"' body || fail "two different passwords"
[ "$(curl -s -o body -w '%{http_code}' --data "ma=$code&password=mat+khau+moi&again=mat+khau+moi" "$site/moi")" = 403 ] || fail "a form of another site"
[ "$(set_password "$code" 'mat khau moi' 'mat khau moi')" = 303 ] && grep -qi '^location: /dang-nhap' head || fail "setting the password"
[ "$(login tinh 'mat khau moi')" = 303 ] || fail "a login with it"
[ "$(form "$link")" = 404 ] && [ "$(set_password "$code" 'mat khau ba' 'mat khau ba')" != 303 ] || fail "the link works twice"
# for an account that is there: a new link replaces the old one, its use ends logins
old=$("$bin/motcua" user invite tinh 2>/dev/null)
new=$("$bin/motcua" user invite tinh 2>/dev/null)
[ "$(form "$old")" = 404 ] && [ "$(form "$new")" = 200 ] || fail "two links for one account"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM login_session')" -ge 1 ] || fail "a login before"
[ "$(set_password "${new#*=}" 'mat khau thu ba' 'mat khau thu ba')" = 303 ] || fail "a new password"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM login_session')" = 0 ] && [ "$(login tinh 'mat khau moi')" = 403 ] || fail "what was before goes on"
# ended by time; of a locked account
link=$("$bin/motcua" user invite tinh 2>/dev/null)
sqlite3 motcua.db "UPDATE invitation SET expires_at = expires_at - 3 * 86400"
[ "$(form "$link")" = 404 ] || fail "a link after three days"
link=$("$bin/motcua" user invite tinh 2>/dev/null)
"$bin/motcua" user lock tinh
[ "$(form "$link")" = 404 ] || fail "a link of a locked account"
"$bin/motcua" user unlock tinh
# codes cannot be tried one after another
start_serve
for try in 1 2 3 4 5; do [ "$(form "/moi?ma=$(printf '%064d' $try)")" = 404 ] || fail "try $try"; done
[ "$(form "$link")" = 429 ] || fail "the sixth try"
[ "$(login tinh 'mat khau thu ba')" = 303 ] || fail "wrong codes lock out a login"
! grep -q "$code" serve.log || fail "a code stands in the log"
echo ok
