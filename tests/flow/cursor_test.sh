#!/bin/sh
# Polls that ask for what was changed: after rounds of edits the counts are those of a fresh load, and little was asked for. Dossiers
# that are gone: found by a reading of all, counted no longer, known as before at a moment before, back when the portal has them again.
# A reading that is not whole, or that cannot be true, marks nothing. All of it on SQLite and on PostgreSQL.
# parts: sqlite postgres
. "$(dirname "$0")/lib.sh"
[ "${1:-}" = sqlite ] || . "$flow/postgres_lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
server=${MOTCUA_TEST_POSTGRES:-}
total=3000

collect() { # options...
  "$bin/motcua" collect "$@" 2>stderr || { cat stderr; fail "collect $*"; }
}
counts() { # file options... : months and year, as counted now
  out=$1
  shift
  for period in month year; do "$bin/motcua" counts --period $period --at "$@" --format csv 2>/dev/null; done >"$out"
  [ "$(wc -l <"$out")" -gt 300 ] || fail "few counts in $out"
}
same() { # file file why
  cmp -s "$1" "$2" || { diff "$1" "$2" | head -n 6; fail "$3"; }
}
sql() { # query : on the store in use
  if [ "$store" = sqlite ]; then sqlite3 motcua.db "$1"; else psql -X -q -A -t -c "SET search_path = motcua" -c "$1"; fi
}
value() { # query expected why
  got=$(sql "$1")
  [ "$got" = "$2" ] || fail "$3: $1 gives '$got', expected '$2'"
}
fresh() { # file moment : what a first load of the portal as it is now gives
  rm -f fresh.db*
  (MOTCUA_STORE=sqlite:fresh.db && export MOTCUA_STORE && collect --at "$2" && counts "$1" "$2")
}
empty() {
  rm -f motcua.db* motcua-outbox.db*
  [ "$store" = sqlite ] || psql -X -q -c "SET client_min_messages = error" -c "DROP SCHEMA IF EXISTS motcua CASCADE"
}
edit() { curl -sf -X POST "$address/_portal/edit?k=$1&at=$2" >/dev/null; }
remove() { curl -sf -X POST "$address/_portal/remove?k=$1" >/dev/null; }
fault() { curl -sf -d "$1" "$address/_portal/fault" >/dev/null; }
calm() { curl -sf -X DELETE "$address/_portal/fault" >/dev/null; }
there() { # how many the portal says that it has
  curl -s -u u:p -H 'groupId: 55301' "$address/o/rest/v2/dossiers?systemId=0&start=0&end=1" | sed 's/.*"total":\([0-9]*\).*/\1/'
}
said() { grep -q "$1" stderr || { cat stderr; fail "stderr does not say: $1"; }; }
last() { sql "SELECT $1 FROM run ORDER BY id DESC LIMIT 1"; }

# The three ways of asking: sorted by change (OpenCPS, iGate), and from a moment on (here the national exchange, with a parameter
# that a province's own might have).
sed -e 's/"paging": {"kind": "page", "size": 500}/"paging": {"kind": "page", "size": 100},\n "changes": {"body": {"TuNgayCapNhat": "{since:yyyyMMddHHmmss}"}}/' \
  -e 's/"code": "MaHoSo"/"code": "MaHoSo", "changed_at": "NgayCapNhat"/' "$MOTCUA_SRC/adapters/dvcqg_sync.json" >since.json
sed 's/"size": 500/"size": 100/' "$MOTCUA_SRC/adapters/opencps.json" >sorted.json
sed 's/"size": 200/"size": 100/' "$MOTCUA_SRC/adapters/igate.json" >igate.json
config_for() { # store manifest
  where=sqlite:motcua.db
  [ "$1" = sqlite ] || where=$server
  manifest=$2
  case $manifest in
    sorted) vars='"group_id": "55301"' ;;
    igate) vars="\"sso_url\": \"$address\", \"spec\": \"page\"" ;;
    *) vars= ;;
  esac
  printf '{"store": "%s", "commitments": ["y-yen-2022"], "sources": [{"name": "huyen", "manifest": "./%s.json", "base_url": "%s",
    "vars": {%s}, "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}\n' "$where" "$manifest" "$address" "$vars" >motcua.json
}

