#!/bin/sh
# A portal that misbehaves: a clear error or a reject, never a crash, a hang, or a wrong store; memory stays bounded.
. "$(dirname "$0")/lib.sh"
start_portal --compose 3000 --seed 3
config_opencps
MOTCUA_STORE="sqlite:$work/calm.db" "$bin/motcua" collect --at 2022-11-25T15:00 2>>stderr
dump_store calm.db >calm

fault() { # replaces the portal's faults; none given: well-behaved again
  curl -s -X DELETE "$address/_portal/fault" >/dev/null
  for spec; do curl -s -X POST "$address/_portal/fault" -d "$spec" >/dev/null; done
}
same() {
  dump_store motcua.db >now
  cmp calm now || fail "$1: the store differs"
}
survives() { # fault... : worth retrying, so the poll still ends whole
  rm -f motcua.db*
  fault "$@"
  expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
  fault
  same "$*"
  echo "survived: $*"
}
refuses() { # exit-code words fault... : an error that says what, and the next calm poll is whole
  code=$1
  words=$2
  shift 2
  rm -f motcua.db*
  fault "$@"
  expect_code "$code" timeout 120 "$bin/motcua" --lang en collect --at 2022-11-25T15:00
  grep -qiE "$words" stderr || { cat stderr; fail "$*: no word of it ($words)"; }
  told=$(grep -m 1 'motcua:' stderr || :)
  fault
  expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
  same "$*"
  echo "refused: $*: $told"
}
survives 'status:503@%4'
survives 'retry-after:1@#3'
survives 'cut:20000@%3'
survives 'latency:20'
refuses 75 '503' 'status:503'
refuses 65 'JSON|reply' 'garbage'
refuses 75 'JSON|reply|truncated|end' 'truncate-json' # what came before the end is stored: another poll may mend it
refuses 65 'deep|nest' 'deep'
refuses 65 'long|large|bytes' 'big-token'
refuses 65 'larger|bytes|long' 'endless'
refuses 69 '203|authent|password' 'status:203'
refuses 69 '404' 'status:404'

# Rows that shift between pages while they are read: none is lost, none counted twice.
rm -f motcua.db*
fault 'duplicate'
expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
fault
same duplicate

# One malformed dossier a page: the others are stored, it is rejected once however often it is polled.
for kind in wrong-types bad-date; do
  rm -f motcua.db*
  fault "$kind"
  "$bin/motcua" collect --at 2022-11-25T15:00 2>>stderr || :
  rejects=$(sqlite3 motcua.db 'SELECT COUNT(*) FROM reject')
  stored=$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')
  [ "$rejects" -gt 0 ] || fail "$kind: no reject"
  [ $((rejects + stored)) -ge 3000 ] || fail "$kind: $stored stored, $rejects rejected of 3000"
  "$bin/motcua" collect --at 2022-11-25T15:00 --full 2>>stderr || :
  [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM reject')" = "$rejects" ] || fail "$kind: polled again, rejected again"
  sqlite3 motcua.db "SELECT 1 FROM reject WHERE field = '' OR reason = '' OR shape GLOB '*[1-8]*'" | grep -q 1 && fail "$kind: a reject without field or reason, or with a value"
  fault
  expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00 --full
  same "$kind"
  [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM reject')" = 0 ] || fail "$kind: a mended record is still rejected"
  echo "one malformed record a page: $kind: $stored stored, $rejects rejected"
done
