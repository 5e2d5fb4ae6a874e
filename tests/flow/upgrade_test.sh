#!/bin/sh
# A store of every schema that ever was, with rows in it, upgraded by this program: nothing is lost, and every command answers as it
# does on a store that was made new. A migration that is cut off leaves the old schema; two at once wait for each other.
# parts: sqlite postgres
. "$(dirname "$0")/lib.sh"
POSTGRES_OPTIONS=${POSTGRES_OPTIONS:- } # a server that may lose what was committed does not pass 'db check'
export POSTGRES_OPTIONS
[ "${1:-}" = sqlite ] || . "$flow/postgres_lib.sh"
MOTCUA_NOW=2022-12-03T09:00 MOTCUA_LANG=en
export MOTCUA_NOW MOTCUA_LANG

mkdir figures
cp "$cases/766/replies-2026-10-02"/*.json figures
start_portal --compose 800 --seed 41 --evaluation "$work/figures"
# Fields that a later schema brought (waiting_since) have no place in an older one: the model is read without them.
sed 's/"name": "dvcqg_sync"/"name": "dvcqg_then"/; /"asked_at"/d' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >dvcqg_then.json
cat >motcua.json <<END
{"sources": [
  {"name": "mot", "manifest": "dvcqg_then.json", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}},
  {"name": "ba", "manifest": "evaluation", "base_url": "$address", "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}}],
 "commitments": ["y-yen-2022"]}
END

# A store is a file or a database, by its name here.
address_of() {
  case $kind in
    sqlite) echo "sqlite:$work/$1.db" ;;
    *) store_of "$1" ;;
  esac
}
on() { # store command...: of the program
  store=$(address_of "$1")
  shift
  MOTCUA_STORE=$store "$bin/motcua" "$@"
}
rows() { # store SQL
  case $kind in
    sqlite) sqlite3 -cmd '.timeout 10000' "$1.db" "$2" ;;
    *) ask "$1" "SET search_path = motcua; $2" ;;
  esac
}
wait_until() {
  tries=0
  until "$@" 2>/dev/null; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "waited in vain for: $*"
    sleep 0.02
  done
}
columns_of() { # store: "table column", of tables only
  case $kind in
    sqlite) sqlite3 "$1.db" "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'" |
      tr '|' ' ' ;;
    *) ask "$1" "SELECT c.relname || ' ' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'motcua'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND a.attnum > 0
      AND NOT a.attisdropped AND c.relname <> 'migration'" ;;
  esac | sort
}
# "table column, column": what the model and a store both have, a table a line, those that others refer to first
shared_columns() { # store
  columns_of "$1" >columns-1
  comm -12 columns-model columns-1 | awk '{names[$1] = names[$1] sep[$1] $2; sep[$1] = ", "}
    END {for (t in names) print (t == "source" ? 1 : t == "unit" || t == "run" ? 2 : 3), t, names[t]}' | sort | cut -d ' ' -f 2-
}
# One process for all tables: hundreds of clients would cost more than all that is tried here.
copy() { # to: every row of the model, in the columns that `to` has
  shared_columns "$1" >shared
  : >out.sql
  : >in.sql
  while read -r table names; do
    case $kind in
      sqlite) echo "DELETE FROM main.$table; INSERT INTO main.$table ($names) SELECT $names FROM model.$table;" >>in.sql ;;
      *)
        case $table in
          count_sample | metric_sample)
            printf '%s\n' "\\copy (SELECT DISTINCT 'SELECT motcua.sample_month_make(' || observed_at || ');' FROM motcua.$table) TO 'copied-months-$table'" >>out.sql
            printf '%s\n' "\\i copied-months-$table" >>in.sql ;;
        esac
        printf '%s\n' "\\copy (SELECT $names FROM motcua.$table) TO 'copied-$table'" >>out.sql
        echo "DELETE FROM motcua.$table;" >>in.sql
        printf '%s\n' "\\copy motcua.$table ($names) FROM 'copied-$table'" >>in.sql
        case "$table, $names," in
          delivery,*) ;;
          *', id,'*) echo "SELECT setval(pg_get_serial_sequence('motcua.$table', 'id'), (SELECT COALESCE(MAX(id), 1) FROM motcua.$table));" >>in.sql ;;
        esac ;;
    esac
  done <shared
  case $kind in
    sqlite) sqlite3 -bail -cmd "ATTACH 'model.db' AS model" "$1.db" <in.sql ;;
    *)
      psql -q -X -v ON_ERROR_STOP=1 -d model -f out.sql
      psql -q -X -A -t -v ON_ERROR_STOP=1 -d "$1" -f in.sql >/dev/null ;;
  esac
}
contents() { # store file-of-columns: all its rows in these columns, each with the name of its table
  while read -r table names; do echo "SELECT '== $table', $names FROM $table;"; done <"$2" >rows.sql
  case $kind in
    sqlite) sqlite3 -bail -cmd '.timeout 10000' "$1.db" <rows.sql ;;
    *) psql -q -X -A -t -v ON_ERROR_STOP=1 -d "$1" -c 'SET search_path = motcua' -f rows.sql ;;
  esac | LC_ALL=C sort
}
answers() { # store folder
  mkdir -p "$2"
  for what in "counts --period year" "metrics --period year --metric all" runs rejects; do
    # shellcheck disable=SC2086
    on "$1" $what --format csv >"$2/${what%% *}" 2>/dev/null || fail "$1: $what fails"
  done
  # What an older store cannot know: columns of runs that came after schema 1, names of procedures.
  python3 - "$2/runs" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding='utf-8')))
newer = ('missing', 'tries', 'waited_ms', 'retry_reason', 'reasons', 'newest', 'file', 'sha256')
keep = [i for i, name in enumerate(rows[0]) if name not in newer]
assert len(keep) >= 12, rows[0]
csv.writer(open(sys.argv[1], 'w', encoding='utf-8')).writerows([row[i] for i in keep] for row in rows)
PY
  on "$1" report --at 2022-11-25T15:00 -o "$2/report.html" 2>/dev/null || fail "$1: report fails"
  sed -i '/<footer/,/footer>/d; s/>[^<>]* (\([0-9.]*\))</>\1</g' "$2/report.html"
}
current() { # store: of the series, what is now
  rows "$1" "SELECT period_kind, period_from, unit, metric, numerator, denominator, ratio, score FROM metric_now ORDER BY 1, 2, 3, 4"
}
data_of() { # number: a folder of data that ends with this migration
  [ -d "data-$1" ] || cp -r "$bin/../share/motcua" "data-$1"
  for file in "data-$1/schema/$kind"/0*.sql; do
    name=${file##*/}
    [ "$(echo "${name%%_*}" | sed 's/^0*//')" -le "$1" ] || rm "$file"
  done
}
make_database() { [ $kind = sqlite ] || ask postgres "CREATE DATABASE $1 OWNER motcua"; }

