#!/bin/sh
# motcua db prune on both kinds of store: what is older than the config keeps goes, all else stays, and what was known since then
# can be told again, byte for byte.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

rows() { # SQL: an answer of the store in hand
  case $store in
    sqlite) sqlite3 motcua.db "$1" ;;
    *) psql -q -X -A -t -v ON_ERROR_STOP=1 -c 'SET search_path = motcua' -c "$1" ;;
  esac
}
expect() { # SQL answer
  got=$(rows "$1")
  [ "$got" = "$2" ] || fail "$store: $1 gives '$got', not '$2'"
}
poll() { # moment, as if it were then; so many in 100,000 have changed since the start
  [ -z "${2:-}" ] || curl -s -X POST "$address/_portal/drift?k=$2" >/dev/null
  MOTCUA_NOW=$1 expect_code 0 "$bin/motcua" collect --full --at "$1"
}
# All that can be told of what was known at the cut-off (1 July, 0:00) and later, and of now.
tell() { # folder
  mkdir "$1"
  for known in 2023-07-01T00:00 2023-07-10T12:00 2023-07-25T12:00; do
    "$bin/motcua" report --at 2022-11-25T15:00 --known-at $known -o "$1/$known.html" 2>/dev/null
    sed -i '/<footer/,/footer>/d' "$1/$known.html" # when it was made
    for what in status "counts --period year" "metrics --period year"; do
      # shellcheck disable=SC2086
      "$bin/motcua" $what --at 2022-11-25T15:00 --known-at $known --format csv >"$1/$known.${what%% *}"
    done
  done
  "$bin/motcua" counts --at 2022-11-25T15:00 --period year --format csv >"$1/counts"
  "$bin/motcua" units --format csv >"$1/units"
  "$bin/motcua" rejects --format csv >"$1/rejects" 2>/dev/null
  rows 'SELECT source_id, key, content_hash, run_id FROM dossier ORDER BY 1, 2' >"$1/dossiers"
}

