#!/bin/sh
# TLS is verified; what is wrong with a certificate is told so that a newcomer knows what to do, by collect and by check, in both
# languages. Client certificates, proxies, HTTP/2.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/wire_lib.sh"
unset http_proxy https_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY || :
config_tls() { # address, more keys of the source
  cat >motcua.json <<EOF2
{"store": "sqlite:motcua.db",
 "sources": [{"name": "yyen", "manifest": "opencps", "base_url": "$1",
              "vars": {"group_id": "55301", "base_path": "/o/rest/v2"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}${2:-}}]}
EOF2
}
told() { # code, line of check, English words, Vietnamese words (or none yet: words_test tells) : by check and by collect
  expect_code "$1" "$bin/motcua" --lang en check yyen --format csv
  grep "^$2," stdout | grep -qE "$3" || { cat stdout; fail "check does not tell: $2: $3"; }
  expect_code "$1" "$bin/motcua" --lang vi check yyen --format csv
  grep "^$2," stdout | grep -qE "$4|$3" || { cat stdout; fail "check does not tell in Vietnamese: $2: $4"; }
  [ "$1" = 0 ] || { expect_code "$1" "$bin/motcua" --lang en collect --at 2022-11-25T15:00 && grep -q "$3" stderr || { cat stderr; fail "collect does not tell: $3"; }; }
  echo "told: $3"
}
received() { sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier'; }
make_ca ca
make_ca stranger
make_cert good ca IP:127.0.0.1 60
make_cert soon ca IP:127.0.0.1 20
make_cert name ca DNS:khac.example.invalid 60
make_cert ended ca IP:127.0.0.1 -1
make_cert unknown stranger IP:127.0.0.1 60
options="--compose 600 --seed 5 --to 2022-11-25T15:00"
ca=', "ca_file": "ca.pem"'

# shellcheck disable=SC2086
start_tls_portal good $options
good=$tls_address
config_tls "$good" "$ca"
told 0 certificate 'good until [0-9/]*, issued by CN = ca' 'có giá trị đến'
"$bin/motcua" collect --at 2022-11-25T15:00
[ "$(received)" = 600 ] || fail "over TLS: $(received) dossiers"
# shellcheck disable=SC2086
start_tls_portal soon $options
config_tls "$tls_address" "$ca"
told 0 certificate 'ends in (19|20) days' 'chỉ còn (19|20) ngày'
# shellcheck disable=SC2086
start_tls_portal name $options
config_tls "$tls_address" "$ca"
told 69 certificate 'of another name than the host in base_url' 'cấp cho tên khác'
# shellcheck disable=SC2086
start_tls_portal ended $options
config_tls "$tls_address" "$ca"
told 69 certificate "certificate has ended" 'đã hết hạn'
# shellcheck disable=SC2086
start_tls_portal unknown $options
config_tls "$tls_address" "$ca"
told 69 certificate 'from nobody that this machine trusts' 'không tin cấp'
config_tls "$good" # no ca_file: the system does not know this CA either
told 69 certificate 'from nobody that this machine trusts' 'không tin cấp'
for log in name ended unknown; do
  ! curl -sk "https://127.0.0.1:$(cat $log.port)/_portal/log" | grep -q dossiers || fail "$log: something was asked for in spite of the certificate"
done
config_tls "$good" ', "ca_file": "nowhere.pem"'
told 78 certificate 'ca_file' 'ca_file'
config_tls "http://${good#https://}"
told 75 connection 'closed without a reply' 'đóng mà không có trả lời' # TLS is spoken there, not asked for
grep -q 'base_url right about http and https' stderr || fail "no word of https"
start_portal --compose 10 --seed 5
config_tls "https://${address#http://}" "$ca"
told 69 certificate 'no TLS connection' 'TLS'

# HTTP/2, where a portal offers it.
start_wire http2 http2 good.pem good.key
rm -f motcua.db*
config_tls "https://127.0.0.1:$wire_port" "$ca"
told 0 connection 'to 127.0.0.1, HTTP/2.0' 'HTTP/2.0'
"$bin/motcua" collect --at 2022-11-25T15:00
[ "$(received)" = 3 ] || fail "over HTTP/2: $(received) dossiers"
# one of check; two of the poll, and its look behind a page that holds as many as the whole listing is said to
[ "$(grep -c '^h2' http2.log)" = 4 ] || fail "not four requests: $(cat http2.log)"

# A client certificate: without one, with a stranger's, with a wrong password of its key, and as it should be.
make_cert client ca DNS:client 60
make_cert foreign stranger DNS:foreign 60
openssl ec -in client.key -aes256 -passout pass:khoa -out locked.key 2>/dev/null
start_wire mutual mutual good.pem good.key ca.pem "${address##*:}"
config_tls "https://127.0.0.1:$wire_port" "$ca"
told 69 certificate 'wants a client certificate' 'đòi chứng thư'
config_tls "https://127.0.0.1:$wire_port" "$ca, \"client_cert\": \"foreign.pem\", \"client_key\": \"foreign.key\""
told 69 certificate 'wants a client certificate' 'đòi chứng thư'
config_tls "https://127.0.0.1:$wire_port" "$ca, \"client_cert\": \"client.pem\", \"client_key\": \"foreign.key\""
told 78 certificate 'client_cert or client_key cannot be used' 'client_key'
config_tls "https://127.0.0.1:$wire_port" "$ca, \"client_cert\": \"client.pem\", \"client_key\": \"locked.key\""
told 78 certificate 'client_cert or client_key cannot be used' 'client_key'
[ ! -s mutual.log ] || fail "let in with a wrong certificate"
for key in '"client_key": "client.key"' '"client_key": "locked.key", "client_key_password": {"env": "KHOA"}'; do
  rm -f motcua.db*
  config_tls "https://127.0.0.1:$wire_port" "$ca, \"client_cert\": \"client.pem\", $key"
  KHOA=khoa "$bin/motcua" collect --at 2022-11-25T15:00
  [ "$(received)" = 10 ] || fail "with a client certificate: $(received) dossiers"
done
[ "$(sort -u mutual.log)" = client ] || fail "another certificate than the client's"

# A proxy: in the clear, through a tunnel, with an account; one that is not there; none in spite of the environment.
start_wire proxy proxy u:bi-mat
proxy=http://127.0.0.1:$wire_port
account=", \"proxy_auth\": {\"user\": \"u\", \"password\": {\"env\": \"PROXY_PASSWORD\"}}"
PROXY_PASSWORD=bi-mat
export PROXY_PASSWORD
for portal_address in "$address" "$good"; do
  rm -f motcua.db* && : >proxy.log
  config_tls "$portal_address" "$ca, \"network\": {\"proxy\": \"$proxy\"$account}"
  "$bin/motcua" collect --at 2022-11-25T15:00
  [ "$(received)" -ge 10 ] || fail "through the proxy: $(received) dossiers"
  grep -q "^[A-Z]* *\(http://\)*${portal_address##*//}" proxy.log || { cat proxy.log; fail "not through the proxy"; }
  config_tls "$portal_address" "$ca, \"network\": {\"proxy\": \"$proxy\"}"
  told 69 proxy 'the proxy does not let' '[(]proxy[)] không cho'
done
grep -q '^CONNECT' proxy.log || fail "TLS, and no tunnel"
rm -f motcua.db* && : >proxy.log
config_tls "$address" ', "network": {"proxy": ""}'
http_proxy=$proxy "$bin/motcua" collect --at 2022-11-25T15:00
[ ! -s proxy.log ] || fail "a proxy was asked that the config forbids"
config_tls "$address"
http_proxy=http://u:bi-mat@${proxy#http://} "$bin/motcua" collect --at 2022-11-25T15:00 --full
[ -s proxy.log ] || fail "the environment's proxy was not asked"
config_tls "$address" ', "network": {"proxy": "http://khong-co.invalid:3128"}'
told 69 proxy "proxy's host name is not known" 'tên máy của proxy'
