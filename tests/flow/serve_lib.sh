# Sourced by the tests of motcua serve, after lib.sh: a composed district, two accounts, the process.
# shellcheck shell=sh
export MOTCUA_NOW=2022-11-25T15:00
serve=
stop_serve() { [ -z "$serve" ] || { kill "$serve" 2>/dev/null && wait "$serve" 2>/dev/null; } || :; serve=; }
trap 'ended=$?; stop_serve; (exit $ended); leave' EXIT

start_serve() { # options; sets $site
  stop_serve
  rm -f listen
  "$bin/motcua" serve --listen 127.0.0.1:0 --no-poll "$@" >listen 2>serve.log &
  serve=$!
  tries=0
  while [ ! -s listen ]; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] && kill -0 $serve 2>/dev/null || { cat serve.log; fail "serve did not start"; }
    sleep 0.05
  done
  site=$(sed 's#/$##' listen)
}

fill_store() { # sets $own and $other, the codes of two communes
  start_portal --compose 1500 --seed 178
  config_dvcqg
  "$bin/motcua" collect --at 2022-11-25T15:00 >/dev/null 2>&1
  stop_portal
  own=$("$bin/motcua" units --format csv | grep -o 'H99\.22\.0[0-9]' | sort -u | sed -n 1p)
  other=$("$bin/motcua" units --format csv | grep -o 'H99\.22\.0[0-9]' | sort -u | sed -n 2p)
  [ -n "$own" ] && [ -n "$other" ] || fail "two units are needed"
  echo 'mat khau cua tinh' >pw-tinh
  echo 'mat khau cua xa' >pw-xa
}

# The short name of a unit without diacritics: "xa mau 01".
name_folded() { # code
  "$bin/motcua" units --format json | python3 -c '
import json, sys, unicodedata
name = next(u["name"] for u in json.load(sys.stdin) if u["unit"] == sys.argv[1]).lower().replace("đ", "d")
print("".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)).replace("ubnd ", ""))' "$1"
}

# A test of tests/browser and what it needs; ends the test where npm has no registry.
browser_here() { # script.js
  . "$MOTCUA_SRC/tests/npm.sh"
  npm_here "$MOTCUA_SRC/tests/browser"
  cp "$MOTCUA_SRC/tests/browser/$1" .
}

# The table of routes, as the source has it: METHOD PATTERN NEED_... a line.
routes_of() {
  sed -n 's/^    {\("\/.*\), \(false\|true\), \(NEED_[A-Z]*\), .*/\2 \1 \3/p' "$MOTCUA_SRC/src/serve/route.c" |
    sed 's/ UNIT_MARK "\([^"]*\)" / UNIT_MARK\1 /; s/" UNIT_MARK/{unit}/; s/"//g; s/^false/GET/; s/^true/POST/'
}
