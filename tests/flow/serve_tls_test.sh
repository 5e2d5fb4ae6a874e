#!/bin/sh
# Pages over TLS: by a certificate of serve's own, and behind Debian's nginx with the sample config.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
nginx=
more() { [ -z "$nginx" ] || { kill "$nginx" 2>/dev/null && wait "$nginx" 2>/dev/null; } || :; nginx=; }
trap 'ended=$?; more; stop_serve; (exit $ended); leave' EXIT
echo '{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"]}' >motcua.json
echo 'mat khau cua tinh' >pw-tinh
"$bin/motcua" user add tinh --role province --password-file pw-tinh
certificate() { # name
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$1.key" -out "$1.pem" 2>/dev/null
}
certificate a
certificate b
login() { # curl options: the status of a login
  rm -f jar
  curl -s -c jar -o form "$@" "$site/dang-nhap"
  curl -s -b jar -c jar -D head -o body -w '%{http_code}' "$@" --data-urlencode "name=tinh" --data-urlencode "password=$(cat pw-tinh)" \
    --data "csrf=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' form | sed -n 1p)" "$site/dang-nhap"
}

# --- its own ---
expect_code 64 "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll --tls-cert a.pem
expect_code 78 "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll --tls-cert a.pem --tls-key b.key
expect_code 78 "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll --tls-cert a.key --tls-key a.key
expect_code 78 "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll --tls-cert missing.pem --tls-key a.key
start_serve --tls-cert a.pem --tls-key a.key
case $site in https://127.0.0.1:*) ;; *) fail "the address: $site" ;; esac
[ "$(curl -s --cacert a.pem "$site/healthz")" = ok ] || fail "https"
! curl -s --cacert b.pem "$site/healthz" || fail "another certificate is taken"
! curl -s "http://${site#https://}/healthz" | grep -q ok || fail "http on the port of https"
! curl -s --cacert a.pem --tls-max 1.1 "$site/healthz" | grep -q ok || fail "TLS 1.1"
curl -s --cacert a.pem --tls-max 1.2 "$site/healthz" | grep -q ok || fail "TLS 1.2"
[ "$(login --cacert a.pem)" = 303 ] || fail "a login by https"
grep -qi '^set-cookie: motcua=.*; Secure' head && grep -qi '^strict-transport-security: max-age=' head || fail "Secure, HSTS: $(cat head)"
[ "$(curl -s -b jar --cacert a.pem -o body -w '%{http_code}' "$site/")" = 200 ] || fail "a page by https"

# --- renewed: the next handshakes show the new certificate, a connection that has begun goes on, a fault leaves what is ---
shown() { openssl s_client -connect "${site#https://}" -servername localhost </dev/null 2>/dev/null | openssl x509 -noout -fingerprint; }
print_of() { openssl x509 -in "$1.pem" -noout -fingerprint; }
wait_shown() { # name
  tries=0
  until [ "$(shown)" = "$(print_of "$1")" ]; do
    tries=$((tries + 1))
    [ $tries -lt 400 ] || { cat serve.log; fail "the certificate of $1.pem is not shown"; }
    sleep 0.05
  done
}
wait_said() { # words
  tries=0
  until grep -q "$1" serve.log; do
    tries=$((tries + 1))
    [ $tries -lt 400 ] || { cat serve.log; fail "not said: $1"; }
    sleep 0.05
  done
}
cp a.pem now.pem
cp a.key now.key
MOTCUA_LANG=en start_serve --tls-cert now.pem --tls-key now.key
wait_shown a
mkfifo asks
openssl s_client -quiet -connect "${site#https://}" -servername localhost <asks >told 2>/dev/null &
client=$!
exec 3>asks
ask_old() { # number of the answer that is waited for
  printf 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n' >&3
  tries=0
  until [ "$(grep -c '^HTTP/1.1 200' told)" -ge "$1" ]; do
    tries=$((tries + 1))
    [ $tries -lt 400 ] || fail "a connection of before has no answer $1"
    sleep 0.05
  done
}
ask_old 1
cp b.pem now.pem
cp b.key now.key
kill -HUP $serve
wait_shown b
wait_said 'the certificate was read anew'
ask_old 2
exec 3>&-
wait $client || :
: >serve.log
cp a.pem now.pem # the key is still that of b
kill -HUP $serve
wait_said 'this is not the key of now.pem'
[ "$(shown)" = "$(print_of b)" ] || fail "a certificate without its key is shown"
: >serve.log
cp b.pem now.pem
kill -HUP $serve
wait_said 'the config was read anew'
! grep -q 'certificate was read anew' serve.log || fail "the same certificate is told as new"
[ "$(shown)" = "$(print_of b)" ] || fail "the certificate after the third HUP"

