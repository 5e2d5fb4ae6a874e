#!/bin/sh
# What README.md and README.vi.md say: each command of their tables runs, the manifest in ten lines polls a portal, and verbs, folders,
# figures, libraries and installed files are those that there are.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
MOTCUA_NOW=2022-11-25T15:00
export MOTCUA_NOW
ask postgres "CREATE DATABASE readme OWNER motcua"
ask postgres "ALTER ROLE motcua CREATEROLE"
start_portal --compose 300 --seed 178
session=$(curl -s -d '{"username":"u","password":"p"}' "$address/dvcqg/login" | sed 's/.*"session":"\([^"]*\)".*/\1/')
mkdir path run
ln -s "$bin/motcua" path/motcua
cd run
curl -s -d "{\"session\":\"$session\",\"service\":\"DongBoHoSoMC\",\"page\":1,\"pageSize\":300}" "$address/dvcqg/share" |
  python3 -c 'import json, sys; [print(json.dumps(r, ensure_ascii=False)) for r in json.load(sys.stdin)["result"]]' >records.ndjson
[ "$(wc -l <records.ndjson)" = 300 ] || fail "the records of the sample portal"
cat >motcua.json <<END
{"store": "sqlite:motcua.db", "keep": {"samples": 36},
 "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"], "mandates": ["y-yen-2022"], "rulesets": ["y-yen-2022"],
 "report": {"parent_body": "Ủy ban nhân dân huyện Mẫu", "place": "Mẫu"},
 "deliver": {"recipients": [{"folder": "out"}]}}
END
sed 's/"recipients.*/"smtp": {"server": "smtp:\/\/127.0.0.1:9", "from": "mot-cua@mau.example"}, "recipients": [{"to": "chu-tich@mau.example"}]}}/' motcua.json >mail.json
echo "{\"store\": \"$(store_of readme)\", \"sources\": []}" >pg.json
"$bin/motcua" collect >/dev/null 2>"$work/stderr" || fail "collect"
PATH=$work/path:$PATH python3 -B "$MOTCUA_SRC/tests/docs/readme.py" "$bin/motcua" "$MOTCUA_SRC" || fail "what the READMEs say"
echo ok
