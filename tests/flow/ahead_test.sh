#!/bin/sh
# A moment ahead of the clock, on both kinds of store: refused where it is typed; what a wrong clock has left in a store is named by
# db check, is not the newest, and db mend takes it back: the store is then as if that poll had never been. A gap of years writes few periods.
. "$(dirname "$0")/lib.sh"
POSTGRES_OPTIONS=${POSTGRES_OPTIONS:- }
. "$flow/postgres_lib.sh"
createdb -O motcua ahead
createdb -O motcua gap

sql() { # SQL: as the owner of the store in hand
  case $MOTCUA_STORE in
  sqlite:*) sqlite3 "${MOTCUA_STORE#sqlite:}" "$1" ;;
  *) ask ahead "SET search_path = motcua; $1" ;;
  esac
}
state() { # what the polls left, without ids of runs
  sql "SELECT key, status, finished_at, known_from, content_hash FROM dossier ORDER BY key"
  sql "SELECT key, status, known_from, replaced_at, missing FROM dossier_history ORDER BY key, known_from"
  sql "SELECT unit, metric, period_kind, period_from, numerator, denominator FROM metric_now WHERE numerator > 0 ORDER BY 1, 2, 3, 4"
  sql "SELECT unit, counter, period_kind, period_from, observed_at, value FROM count_sample ORDER BY 1, 2, 3, 4, 5"
  sql "SELECT COUNT(*) FROM run"
}
views() { # every view of the store, row by row; what the database keeps of itself, and the word of what stands ahead, left out
  case $MOTCUA_STORE in
  sqlite:*) sql "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE 'v!_%' ESCAPE '!' ORDER BY 1" ;;
  *) sql "SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind = 'v' AND relname LIKE 'v!_%' ESCAPE '!'
       AND relname NOT IN ('v_storage', 'v_migration') ORDER BY 1" ;;
  esac >view.names
  while read -r view; do
    where=
    [ "$view" != v_quality ] || where=" WHERE issue <> 'ahead'"
    echo "-- $view"
    sql "SELECT * FROM $view$where" >view.rows || fail "$view cannot be read"
    LC_ALL=C sort view.rows
  done <view.names
}
head='Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái'
printf '%s\nA1,A,02/11/2026 08:00,10/11/2026 17:00,,Đang xử lý\nA2,A,03/11/2026 08:00,30/11/2026 17:00,,Đang xử lý\nA3,A,03/11/2026 08:00,30/11/2026 17:00,,Đang xử lý\n' "$head" >first.csv
printf '%s\nA1,A,02/11/2026 08:00,10/11/2026 17:00,09/11/2026 08:00,Đã có kết quả\nA4,A,03/11/2026 08:00,30/11/2026 17:00,,Đang xử lý\n' "$head" >second.csv