for store in sqlite postgresql; do
  start_portal --compose 1500 --seed 31
  config_dvcqg
  [ $store = sqlite ] || sed -i "s|sqlite:motcua.db|$MOTCUA_TEST_POSTGRES|" motcua.json
  expect_code 64 "$bin/motcua" db prune
  grep -q '"keep"' stderr || { cat stderr; fail "no word on what to write into the config"; }
  sed -i 's|^{|{"keep": {"samples": 2, "scores": 2, "history": 2, "runs": 2, "rejects": 2}, |' motcua.json

  # run 1; 2: changes; 3: nothing new; 4: nothing new, the last before the cut-off; 5 and 6 after it
  poll 2023-01-14T15:00
  poll 2023-03-11T15:00 25000
  poll 2023-03-12T15:00
  poll 2023-06-10T15:00
  poll 2023-07-08T15:00 50000
  poll 2023-09-01T15:00 75000
  MOTCUA_NOW=2023-09-10T09:00
  export MOTCUA_NOW
  expect "SELECT COUNT(*), SUM(CASE WHEN id <= 4 THEN 1 ELSE 0 END) FROM run" '6|4'
  old=$(rows "SELECT COUNT(*) FROM dossier_history WHERE replaced_at <= 1688144400") # 2023-06-30T17:00Z
  # of each unit the version that was known first stays
  kept=$(rows "SELECT COUNT(*) FROM dossier_history h WHERE replaced_at <= 1688144400 AND NOT EXISTS (SELECT 1 FROM dossier_history g
    WHERE g.unit = h.unit AND (g.known_from < h.known_from OR (g.known_from = h.known_from AND g.key < h.key)))")
  new=$(rows "SELECT COUNT(*) FROM dossier_history WHERE replaced_at > 1688144400")
  [ "$old" -gt 100 ] && [ "$new" -gt 100 ] && [ "$kept" -gt 3 ] || fail "$old old versions and $new newer ones show nothing"
  rows "INSERT INTO reject (source_id, record, stream, field, reason, position, first_seen, last_seen, run_id) VALUES
    (1, 'old', 's', 'f', 'why', 0, 1, 1688144400, 4), (1, 'new', 's', 'f', 'why', 0, 1, 1688236000, 4)"

  tell before-$store
  expect_code 0 "$bin/motcua" db prune --dry-run --format csv
  cp stdout dry
  tell dry-$store
  diff -r before-$store dry-$store || fail "$store: a dry run did something"
  expect "SELECT COUNT(*) FROM run" 6
  expect "SELECT COUNT(*) FROM dossier_history" $((old + new))
  grep -qx "history,dossier_history,$((old - kept)),2023-07-01T00:00" dry || { cat dry; fail "the versions are not told"; }
  grep -qx 'rejects,reject,1,2023-07-01T00:00' dry || { cat dry; fail "the rejects are not told"; }
  grep -qx 'runs,run,1,2023-07-01T00:00' dry || { cat dry; fail "the runs are not told"; }

  expect_code 0 "$bin/motcua" db prune --format csv
  [ $store = postgresql ] || cmp dry stdout || fail "the dry run told something else"
  expect "SELECT COUNT(*) FROM run WHERE id = 3" 0
  expect "SELECT COUNT(*) FROM run" 5
  expect "SELECT COUNT(*) FROM dossier_history WHERE replaced_at <= 1688144400" "$kept"
  expect "SELECT COUNT(*) FROM dossier_history WHERE replaced_at > 1688144400" "$new"
  expect "SELECT record FROM reject" new
  expect "SELECT COUNT(*) FROM count_sample WHERE observed_at < 1688144400" 0
  expect "SELECT COUNT(*) > 0 FROM count_sample" "$([ $store = sqlite ] && echo 1 || echo t)"
  [ $store = sqlite ] || for month in 01 03 06; do # what was dropped is named, whole months
    grep -q "^samples,count_sample_2023_$month," stdout || { cat stdout; fail "a partition that was dropped is not told"; }
  done
  tell after-$store
  grep -v ',2023-07-01T00:00$' before-$store/rejects >rejects
  mv rejects before-$store/rejects
  diff -r before-$store after-$store || fail "$store: what was known since is told otherwise"
  [ "$(grep -c . before-$store/2023-07-10T12:00.counts)" -gt 20 ] || fail "the counts show nothing"
  ! cmp -s before-$store/2023-07-01T00:00.counts before-$store/2023-07-10T12:00.counts || fail "known or not makes no difference"

  expect_code 0 "$bin/motcua" db prune
  grep -q 'Nothing is old enough' stderr || { cat stderr; fail "a second time there is something to remove"; }
  expect_code 0 "$bin/motcua" db check --format csv
  poll 2023-09-10T15:00 400000
  # samples go on from what is left; counted anew, they say the same
  series() {
    rows 'SELECT period_kind, period_from, unit, metric, numerator, denominator, ratio, score FROM metric_now ORDER BY 1, 2, 3, 4'
    rows 'SELECT period_kind, period_from, unit, numbers FROM count_own ORDER BY 1, 2, 3' | grep -v '|0[,0]*$' # all zero is as none
  }
  series >on
  rows 'UPDATE sample_period SET definitions = 0'
  MOTCUA_NOW=2023-09-10T15:00 expect_code 0 "$bin/motcua" db sample --at 2023-09-10T15:00
  series >anew
  [ "$(wc -l <on)" -gt 1000 ] || fail "the series show nothing"
  cmp on anew || { diff on anew | head -n 5; fail "$store: what went on differs from what is counted anew"; }
  unset MOTCUA_NOW
done
diff -r -x '*.html' before-sqlite before-postgresql || fail "the stores differ"
echo "ok: $old versions, $kept of them kept, in both stores"