rounds() { # store manifest
  store=$1
  start_portal --compose $total --seed 31
  config_for "$1" "$2"
  empty
  collect --at 2022-11-25T15:00
  value "SELECT got, expected, missing FROM run" "$total|$total|0" "$2 on $1: the first reading"
  for round in 1 2 3; do
    edit 2000 "2022-11-25T15:${round}0"
    at=2022-11-25T15:${round}5
    collect --at $at
    said "what was changed since [0-9:]* 23/11/2022"
    counts got-$round $at
    fresh wanted-$round $at
    same wanted-$round got-$round "$2 on $1: round $round counts otherwise than a fresh load"
    [ "$(last got)" -lt $((total / 5)) ] || fail "$2 on $1: $(last got) dossiers were asked for"
    [ "$(last changed)" -gt 30 ] || fail "$2 on $1: round $round changed little: it shows nothing"
  done
  cmp -s got-1 got-3 && fail "the rounds changed nothing"
  echo "ok: $2 on $1: three rounds count as a fresh load; the last poll asked for $(last got) of $total"
}

gone() { # store
  store=$1
  before=2022-11-26T10:00
  collect --at $before
  counts as-before $before
  was=$(there)
  remove 1000
  lost=$((was - $(there)))
  [ "$lost" -gt 10 ] && [ "$lost" -lt 60 ] || fail "$lost dossiers were removed: this test wants some"
  # an incremental poll cannot know
  collect --at 2022-11-26T11:00
  value "SELECT COUNT(*) FROM v_missing" 0 "a poll for changes found dossiers missing"
  # a reading that breaks off marks nothing, one that goes on from there neither
  fault 'status:404@start=1500'
  expect_code 75 "$bin/motcua" collect --full --at 2022-11-26T12:00
  calm
  value "SELECT COUNT(*) FROM v_missing" 0 "a reading that broke off found dossiers missing"
  collect --at 2022-11-26T12:30
  said "went on from where an earlier one had stopped"
  value "SELECT COUNT(*) FROM v_missing" 0 "the end of a reading found dossiers missing"
  # then the next poll reads all, and finds them
  collect --at 2022-11-26T13:00
  said "$lost dossiers are no longer there"
  value "SELECT missing FROM run ORDER BY id DESC LIMIT 1" "$lost" "the run"
  value "SELECT COUNT(*) FROM v_missing" "$lost" "v_missing"
  value "SELECT SUM(number) FROM v_quality WHERE issue = 'missing'" "$lost" "v_quality"
  value "SELECT missing FROM v_freshness" "$lost" "v_freshness"
  value "SELECT COUNT(*) FROM dossier" $((was - lost)) "dossiers"
  counts after 2022-11-26T13:00
  fresh wanted 2022-11-26T13:00
  same wanted after "on $1: without the missing ones it counts otherwise than a fresh load"
  cmp -s as-before after && fail "those that are gone counted for nothing: this shows nothing"
  counts known $before --known-at $before
  same as-before known "on $1: what was known before is no longer known"
  sql "SELECT unit, counter, value FROM count_sample s WHERE period_kind = 'month' AND counter = 'received' AND observed_at =
    (SELECT MAX(observed_at) FROM count_sample x WHERE x.unit = s.unit AND x.counter = s.counter AND x.period_kind = s.period_kind
     AND x.period_from = s.period_from) AND period_from = (SELECT MAX(period_from) FROM sample_period WHERE period_kind = 'month')
    ORDER BY unit" | tr '|' ',' >samples
  "$bin/motcua" counts --period month --at 2022-11-26T13:00 --format csv |
    python3 -c 'import csv, sys; [print(r["unit"], "received", r["value"], sep=",") for r in sorted(csv.DictReader(sys.stdin), key=lambda r: r["unit"]) if r["counter"] == "received" and r["value"]]' >direct
  same direct samples "on $1: the samples still have what is missing"
  "$bin/motcua" sources --format csv | grep -q ",$lost,2022-11-26T13:00" || fail "'motcua sources' does not tell what is missing"
  # they are back
  remove 0
  collect --full --at 2022-11-26T14:00
  value "SELECT COUNT(*) FROM v_missing" 0 "they are back"
  counts back 2022-11-26T14:00
  fresh wanted 2022-11-26T14:00
  same wanted back "on $1: come back, they count otherwise than a fresh load"
  counts known 2022-11-26T13:00 --known-at 2022-11-26T13:00
  same after known "on $1: what was known while they were missing is no longer known"
  echo "ok: $1: $lost dossiers gone, and back"
}