for kind in ${1:-sqlite postgres}; do
  # the model: two polls with changes between them, figures, a reject, an entry by hand
  make_database model
  curl -s -X POST "$address/_portal/drift?k=0" >/dev/null
  MOTCUA_STORE=$(address_of model) expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
  curl -s -X POST "$address/_portal/drift?k=30000" >/dev/null
  MOTCUA_STORE=$(address_of model) expect_code 0 "$bin/motcua" collect --full --at 2022-12-02T15:00
  rows model "INSERT INTO reject (source_id, record, stream, field, reason, position, first_seen, last_seen, run_id)
    VALUES (1, 'r', 's', 'f', 'not a date', 0, 1669363200, 1669363200, 1)"
  rows model "UPDATE run SET rejects_open = 1 WHERE source_id = 1"
  rows model "INSERT INTO manual_entry (criterion, unit, period_kind, period_from, entered_at, points, entered_by)
    VALUES ('1.5', 'H99.22', 'year', 1640970000, 1669363200, 5000, 'Lan')"
  [ "$(rows model 'SELECT COUNT(*) FROM dossier_history')" -gt 50 ] && [ "$(rows model 'SELECT COUNT(*) FROM figure')" -gt 20 ] || fail "the model is poor"
  answers model "$kind-model"
  columns_of model >columns-model

  newest=$(find "$MOTCUA_SRC/schema/$kind" -name '0*.sql' | sed 's/.*\/0*//; s/_.*//' | sort -n | tail -n 1)
  for number in $(find "$MOTCUA_SRC/schema/$kind" -name '0*.sql' | sed 's/.*\/0*//; s/_.*//' | sort -n); do
    [ "$number" -lt "$newest" ] || continue
    make_database "old$number"
    data_of "$number"
    MOTCUA_DATADIR=$work/data-$number MOTCUA_STORE=$(address_of "old$number") expect_code 0 "$bin/motcua" db migrate
    grep -q "schema 0 brought to $number" stderr || { cat stderr; fail "$kind: no schema $number was made"; }
    copy "old$number"
    cp shared "had-$number"
    contents "old$number" "had-$number" >before
    [ "$(wc -l <before)" -gt 1500 ] && [ "$(cut -d '|' -f 1 before | uniq | wc -l)" -ge 6 ] || fail "$kind: schema $number has hardly any rows: $(cut -d "|" -f 1 before | sort | uniq -c | tr "\n" " ")"

    MOTCUA_STORE=$(address_of "old$number") expect_code 0 "$bin/motcua" db migrate
    grep -q "schema $number brought to $newest" stderr || { cat stderr; fail "$kind: schema $number is not upgraded"; }
    contents "old$number" "had-$number" >after
    cmp before after || { diff before after | head -n 5; fail "$kind: schema $number: rows were lost or changed"; }
    MOTCUA_STORE=$(address_of "old$number") expect_code 0 "$bin/motcua" db check
    answers "old$number" "$kind-$number"
    diff -r "$kind-model" "$kind-$number" || fail "$kind: schema $number answers otherwise after its upgrade"
    MOTCUA_STORE=$(address_of "old$number") expect_code 0 "$bin/motcua" collect --full --at 2022-12-03T08:00
    grep -q 'mot: 800 dossiers (new 0, changed 0, unchanged 800' stderr || { cat stderr; fail "$kind: schema $number: a poll finds something new"; }
    current "old$number" >"series-$number"
    echo "ok: $kind, from schema $number to $newest, $(wc -l <before) rows of $(cut -d "|" -f 1 before | uniq | wc -l) tables"
  done
  MOTCUA_STORE=$(address_of model) expect_code 0 "$bin/motcua" collect --full --at 2022-12-03T08:00
  current model >series
  for file in series-*; do # an old store has no series of before: those of now are there
    grep "$(printf '^\\(year|1640970000\\|month|1669827600\\)')" series | cmp - <<END || fail "$kind: the ${file} differs"
