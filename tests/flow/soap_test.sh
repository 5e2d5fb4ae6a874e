#!/bin/sh
# The same dossiers, asked for in JSON and in SOAP, are the same rows; a second poll changes nothing; a refused account, a reply that
# was cut off and a firewall's page are told, and nothing personal is kept.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
start_portal --compose 1300 --seed 11
curl -s -X POST "$address/_portal/drift?k=0" >/dev/null

config() { # manifest store password-variable
  cat >motcua.json <<END
{"store": "sqlite:$2.db", "sources": [{"name": "huyen", "manifest": "$1", "base_url": "$address", "auth": {"user": "u", "password": {"env": "$3"}}}]}
END
}
for manifest in dvcqg_sync soap_dossiers; do
  config $manifest $manifest PASSWORD
  expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
  grep -q '1,300 dossiers (new 1,300\|1.300 dossiers (new 1.300\|1300 dossiers (new 1300' stderr || { cat stderr; fail "$manifest: not all dossiers came"; }
  dump_store $manifest.db >$manifest.rows
done
[ "$(wc -l <soap_dossiers.rows)" -gt 1300 ] || fail "no rows"
cmp dvcqg_sync.rows soap_dossiers.rows || { diff dvcqg_sync.rows soap_dossiers.rows | head -n 6; fail "SOAP and JSON tell different dossiers"; }
expect_code 0 "$bin/motcua" collect --full --at 2022-12-02T15:00
grep -q 'new 0, changed 0' stderr || { cat stderr; fail "a second poll changes something"; }

# an account that the system refuses
WRONG='x & <y>'
export WRONG
config soap_dossiers wrong WRONG
expect_code 69 "$bin/motcua" collect --at 2022-11-25T15:00
grep -q 'MaLoi: 3' stderr || { cat stderr; fail "a refused account is not told"; }
! grep -q '<y>' stderr || fail "the password is shown"
echo "ok: soap"
