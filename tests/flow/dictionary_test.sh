#!/bin/sh
# docs/data-dictionary.md is what the schema of today gives.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
createdb -O motcua dictionary
MOTCUA_STORE=$(store_of dictionary)
export MOTCUA_STORE
echo '{"store": "sqlite:motcua.db", "sources": []}' >motcua.json
"$bin/motcua" db migrate
python3 "$MOTCUA_SRC/tests/docs/dictionary.py" "$MOTCUA_STORE" >today.md
diff "$MOTCUA_SRC/docs/data-dictionary.md" today.md >differs || {
  cat differs
  fail "make it anew: tests/docs/dictionary.py writes docs/data-dictionary.md"
}
