#!/bin/sh
# What the panels read at the volume of a nation (schema/postgres/0033_panels.sql): how many dossiers the planner expects of a condition on
# the day of the result; and that the quick views have what the views for everybody have, with readings ahead of the clock too.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
createdb -O motcua panels
MOTCUA_STORE=$(store_of panels)
export MOTCUA_STORE
echo '{"sources": []}' >motcua.json
expect_code 0 "$bin/motcua" db migrate
sql() { ask panels "SET search_path = motcua; $1"; }

# 20,000 dossiers of a year: each tenth has no result, each eighth gets it when it is returned, each fiftieth is denied, withdrawn or stopped; of
# each hundredth the result comes before the dossier, of each 90th from two sources. One source only serves to compare.
from=1767200400 # 01/01/2026
sql "INSERT INTO source (id, name, knows, counts) VALUES (1, 'mot', -1, 1), (2, 'hai', -1, 1), (3, 'so-sanh', -1, 0);
  INSERT INTO dossier (source_id, key, unit, sector, procedure, status, received_at, due_at, finished_at, returned_at, twice_from, content_hash, known_from, first_seen, run_id)
  SELECT 1 + (i % 20 = 0)::int + (i % 40 = 0)::int, 'H' || i, 'X' || i % 50, 'L' || i % 7, 'P' || i % 9,
         CASE i % 150 WHEN 3 THEN 3 WHEN 5 THEN 7 WHEN 7 THEN 8 WHEN 9 THEN NULL ELSE 10 END, r, r + 864000,
         CASE WHEN i % 10 = 0 OR i % 8 = 1 THEN NULL WHEN i % 100 = 11 THEN r - 5 ELSE r + 3600 * (i * 7919 % 400) END,
         CASE WHEN i % 8 = 1 AND i % 10 <> 0 THEN r + 86400 * (i % 13) END, CASE WHEN i % 90 = 2 THEN r END, i, r, r, 1
  FROM (SELECT i::bigint AS i, $from + i::bigint * 1500 AS r FROM generate_series(1, 20000) i) d;
  INSERT INTO unit (code, name, kind) SELECT 'X' || i, 'Xã ' || i, 'commune' FROM generate_series(0, 49) i;
  INSERT INTO sample_period (period_kind, period_from, period_to, observed_at, turn, definitions, tree)
    SELECT 'week', $from + 604800 * w, $from + 604800 * (w + 1), $from + 604800 * (w + 1), 1, 1, 1 FROM generate_series(0, 45) w;
  INSERT INTO run (source_id, id, observed_at, started_at, ended_at, outcome, sampled) VALUES (1, 1, $from + 604800 * 46, $from, $from, 'complete', 1)" >/dev/null
sql "ANALYZE dossier"

# --- what is expected of a condition on the day of the result, by what there is: between a half and twice as much. Not so without statistics.
expected() { sql "EXPLAIN (FORMAT JSON) $1" | sed -n 's/.*"Plan Rows": \([0-9]*\).*/\1/p' | sed -n 1p; } # of the whole plan
is_near() { # words expected actual times
  [ "$2" -le $(($3 * $4)) ] && [ "$3" -le $(($2 * $4)) ] || fail "$1: the planner expects $2 rows, there are $3"
  echo "ok: $1: expected $2, there are $3"
}
part="COALESCE(finished_at, returned_at) >= $from + 15000000 AND COALESCE(finished_at, returned_at) <= $from + 25000000"
there=$(sql "SELECT count(*) FROM dossier WHERE $part")
[ "$there" -gt 3000 ] || fail "the dossiers of the test are not what they were"
is_near "a stretch of results" "$(expected "SELECT key FROM dossier WHERE $part")" "$there" 2
blind=$(ask panels "SET search_path = motcua; BEGIN; DROP INDEX dossier_done; EXPLAIN (FORMAT JSON) SELECT key FROM dossier WHERE $part; ROLLBACK" |
  sed -n 's/.*"Plan Rows": \([0-9]*\).*/\1/p' | sed -n 1p)
[ $((blind * 10)) -lt "$there" ] || fail "without the index the planner expects $blind of $there: it does not need it"
# and of all that v_taken asks for, within ten times
taken="finished_at >= $from + 15000000 AND finished_at <= $from + 25000000"
is_near "v_taken" "$(expected "SELECT unit, hundredths FROM v_taken WHERE $taken")" "$(sql "SELECT count(*) FROM v_taken WHERE $taken")" 10

# --- the same rows as v_finished
same() { # words one other: the same rows, as often, and some
  sql "$2" | LC_ALL=C sort >one.rows
  sql "$3" | LC_ALL=C sort >other.rows
  cmp -s one.rows other.rows || { diff one.rows other.rows | head -n 10; fail "$1: not the same"; }
  [ "$(wc -l <one.rows)" -ge "${least:-1}" ] || fail "$1: $(wc -l <one.rows) rows show too little"
}
both_taken() {
  least=10000 same "$1" "SELECT unit, sector_code, finished_at, hundredths, is_late FROM v_taken" \
    "SELECT unit, sector_code, finished_at, hundredths, is_late FROM v_finished"
}
both_taken "v_taken"
# by hand: of 100 dossiers that have all they need, 99 stand in it: one was finished after the newest evaluation
sql "SELECT count(*) FROM v_taken WHERE unit = 'X4'" >four
sql "SELECT count(*) FROM dossier WHERE unit = 'X4' AND source_id <> 3 AND twice_from IS NULL AND COALESCE(status, 0) NOT IN (3, 7, 8)
  AND COALESCE(finished_at, returned_at) BETWEEN received_at AND $from + 604800 * 46 - 1" | cmp - four || fail "v_taken: not what stands in the store"