for MOTCUA_STORE in "sqlite:$work/ahead.db" "$(store_of ahead)"; do
  export MOTCUA_STORE
  export MOTCUA_NOW=2026-11-20T10:00
  expect_code 0 "$bin/motcua" import first.csv --source xa --at 2026-11-20T10:00
  # Typed: refused, whatever the command; a day ahead is not; told so it is taken.
  for command in "import second.csv --source xa" collect "db sample" status report score advise counts; do
    # shellcheck disable=SC2086
    expect_code 64 "$bin/motcua" $command --at 2062-01-01
    grep -q 'ahead' stderr || { cat stderr; fail "$command: no word of the moment ahead"; }
  done
  expect_code 0 "$bin/motcua" counts --at 2026-11-21T09:00
  # A period that has not begun at the moment of its figures cannot be judged; what is taken in or shown of it is told; a plan may be made for it.
  for command in "counts --of 2026-12" "metrics --of 2027-01" "counts --of 2026-W49 --period week" "counts --of 2026-11 --at 2026-10-20"; do
    # shellcheck disable=SC2086
    expect_code 0 "$bin/motcua" $command
    grep -q -e '--of: .*/20[26][0-9]' stderr || { cat stderr; fail "$command: no word of the period that has not begun"; }
  done
  for command in "status --of 2026-11,2026-12" "report period --of 2062-Q3" "score --of 2027" "advise --of 2027"; do
    # shellcheck disable=SC2086
    expect_code 64 "$bin/motcua" $command
    grep -q -e '--of: ' stderr && grep -q '/20[26][0-9]' stderr || { cat stderr; fail "$command: no word of the period that has not begun"; }
  done
  for command in "counts --of 2026-11" "counts --of 2026-W47 --period week" "plan --of 2027" "counts --of 2026-12 --at 2026-12-05 --ahead"; do
    # shellcheck disable=SC2086
    expect_code 0 "$bin/motcua" $command
    ! grep -q -e '--of: ' stderr || { cat stderr; fail "$command: a word of a period that has begun, or may be planned"; }
  done
  expect_code 0 "$bin/motcua" counts --at 2026-12-31 --ahead
  state >before
  views >views.before
  [ "$(grep -c '^-- ' views.before)" -gt 15 ] && [ "$(wc -l <views.before)" -gt 60 ] || fail "the views show too little to test anything"

  # The clock is wrong once: a poll of 2062. Then it is right again.
  MOTCUA_NOW=2062-05-05T10:00 expect_code 0 "$bin/motcua" import second.csv --source xa --at 2062-05-05T10:00
  [ "$(sql "SELECT COUNT(*) FROM sample_period")" -lt 400 ] || fail "a gap of years wrote $(sql "SELECT COUNT(*) FROM sample_period") periods"
  state >ahead
  ! cmp -s before ahead || fail "the poll of 2062 did nothing: the test tests nothing"
  # No view takes from it: each is as it was; one names it.
  views >views.ahead
  diff views.before views.ahead || fail "a view takes what stands ahead of the clock"
  [ "$(sql "SELECT COUNT(*) FROM v_quality WHERE issue = 'ahead'")" = 1 ] || fail "v_quality does not name what stands ahead"
  expect_code 65 "$bin/motcua" db check --format csv
  for what in polls dossiers versions periods; do
    grep -q "^ahead,wrong,[^,]*$what" stdout || { cat stdout; fail "db check: no word of $what ahead"; }
  done
  "$bin/motcua" sources --format csv >sources.csv
  ! grep -q 2062 sources.csv || { cat sources.csv; fail "what is ahead counts as newest"; }

  expect_code 0 "$bin/motcua" db mend --dry-run --format csv
  grep -q '^run,1' stdout || { cat stdout; fail "db mend does not tell the run"; }
  state | cmp - ahead || fail "db mend --dry-run changed the store"
  expect_code 0 "$bin/motcua" db mend --format csv
  state >after
  diff before after || fail "after db mend the store is not what it was"
  expect_code 0 "$bin/motcua" db check
  expect_code 0 "$bin/motcua" db mend --format csv
  # And the next poll goes on as if nothing had been.
  MOTCUA_NOW=2026-11-21T10:00 expect_code 0 "$bin/motcua" import second.csv --source xa --at 2026-11-21T10:00
  export MOTCUA_NOW=2026-11-21T10:00
  "$bin/motcua" counts --of 2026-11 --format csv >counts
  grep -q ',A,received,4' counts && grep -q ',A,finished,1' counts || { cat counts; fail "the poll after mending"; }
  [ "$(sql "SELECT MAX(observed_at) FROM sample_period")" -lt 1800000000 ] || fail "samples go on from the moment ahead"
done

# Samples go on without mending too: what stands ahead is not what they go on from.
MOTCUA_STORE=sqlite:$work/again.db
MOTCUA_NOW=2026-11-20T10:00 expect_code 0 "$bin/motcua" import first.csv --source xa --at 2026-11-20T10:00
MOTCUA_NOW=2062-05-05T10:00 expect_code 0 "$bin/motcua" import second.csv --source other --at 2062-05-05T10:00
MOTCUA_NOW=2026-11-21T10:00 expect_code 0 "$bin/motcua" import first.csv --source third --at 2026-11-21T10:00
[ "$(sql "SELECT COUNT(*) FROM sample_period WHERE period_kind = 'month' AND period_from = 1793466000 AND observed_at < 1800000000")" = 1 ] ||
  { sql "SELECT period_kind, period_from, observed_at FROM sample_period"; fail "November is not sampled as at now"; }
# A gap that is real, of eight years: few periods, and a word of the others.
MOTCUA_STORE=sqlite:$work/gap.db
MOTCUA_NOW=2018-11-20T10:00 expect_code 0 "$bin/motcua" import first.csv --source xa --at 2018-11-20T10:00
MOTCUA_NOW=2026-11-21T10:00 expect_code 0 "$bin/motcua" import second.csv --source xa --at 2026-11-21T10:00
[ "$(sql "SELECT COUNT(*) FROM sample_period")" -lt 300 ] || fail "a gap of eight years wrote $(sql "SELECT COUNT(*) FROM sample_period") periods"
grep -q 'db sample --since' stderr || { cat stderr; fail "no word of the periods that were left out"; }

# No view reads a table that holds moments of readings, but the views known_*, which leave out what stands ahead. Of the samples some
# read the stretch up to what v_clock, a period or their own condition says.
views_reading() { ask ahead "SELECT DISTINCT v.relname || ' reads ' || t.relname FROM pg_rewrite r JOIN pg_class v ON v.oid = r.ev_class
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass
  JOIN pg_class t ON t.oid = d.refobjid WHERE v.relnamespace = 'motcua'::regnamespace AND v.relname LIKE '$1' AND t.relname IN
  ('metric_now', 'sample_period', 'score_now', 'score_period', 'figure', 'run', 'reject', 'remedy_due', 'outbox_sample', 'dossier', 'target')"; }
[ "$(views_reading 'known\_%' | wc -l)" -ge 10 ] || fail "the catalogue does not tell who reads what"
views_reading 'v\_%' | grep -v -e '^v_missing reads dossier$' -e '^v_quality reads run$' >reads || :
[ ! -s reads ] || { cat reads; fail "a view reads a table past known_*"; }
