#!/bin/sh
# Figures that a portal gives with an ETag come again only if they changed; a set of replies stays whole whichever of them were sent.
. "$(dirname "$0")/lib.sh"
state() { curl -s "$address/_portal/state" | sed "s/.*\"$1\": *\([0-9]*\).*/\1/"; }
run_of() { sqlite3 motcua.db "SELECT $1 FROM run ORDER BY id DESC LIMIT 1"; }
total() { # the figures alone, without the note that a poll was partial
  "$bin/motcua" metrics --period year --of 2026 --at "$1" --metric dvcqg_on_time_rate --unit ALL --format csv | tail -n 1 | sed 's/,"*gia-lai: [^,]*$//'
}
spared() { # replies that the portal may spare, requests, command...
  wanted=$1 requests=$2
  shift 2
  before=$(state unchanged) asked=$(state requests)
  "$@"
  [ $(($(state unchanged) - before)) = "$wanted" ] || fail "$(($(state unchanged) - before)) replies spared, expected $wanted: $*"
  [ $(($(state requests) - asked)) = "$requests" ] || fail "$(($(state requests) - asked)) requests, expected $requests: $*"
}
got_whole() { # the last run got as many figures as a first poll gets, and all is well with it
  rm -f whole.db*
  MOTCUA_STORE="sqlite:$work/whole.db" poll "$1" 2>/dev/null
  [ "$(run_of 'outcome, got, rejected')" = "complete|$(sqlite3 whole.db 'SELECT got FROM run')|0" ] || fail "$(run_of 'outcome, got, rejected')"
}
cp -r "$cases/766/replies-2026-10-02" now
start_portal --evaluation now --etag
cat >motcua.json <<EOF2
{"store": "sqlite:motcua.db", "commitments": ["nq71-2030"],
 "sources": [{"name": "gia-lai", "manifest": "./fast.json", "base_url": "$address",
              "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}}]}
EOF2
sed 's/"pause_ms": 500,//' "$MOTCUA_SRC/adapters/evaluation.json" >fast.json
poll() { "$bin/motcua" collect --at "$@"; }
at() { MOTCUA_NOW=$1 && export MOTCUA_NOW; }
at 2026-10-02T15:00
spared 0 7 poll 2026-10-02T15:00
figures=$(run_of got)
[ "$figures" -gt 1000 ] || fail "$figures figures"
dump_store motcua.db >first
# Nothing has changed: nothing comes, all of it counts as unchanged.
at 2026-10-03T15:00
spared 7 7 poll 2026-10-03T15:00
[ "$(run_of 'outcome, got, new_rows, changed, unchanged')" = "complete|$figures|0|0|$figures" ] || fail "$(run_of 'outcome, got, new_rows, changed, unchanged')"
dump_store motcua.db | cmp first -
# One of seven changes.
cp "$cases/766/replies-2026-10-09/dvc-progress-tree.json" now/
at 2026-10-04T15:00
spared 6 7 poll 2026-10-04T15:00
total 2026-10-04T15:00 | grep -q ',350991,408903,' || fail "the new figures are not there: $(total 2026-10-04T15:00)"
got_whole 2026-10-04T15:00
# The stream that knows its units by what the others say of them changes: the others are read after all, or none would be known.
cp "$cases/766/replies-2026-10-09/transparency.json" now/
spared 5 13 poll 2026-10-04T15:30
got_whole 2026-10-04T15:30
spared 7 7 poll 2026-10-04T15:30
# All but that one change, but one stream is refused: the run is partial and its figures wait; in the next run all seven count, those that the
# portal does not send again too. (One that is refused does not stop the six others.)
cp "$cases/766/replies-2026-10-09/"* now/
sed -i 's/"totalOnTime":350991/"totalOnTime":350000/' now/dvc-progress-tree.json
curl -s -X POST "$address/_portal/fault" -d 'status:403@dossier-digitized' >/dev/null
at 2026-10-05T15:00
before=$(total 2026-10-05T15:00)
expect_code 75 "$bin/motcua" collect --at 2026-10-05T15:00
[ "$(run_of outcome)" = partial ] || fail "not partial"
[ "$(total 2026-10-05T15:00)" = "$before" ] || fail "figures of a partial set are used"
came=$(run_of pages)
[ "$came" -ge 1 ] || fail "nothing came before the refusal"
curl -s -X DELETE "$address/_portal/fault" >/dev/null
at 2026-10-05T16:00
spared "$came" 7 poll 2026-10-05T16:00
total 2026-10-05T16:00 | grep -q ',350000,408903,' || fail "the set is not whole: $(total 2026-10-05T16:00)"
# The same in one go gives the same figures.
latest="SELECT unit, metric, numerator, denominator, ratio, score FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY unit, metric ORDER BY observed_at DESC, run_id DESC) AS n FROM figure) WHERE n = 1 ORDER BY 1, 2"
sqlite3 motcua.db "$latest" >in_parts
got_whole 2026-10-05T16:00
sqlite3 whole.db "$latest" >in_one
cmp in_one in_parts || fail "a set in parts is not the set"
# Asked for in any case: by --full, after a week, for another year, with another manifest, and where a record was rejected.
at 2026-10-06T15:00
spared 0 7 poll 2026-10-06T15:00 --full
spared 7 7 poll 2026-10-06T15:30
at 2026-10-14T15:00
spared 0 7 poll 2026-10-14T15:00
spared 0 7 poll 2025-12-31T15:00
spared 7 7 poll 2025-12-31T15:00
sed 's/"score": "totalScore"/"score": "ratio"/' fast.json >own.json
cmp -s own.json fast.json && fail "the manifest is the same"
sed 's|"./fast.json"|"./own.json"|' motcua.json >own-config.json
spared 0 7 "$bin/motcua" -c own-config.json collect --at 2026-10-14T15:00
spared 0 7 poll 2026-10-14T15:00
spared 7 7 poll 2026-10-14T15:00
python3 - <<'EOF2'
import json
reply = json.load(open('now/service-results.json'))
reply['data']['evaluation'][0]['totalScore'] = {'not': 'a number'}
json.dump(reply, open('now/service-results.json', 'w'))
EOF2
spared 6 7 poll 2026-10-14T16:00
[ "$(run_of rejected)" -ge 1 ] || fail "nothing was rejected"
spared 6 7 poll 2026-10-14T16:00
# GET: the portal's own statistics, 304.
start_portal --compose 600 --seed 5 --to 2022-11-25T15:00 --etag
rm -f motcua.db*
cat >motcua.json <<EOF2
{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"],
 "sources": [{"name": "thong-ke", "manifest": "opencps_statistics", "base_url": "$address", "vars": {"group_id": "55301"},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
EOF2
at 2022-11-25T15:00
poll 2022-11-25T15:00
dump_store motcua.db >first
streams=$(state requests)
poll 2022-11-25T15:00
[ "$(state unchanged)" = "$streams" ] && [ "$streams" -ge 1 ] || fail "$(state unchanged) of $streams replies spared"
[ "$(run_of 'outcome, new_rows, changed')" = 'complete|0|0' ] || fail "$(run_of 'outcome, new_rows, changed')"
dump_store motcua.db | cmp first -
# A new month is another question, whatever the portal says to the old one.
poll 2022-10-25T15:00