$(grep "$(printf '^\\(year|1640970000\\|month|1669827600\\)')" "$file")
END
  done

  # cut off in the middle: nothing of it is there, and the old schema goes on
  data_of "$newest"
  cp -r "data-$newest" data-broken
  echo 'CREATE TABLE halfway (x integer); INSERT nowhere;' | sed "$([ $kind = sqlite ] || echo 's/halfway/motcua.halfway/')" \
    >data-broken/schema/$kind/0999_broken.sql
  cp -r data-broken data-slow
  case $kind in
    sqlite) echo 'CREATE TABLE halfway (x integer); INSERT INTO halfway WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 1000000000000) SELECT MAX(x) FROM c;' ;;
    *) echo 'CREATE TABLE motcua.halfway (x integer); SELECT pg_sleep(600);' ;;
  esac >data-slow/schema/$kind/0999_broken.sql
  unharmed() {
    on model db status --format csv | grep -q "^schema here,$newest,,$" || fail "$kind: the schema is not the old one"
    ! rows model 'SELECT * FROM halfway' 2>/dev/null || fail "$kind: a part of the migration stayed"
  }
  MOTCUA_DATADIR=$work/data-broken MOTCUA_STORE=$(address_of model) expect_code 70 "$bin/motcua" db migrate
  unharmed
  MOTCUA_DATADIR=$work/data-slow MOTCUA_STORE=$(address_of model) "$bin/motcua" db migrate 2>stderr &
  migrate=$!
  works() {
    case $kind in
      sqlite) ! sqlite3 model.db 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null ;;
      *) [ "$(ask postgres "SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%' AND pid <> pg_backend_pid() AND wait_event = 'PgSleep'")" = 1 ] ;;
    esac
  }
  wait_until works
  kill -9 $migrate
  wait $migrate 2>/dev/null || :
  [ $kind = sqlite ] || ask postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'model'" >/dev/null
  unharmed
  MOTCUA_STORE=$(address_of model) expect_code 0 "$bin/motcua" collect --at 2022-12-03T08:30
  rm -rf data-*
  echo "ok: $kind, a migration that was cut off"

  # two at once
  make_database twice
  if [ $kind = postgres ]; then
    psql -q -X -d twice -c BEGIN -c 'CREATE SCHEMA motcua' -c 'SELECT pg_sleep(600)' >/dev/null 2>&1 &
    holder=$!
    sleeping="FROM pg_stat_activity WHERE datname = 'twice' AND query = 'SELECT pg_sleep(600)'"
    held() { [ "$(ask twice "SELECT COUNT(*) $sleeping")" = 1 ]; }
    waiting() { [ "$(ask twice "SELECT COUNT(*) FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted")" = 2 ]; }
    wait_until held
  fi
  for i in 1 2; do
    MOTCUA_STORE=$(address_of twice) "$bin/motcua" db migrate 2>migrate-$i &
    eval "migrate_$i=\$!"
  done
  if [ $kind = postgres ]; then
    wait_until waiting
    ask twice "SELECT pg_terminate_backend(pid) $sleeping" >/dev/null
    wait $holder 2>/dev/null || :
  fi
  # shellcheck disable=SC2154
  { wait "$migrate_1" && wait "$migrate_2"; } || { cat migrate-1 migrate-2; fail "$kind: two migrates at once disturb each other"; }
  MOTCUA_STORE=$(address_of twice) expect_code 0 "$bin/motcua" db check
  echo "ok: $kind, two at once"
done
