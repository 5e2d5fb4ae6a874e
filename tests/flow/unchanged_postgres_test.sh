#!/bin/sh
# ETags with PostgreSQL: kept there, waiting with their page while it is away, and forgotten with a page that it will not have.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
state() { curl -s "$address/_portal/state" | sed "s/.*\"$1\": *\([0-9]*\).*/\1/"; }
figures() { ask motcua "SELECT COUNT(*) FROM motcua.figure"; }
spared() { # replies that the portal may spare, exit code, command...
  spare=$1 code=$2
  shift 2
  before=$(state unchanged)
  expect_code "$code" "$@"
  [ $(($(state unchanged) - before)) = "$spare" ] || fail "$(($(state unchanged) - before)) replies spared, expected $spare"
}
start_portal --compose 600 --seed 5 --to 2022-11-25T15:00 --etag
cat >motcua.json <<EOF2
{"store": "$MOTCUA_TEST_POSTGRES",
 "sources": [{"name": "thong-ke", "manifest": "opencps_statistics", "base_url": "$address", "vars": {"group_id": "55301"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
EOF2
poll="$bin/motcua collect --at 2022-11-25T15:00"
# shellcheck disable=SC2086
{
  spared 0 0 $poll
  all=$(figures) streams=$(state requests)
  spared "$streams" 0 $poll
  [ "$(figures)" = "$all" ] && [ "$all" -gt 100 ] || fail "$(figures) figures of $all"
  # Away: the page waits with its ETag, so the next poll need not have it again; replayed, all is there.
  ask motcua "DROP SCHEMA motcua CASCADE"
  postgres_down
  spared 0 75 $poll
  spared "$streams" 75 $poll
  postgres_up
  expect_code 0 "$bin/motcua" outbox replay
  [ "$(figures)" = "$all" ] || fail "$(figures) figures after the outbox, of $all"
  spared "$streams" 0 $poll
  # A page that it will not have is set aside: the next poll must not believe that its figures are there.
  ask motcua "DELETE FROM motcua.figure; DELETE FROM motcua.cursor; ALTER TABLE motcua.figure ADD CONSTRAINT spiteful CHECK (false)"
  postgres_down
  spared 0 75 $poll
  postgres_up
  expect_code 0 "$bin/motcua" outbox replay
  grep -q 'set aside' stderr || fail "nothing was set aside"
  ask motcua "ALTER TABLE motcua.figure DROP CONSTRAINT spiteful"
  spared 0 0 $poll
  [ "$(figures)" = "$all" ] || fail "$(figures) figures, of $all: what was set aside was taken for kept"
}
