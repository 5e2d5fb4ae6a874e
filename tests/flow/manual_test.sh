#!/bin/sh
# What the manual pages say is run: names, exit statuses, examples.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en MOTCUA_NOW=2022-11-25T15:00
export MOTCUA_LANG MOTCUA_NOW
start_portal --compose 40 --seed 4
session=$(curl -s -d '{"username":"u","password":"p"}' "$address/dvcqg/login" | sed 's/.*"session":"\([^"]*\)".*/\1/')
curl -s -d "{\"session\":\"$session\",\"service\":\"DongBoHoSoMC\",\"page\":1,\"pageSize\":40}" "$address/dvcqg/share" |
  python3 -c 'import json, sys; [print(json.dumps(r, ensure_ascii=False)) for r in json.load(sys.stdin)["result"]]' >ban-ghi.ndjson
cp "$cases/export/ho-so.xlsx" .
"$bin/motcua" import ban-ghi.ndjson --source truc 2>stderr || { cat stderr; fail "the records of the sample portal"; }
mkdir path
ln -s "$bin/motcua" path/motcua
PATH=$work/path:$PATH PORTAL=$address python3 -B "$MOTCUA_SRC/tests/docs/manual.py" "$bin/motcua" "$MOTCUA_SRC" "$MOTCUA_SRC"/docs/*.1 "$MOTCUA_SRC"/docs/*.5 ||
  fail "what the manual pages say"
