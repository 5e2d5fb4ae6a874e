#!/bin/sh
# Whatever breaks HTTP itself ends in a clear error or a retry, in bounded memory and time, and is told without what came along.
. "$(dirname "$0")/lib.sh"
. "$(dirname "$0")/wire_lib.sh"
start_wire hostile hostile
config_wire() { # behaviour; two of them are there to be given up soon
  case $1 in hang | drip) idle=1 ;; *) idle=300 ;; esac
  cat >motcua.json <<EOF2
{"store": "sqlite:motcua.db",
 "network": {"retries": 1, "idle_seconds": $idle},
 "sources": [{"name": "xau", "manifest": "opencps", "base_url": "http://127.0.0.1:$wire_port/$1",
              "vars": {"group_id": "1"}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
EOF2
}
ends() { # behaviour, exit code, words of it, requests
  config_wire "$1"
  : >hostile.log
  expect_code "$2" timeout 300 "$bin/motcua" --lang en collect --at 2022-11-25T15:00
  grep -qE "$3" stderr || { cat stderr; fail "$1: no word of it: $3"; }
  for secret in bi-mat "$(printf '\033')" "$(printf '\377')"; do
    ! LC_ALL=C grep -qaF "$secret" stderr || fail "$1: what a reply brought is told as it came"
  done
  [ "$(wc -l <hostile.log)" = "$4" ] || { cat stderr; fail "$1: $(wc -l <hostile.log) requests, expected $4"; }
  echo "$1: $(grep -m 1 motcua: stderr)"
}
ends header-flood 65 'head of the reply has more than 256 lines or 65536 bytes' 1
ends header-endless 65 'head of the reply has more than' 1
ends header-long 65 'head of the reply' 1
ends interim 65 'head of the reply has more than' 1
ends cookies 65 'head of the reply has more than' 1
ends chunk-garbage 75 'connection broke|breaks off' 2
ends chunk-huge 75 'connection broke|breaks off' 2
ends length-huge 65 'JSON|larger than' 1
ends length-negative 65 'HTTP' 1
ends no-http 65 'does not speak HTTP' 1
ends nothing 75 'closed without a reply' 2
ends not-asked 65 'nothing has changed, which it was not asked' 1
ends bomb 65 'longer than 1048576 bytes' 1
ends bomb-twice 65 'longer than 1048576 bytes' 1
ends bomb-503 65 'larger than 268435456 bytes' 1
ends unpack-half 65 'no whole JSON' 1
ends unpack-not 65 'no whole JSON' 2 # asked for once more, and read as it comes
ends drip 75 'no answer in time, or too slow' 2
ends hang 75 'no answer in time' 2
ends loop 69 'status 302: more than 3 redirects' 4
ends elsewhere 69 'redirects to http://evil.example.invalid:80' 1
ends account 69 'redirects to http://evil.example.invalid:80' 1
ends utf8 69 'redirects to nowhere' 1
ends utf8-type 65 'JSON|reply' 1
ends html 69 'a web page instead of data' 1
# What is packed as it should be is unpacked.
config_wire packed
"$bin/motcua" collect --at 2022-11-25T15:00
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" = 3 ] || fail "a packed reply is not read"