# The samples, which polls and time have moved on step by step, are what counting everything gives. Hours in which dossiers fall due,
# and some are edited, lie between.
series() { # store
  store=$1
  for hour in 05T10:00 05T16:59 05T17:00 05T17:01 06T18:00 08T17:00 08T17:30; do
    edit 300 "2022-12-${hour%:*}:00"
    collect --at 2022-12-$hour
    for period in week month year; do "$bin/motcua" counts --period $period --at 2022-12-$hour --format csv; done >direct
    sql "SELECT period_kind, unit, counter, value FROM (SELECT s.*, ROW_NUMBER() OVER (PARTITION BY unit, counter, period_kind
      ORDER BY observed_at DESC) AS nth FROM count_sample s WHERE period_from = (SELECT MAX(p.period_from) FROM sample_period p
      WHERE p.period_kind = s.period_kind)) x WHERE nth = 1 AND value IS NOT NULL" | tr '|' ',' | sort >samples
    python3 -c 'import csv, sys; print("\n".join(sorted(",".join([r["period"], r["unit"], r["counter"], r["value"]])
      for r in csv.DictReader(sys.stdin) if r["value"] not in ("", "value") and not r["counter"].startswith("procedures_"))))' <direct >wanted
    LC_ALL=C sort -o samples samples
    LC_ALL=C sort -o wanted wanted
    # Counters of procedures are no sums over dossiers, and are not kept as samples.
    [ "$(wc -l <wanted)" -gt 2000 ] || fail "there is little to compare"
    same wanted samples "on $1: the samples of 2022-12-$hour are not what counting everything gives"
  done
  grep -q "open_overdue,[1-9]" samples || fail "nothing fell due: this shows nothing"
  echo "ok: $1: $(wc -l <samples) samples are what counting everything gives, seven times"
}

doubt() { # store
  store=$1
  value "SELECT COUNT(*) FROM dossier" $total "before"
  counts as-before 2022-11-27T10:00
  remove 40000
  expect_code 75 "$bin/motcua" collect --full --at 2022-11-27T10:00
  said "none was taken as missing"
  [ "$(last outcome)" = partial ] || fail "the run is $(last outcome)"
  value "SELECT COUNT(*) FROM v_missing" 0 "a doubtful reading"
  counts warned 2022-11-27T10:00
  grep -q "2022-11-27T10:00,ALL,received,[0-9]*,\"huyen: the last poll was not complete (.* did not come; .*). [0-9,]* of [0-9,]* records came. It was last read whole at 14:00 26/11/2022." warned ||
    { head -n 2 warned; fail "on $1: the counts do not tell that they are doubtful"; }
  sed 's/,warning$//; s/,huyen: the last.*//; s/,"huyen: the last.*//' warned >doubted
  same as-before doubted "on $1: a doubtful reading changed the counts"
  for format in json table html; do
    "$bin/motcua" status --at 2022-11-27T10:00 --format $format >told
    grep -q "huyen: the last poll was not complete" told || fail "on $1: status --format $format does not tell it"
  done
  "$bin/motcua" metrics --at 2022-11-27T10:00 --format csv 2>/dev/null | grep ',warning$' >/dev/null || fail "on $1: metrics do not tell it"
  "$bin/motcua" score --of 2022 --at 2022-11-27T10:00 --format csv 2>/dev/null | grep ',warning$' >/dev/null || fail "on $1: score does not tell it"
  "$bin/motcua" report --at 2022-11-27T10:00 -o told.html
  mv told.html told
  grep -q "huyen: the last poll was not complete (.*). .* of .* records came. It was last read whole" told || fail "on $1: the report does not tell it"
  collect --accept-missing --at 2022-11-27T11:00
  value "SELECT COUNT(*) FROM v_missing" $((total - $(there))) "a reading that was said to be right"
  remove 0
  collect --full --at 2022-11-27T12:00
  value "SELECT COUNT(*) FROM v_missing" 0 "back"
  # a week later a poll reads all by itself
  remove 500
  collect --at 2022-11-28T10:00
  value "SELECT COUNT(*) FROM v_missing" 0 "the next day"
  collect --at 2022-12-04T10:00
  value "SELECT COUNT(*) FROM v_missing" $((total - $(there))) "a week later"
  remove 0
  collect --full --at 2022-12-04T11:00
  echo "ok: $1: what cannot be true is doubted, and the weekly reading comes by itself"
}

