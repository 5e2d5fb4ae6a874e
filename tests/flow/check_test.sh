#!/bin/sh
# A newcomer's look at a portal tells what is wrong and what to do; what it records holds nothing personal and can be polled without a
# network, with the same result.
. "$(dirname "$0")/lib.sh"
told() { # word... : each stands in what check printed
  for word in "$@"; do
    grep -q -- "$word" checked || { cat checked; fail "check does not tell: $word"; }
  done
}
look() { # code, arguments
  code=$1
  shift
  expect_code "$code" "$bin/motcua" --lang en check "$@" --format csv
  cp "$work/stdout" checked
}
start_portal --pages "$cases/opencps"
config_opencps
look 0 yyen
told 'address,good' 'records,good,"dossiers: 500 records came, the portal says that it has 2400"' 'units,warning'
grep -q 'members,warning' checked && fail "all members are there"
[ "$(curl -s "$address/_portal/log" | grep -c dossiers)" = 1 ] || fail "more than one request for one look"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" = 0 ] || fail "a look has stored something"
# What is wrong, each told in its own way.
(PASSWORD=wrong && export PASSWORD && look 69 yyen && told 'reply,bad' 'refuses the account' 'password')
sed "s|/o/rest/v2|/o/sai|" motcua.json >wrong.json
look 69 -c wrong.json yyen
told 'reply,bad' 'status 404' 'base_url'
sed 's|"base_url": "[^"]*"|"base_url": "http://khong-co.invalid"|' motcua.json >wrong.json
look 69 -c wrong.json yyen
told 'address,bad' 'DNS'
sed 's|"55301"|"1"|' motcua.json >wrong.json
look 0 -c wrong.json yyen
told 'records,warning' 'no record' 'account may see'
look 64 nobody
# A manifest that names members which this portal does not have.
sed 's/"serviceCode"/"maThuTuc"/; s/"name": "opencps"/"name": "khac"/' "$MOTCUA_SRC/adapters/opencps.json" >khac.json
sed 's|"manifest": "opencps"|"manifest": "./khac.json"|' motcua.json >wrong.json
look 0 -c wrong.json yyen
told 'members,warning,dossiers: not in this reply: data\[\].maThuTuc'
# Recorded, and polled again without the portal.
"$bin/motcua" collect --at 2022-11-25T15:00
dump_store motcua.db >wanted
rm -f motcua.db*
look 0 yyen --record saved --full --at 2022-11-25T15:00
told 'recording,good'
[ "$(ls saved | wc -l)" = 6 ] || fail "not five replies and an index"
stop_portal
"$bin/motcua" collect yyen --replay saved
dump_store motcua.db >got
cmp wanted got
[ "$(sqlite3 motcua.db "SELECT outcome, expected, got, datetime(observed_at + 25200, 'unixepoch') FROM run ORDER BY id DESC LIMIT 1")" = \
  "complete|2400|2400|2022-11-25 15:00:00" ] || fail "the replayed run"
for word in 'CÔNG DÂN' 'CÁN BỘ' '"0900' example.invalid 'Thôn Mẫu' bi-mat; do
  ! grep -arq "$word" saved || fail "personal, recorded: $word"
done
expect_code 64 "$bin/motcua" collect --replay saved
expect_code 78 "$bin/motcua" collect yyen --replay nowhere
# A first page alone is a partial listing, and said to be one. A session's token is not recorded.
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00
config_dvcqg
rm -f motcua.db*
look 0 huyen --record first --at 2022-11-25T15:00
told 'login,good'
grep -q '"session":"recorded"' first/001-login.json || fail "the token was recorded"
expect_code 64 "$bin/motcua" check huyen --record first
stop_portal
expect_code 75 "$bin/motcua" collect huyen --replay first
[ "$(sqlite3 motcua.db "SELECT outcome, got FROM run ORDER BY id DESC LIMIT 1")" = "partial|500" ] || fail "a part passes for the whole"
for word in 'CÔNG DÂN' '"0900' example.invalid bi-mat; do
  ! grep -arq "$word" first || fail "personal, recorded: $word"
done
