#!/bin/sh
# What is wrong is told as that: variables that are no dates or numbers, addresses with half a password, paths that are too long.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}' >motcua.json

for setting in MOTCUA_NOW=yesterday MOTCUA_NOW=2022-13-01 MOTCUA_RETRY_MS=soon MOTCUA_RETRY_MS=-1 MOTCUA_OUTBOX_BYTES=1GB; do
  expect_code 64 env "$setting" "$bin/motcua" units
  grep -q "${setting%%=*}" stderr || fail "$setting is not told"
done
MOTCUA_NOW=2022-11-25T15:00 "$bin/motcua" units 2>/dev/null || fail "a moment in MOTCUA_NOW"

# the password is se@cret, se/c@ret, se?c@ret, se#c@ret: no part of it may be told
for password in se@cret se/c@ret 'se?c@ret' 'se#c@ret'; do
  expect_code 78 env MOTCUA_STORE="postgresql://clerk:$password@127.0.0.1:1/motcua" "$bin/motcua" units
  ! grep -q 'cret\|se@\|se/\|se?\|se#\|c@ret' stderr || { cat stderr; fail "half of '$password' is told"; }
done
expect_code 75 env MOTCUA_STORE="postgresql://clerk:se%40cret@127.0.0.1:1/motcua" "$bin/motcua" units
! grep -q 'cret\|se@\|se%' stderr || { cat stderr; fail "a password is told"; }

long=$(printf '%0600d' 0 | sed 's/0\{100\}/&\//g')
expect_code 78 env MOTCUA_STORE="sqlite:/$long/motcua.db" "$bin/motcua" units
grep -q 'too long' stderr || { cat stderr; fail "a path too long for SQLite is not told as that"; }
echo ok