# A portal that does not sort by change although it is asked to is found out, and read whole.
liar() {
  store=sqlite
  start_portal --compose $total --seed 31
  sed 's/"sort": "modifiedDate"/"sort": "nonsense"/; s/, "order": "true"//' sorted.json >liar.json
  config_for sqlite sorted
  sed -i 's/sorted.json/liar.json/' motcua.json
  empty
  collect --at 2022-11-25T15:00
  edit 2000 2022-11-25T15:10
  collect --at 2022-11-25T15:15
  [ "$(last got)" = $total ] || fail "a portal that does not sort was believed"
  counts got 2022-11-25T15:15
  fresh wanted 2022-11-25T15:15
  same wanted got "a portal that does not sort"
  echo "ok: a portal that does not sort is read whole"
}

# The server away over an edit, a removal, a reading of all that finds it, a return and another: replayed in order, and a second time,
# they leave what a store that was there all the time has.
away() {
  store=postgres
  start_portal --compose $total --seed 31
  config_for postgres sorted
  empty
  rm -f calm.db*
  polls() { # at a quarter past each hour of the day
    edit 2000 2022-11-28T08:00
    collected --at 2022-11-28T08:15
    remove 1000
    collected --full --at 2022-11-28T09:15
    remove 0
    edit 500 2022-11-28T10:00
    collected --full --at 2022-11-28T10:15
    remove 1000
    collected --full --at 2022-11-28T11:15
  }
  collected() { # both stores, one portal
    (MOTCUA_STORE=sqlite:calm.db && export MOTCUA_STORE && collect "$@")
    expect_code 75 "$bin/motcua" collect "$@"
  }
  (MOTCUA_STORE=sqlite:calm.db && export MOTCUA_STORE && collect --at 2022-11-28T07:15)
  collect --at 2022-11-28T07:15
  postgres_down
  polls
  cp motcua-outbox.db again.db
  postgres_up
  for turn in once twice; do
    expect_code 0 "$bin/motcua" outbox replay
    for what in "dossier:key, due_at, finished_at, known_from" "dossier_history:key, due_at, known_from, replaced_at, missing" \
      "v_missing:key"; do
      query="SELECT ${what#*:} FROM ${what%%:*} ORDER BY ${what#*:}"
      sqlite3 calm.db "$query" | sort >calm
      sql "$query" | sort >replayed
      [ "$(wc -l <calm)" -gt 10 ] || fail "there is little in ${what%%:*}"
      same calm replayed "replayed $turn, ${what%%:*} differs from a store that was there"
    done
    rm -f motcua-outbox.db*
    cp again.db motcua-outbox.db
  done
  rm -f motcua-outbox.db*
  echo "ok: what waited in an outbox is marked in its order, once and twice"
}

for store in ${1:-sqlite postgres}; do
  rounds "$store" sorted
  gone "$store"
  doubt "$store"
  series "$store"
  case $store in
    sqlite)
      rounds sqlite since
      rounds sqlite igate
      liar ;;
    postgres) away ;;
  esac
done