# --- rates of targets, as v_metric_period has them: halves of a hundredth, none, a score, less than nothing
sql "INSERT INTO target (set_name, position, title, metric, target, period_kind, unit_kinds)
    VALUES ('mau', 1, 'Một', 'm1', 8550, 'month', ''), ('mau', 2, 'Hai', 'm2', 7000, 'month', ' commune ');
  INSERT INTO sample_period (period_kind, period_from, period_to, observed_at, turn, definitions, tree)
    VALUES ('month', 1793466000, 1796058000, $from + 604800 * 46, 1, 1, 1);
  SELECT sample_month_make($from + 604800 * 46);
  INSERT INTO metric_now (period_from, observed_at, numerator, denominator, ratio, metric, period_kind, unit)
    SELECT $from + 604800 * w, $from + 604800 * (w + 1), CASE WHEN u % 11 = 0 THEN NULL WHEN u = 7 THEN -(w + 1) ELSE u * 3 + w END,
           CASE WHEN u % 11 = 0 THEN NULL WHEN u = 5 THEN 0 WHEN u % 2 = 0 THEN 1600 ELSE 400 - w END, CASE WHEN u = 22 THEN 975012 END, 'm' || m, 'week', 'X' || u
    FROM generate_series(0, 45) w, generate_series(0, 49) u, generate_series(1, 3) m"
both_rates() {
  least=4000 same "$1" "SELECT set_name, position, title, target, unit_kinds, period_kind, starts_at, unit, rate::numeric(20,4), above::numeric(20,4) FROM v_target_period" \
    "SELECT t.set_name, t.position, t.title, t.target, t.unit_kinds, m.period_kind, m.starts_at, m.unit, m.rate::numeric(20,4), (m.rate - t.target)::numeric(20,4)
     FROM v_metric_period m JOIN v_target t ON t.metric = m.metric WHERE m.rate IS NOT NULL"
}
both_rates "v_target_period"
[ "$(sql "SELECT rate FROM v_target_period WHERE metric = 'm1' AND unit = 'X22' AND starts_at = $from")" = 97.5012000000000000 ] || fail "a published rate"
# 30/1600 is 1,875 %: half-up
[ "$(sql "SELECT parts, above::numeric(9,2) FROM v_target_period WHERE metric = 'm2' AND unit = 'X10' AND starts_at = $from")" = "18800|-68.12" ] || fail "half of a hundredth is not rounded up"

# --- what a wrong clock left: dossiers, samples and periods of 2062; each view is as it was
snapshot() {
  for view in v_taken v_finished v_open v_overdue_ageing v_target_period v_metric_period v_standing v_forecast v_disagreement v_metric_now; do
    echo "-- $view"
    sql "SELECT * FROM $view" | LC_ALL=C sort
  done
}
sql "INSERT INTO metric_now (period_from, observed_at, numerator, denominator, metric, period_kind, unit)
    SELECT 1793466000, $from + 604800 * 46, u, 50, m, 'month', 'X' || u FROM generate_series(0, 49) u, unnest(ARRAY['m1', 'm2', 'online_rate', 'dvcqg_online_rate']) m;
  UPDATE metric_now SET numerator = numerator + 1 WHERE metric = 'dvcqg_online_rate' AND unit < 'X3';
  INSERT INTO metric_sample (period_from, observed_at, numerator, denominator, ratio, metric, period_kind, unit)
    SELECT period_from, $from + 604800 * 46, numerator, denominator, ratio, metric, period_kind, unit FROM metric_now" >/dev/null
sql "UPDATE metric_now SET observed_at = $from + 604800 * 46"
snapshot >before
[ "$(wc -l <before)" -gt 30000 ] && [ "$(sed -n '/^-- v_disagreement/,/^-- v_metric_now/p' before | wc -l)" -gt 20 ] || fail "the views show too little"
later=2913000000 # 2062
sql "INSERT INTO dossier_history (source_id, key, unit, sector, procedure, status, received_at, due_at, finished_at, returned_at, twice_from, content_hash, known_from, first_seen, run_id, replaced_at)
    SELECT source_id, key, unit, sector, procedure, status, received_at, due_at, finished_at, returned_at, twice_from, content_hash, known_from, first_seen, run_id, $later
    FROM dossier WHERE content_hash % 3 = 0;
  UPDATE dossier SET known_from = $later, unit = 'X1', finished_at = received_at + 86400, status = 10, sector = 'anders' WHERE content_hash % 3 = 0;
  UPDATE dossier SET twice_from = $later WHERE content_hash % 13 = 0 AND twice_from IS NULL;
  INSERT INTO dossier (source_id, key, unit, status, received_at, finished_at, content_hash, known_from, first_seen, run_id)
    SELECT 1, 'neu' || i, 'X1', 10, $from, $from + i, i, $later, $later, 1 FROM generate_series(1, 100) i;
  SELECT sample_month_make($later);
  UPDATE metric_now SET observed_at = $later, numerator = 1, denominator = 3 WHERE unit > 'X3';
  INSERT INTO metric_sample (period_from, observed_at, numerator, denominator, metric, period_kind, unit)
    SELECT period_from, observed_at, numerator, denominator, metric, period_kind, unit FROM metric_now WHERE observed_at = $later" >/dev/null
snapshot >after
diff before after >differs || { head -n 20 differs; fail "a view takes what stands ahead of the clock"; }
both_taken "v_taken beside a clock that was ahead"
both_rates "v_target_period beside a clock that was ahead"
echo "ok: the quick views have what the others have"