# --- behind nginx ---
if ! command -v nginx >/dev/null && [ ! -x /usr/sbin/nginx ]; then
  echo "NOT RUN: no nginx here (apt-get install nginx-light); the sample config was not tried"
  exit 77
fi
start_serve --behind-tls --trusted-proxy 127.0.0.1
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
plain=$(free_port) secure=$(free_port)
mkdir -p n
{
  echo "daemon off; pid $work/n/pid; error_log $work/n/error.log; worker_processes 1; events {}"
  [ "$(id -u)" != 0 ] || echo "user root;"
  echo "http { access_log off; client_body_temp_path $work/n/a; proxy_temp_path $work/n/b; fastcgi_temp_path $work/n/c; uwsgi_temp_path $work/n/d; scgi_temp_path $work/n/e;"
  # the sample as it is, but for ports, names of files and the address of serve
  sed "s#127\.0\.0\.1:8080#${site#http://}#; s#listen 80;#listen 127.0.0.1:$plain;#; s#listen 443#listen 127.0.0.1:$secure#; /listen \[::\]/d
    s#/etc/ssl/motcua/fullchain.pem#$work/a.pem#; s#/etc/ssl/motcua/privkey.pem#$work/a.key#" "$MOTCUA_SRC/packaging/nginx.conf"
  echo "}"
} >n/nginx.conf
/usr/sbin/nginx -c "$work/n/nginx.conf" -e "$work/n/error.log" 2>n/err &
nginx=$!
site=https://127.0.0.1:$secure
tries=0
until curl -s --cacert a.pem "$site/healthz" | grep -q ok; do
  tries=$((tries + 1)); [ $tries -lt $patience ] || { cat n/err n/error.log; fail "nginx does not answer"; }; sleep 0.05
done
[ "$(curl -s -o /dev/null -w '%{http_code} %{redirect_url}' "http://127.0.0.1:$plain/chi-so")" = "301 https://127.0.0.1/chi-so" ] || fail "http leads to https"
[ "$(login --cacert a.pem)" = 303 ] || fail "a login behind nginx: $(cat head body)"
grep -qi '^set-cookie: motcua=.*; Secure' head && [ "$(grep -ci '^strict-transport-security' head)" = 1 ] || fail "Secure, HSTS: $(cat head)"
[ "$(curl -s -b jar --cacert a.pem --compressed -o body -w '%{http_code}' "$site/")" = 200 ] && grep -q 'motcua' body || fail "a page behind nginx"
curl -s --cacert a.pem "$site/metrics" | grep -q '# EOF' || fail "measures for this machine"
# whatever a browser says of itself, the address that nginx sees counts
for try in 1 2 3 4 5 6; do
  rm -f none
  curl -s -c none -o form --cacert a.pem "$site/dang-nhap"
  got=$(curl -s -b none -o body -w '%{http_code}' --cacert a.pem -H "X-Forwarded-For: 10.0.0.$try" --data "name=tinh&password=sai-mat-khau&csrf=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' form | sed -n 1p)" "$site/dang-nhap")
done
[ "$got" = 429 ] || fail "a browser gets round the limit by X-Forwarded-For: $got"
echo ok
