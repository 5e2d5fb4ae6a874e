#!/bin/sh
# What contradicts itself is an error with a clear word: entries, sets and rulesets that would be taken and tell nothing, or something that
# cannot be.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
MOTCUA_NOW=2026-11-27T15:00
export MOTCUA_LANG MOTCUA_NOW
refused() { # exit status, words of the message, command...
  wanted=$1 words=$2
  shift 2
  expect_code "$wanted" "$@"
  grep -qF -- "$words" "$work/stderr" "$work/stdout" || { cat "$work/stderr" "$work/stdout"; fail "'$words' is not said"; }
}
units='"units": [{"code": "a", "name": "Xã A", "kind": "commune"}]'
entries() { # ruleset entries
  printf '{"ruleset": "%s", "period": "year", "of": "2019", %s, "entries": [%s]}' "$1" "$units" "$2" >in.json
}
while IFS='|' read -r words ruleset list; do
  entries "$ruleset" "$list"
  refused 65 "$words" "$bin/motcua" score --inputs in.json
done <<'END'
no rule makes points of a value|quang-dien-2017|{"unit": "a", "criterion": "1.4", "value": "5/6"}
the part is larger than the whole|nam-dinh-2019|{"unit": "a", "criterion": "7.2.2", "value": "101/100"}
the part is larger than the whole|nam-dinh-2019|{"unit": "a", "criterion": "7.2.2", "value": "5/0"}
there is no such place|quang-dien-2017|{"unit": "a", "criterion": "RANK", "value": "12/11"}
there is no such place|quang-dien-2017|{"unit": "a", "criterion": "RANK", "value": "0/11"}
still to come|quang-dien-2017|{"unit": "a", "criterion": "1.4", "points": 5, "at": "2199-12-10"}
two entries say two things|quang-dien-2017|{"unit": "a", "criterion": "1.4", "points": 5}, {"unit": "a", "criterion": "1.4", "points": 4}
two entries say two things|quang-dien-2017|{"unit": "a", "criterion": "1.3.3", "period": "month", "of": "2019-04", "value": 4}, {"unit": "a", "criterion": "1.3.3", "period": "month", "of": "2019-04", "value": 2}
END
while IFS='|' read -r words list; do
  entries quang-dien-2017 "$list"
  refused 65 "$words" "$bin/motcua" score --inputs in.json
done <<'END'
the list of 2019 and the single entry of 04/2019|{"unit": "a", "criterion": "1.3.3", "value": "4 4 4 3 4 4 4 4 4 4 4 4"}, {"unit": "a", "criterion": "1.3.3", "period": "month", "of": "2019-04", "value": 2}
the list of 2019 and the single entry of 04/2019|{"unit": "a", "criterion": "1.3.3", "period": "month", "of": "2019-04", "value": 2, "at": "2019-12-05"}, {"unit": "a", "criterion": "1.3.3", "value": "4 4 4 3 4 4 4 4 4 4 4 4"}
two entries say two things|{"unit": "a", "criterion": "1.3.3", "value": "4 4 4 3 4 4 4 4 4 4 4 4"}, {"unit": "a", "criterion": "1.3.3", "value": "4 4 4 4 4 4 4 4 4 4 4 4"}
END
# Another unit's month contradicts nothing.
entries quang-dien-2017 '{"unit": "a", "criterion": "1.3.3", "value": "4 4 4 3 4 4 4 4 4 4 4 4"}, {"unit": "a", "criterion": "1.4", "points": 5}'
"$bin/motcua" score --inputs in.json --criterion 1.3.3 --format csv | grep -q ',1.5,' || fail "a list alone is refused"
# A later entry, another month and another field contradict nothing.
entries quang-dien-2017 '{"unit": "a", "criterion": "1.4", "points": 5, "at": "2019-12-01"}, {"unit": "a", "criterion": "1.4", "points": 4, "at": "2019-12-05"},
  {"unit": "a", "criterion": "1.4", "appraised": 3}, {"unit": "a", "criterion": "RANK", "value": "11/11"}'
"$bin/motcua" score --inputs in.json --criterion 1.4 --format csv | grep -q ',4,3,' || fail "the later entry does not count"
printf '{"ruleset": "quang-dien-2017", "period": "year", "of": "2019", "units": [{"code": "a", "name": "Xã A", "kind": "commune"}, {"code": "a", "name": "Xã B", "kind": "commune"}], "entries": []}' >in.json
refused 65 'the unit is told twice' "$bin/motcua" score --inputs in.json

# Sets: an end before the begin, one name or one code twice.
set_of() { # name valid
  printf '{"name": "%s", "title": "C", "document": "D", "period": "month"%s, "commitments": [{"title": "x", "metrics": ["online_rate"], "target": 85}]}' "$1" "$2"
}
set_of c ', "valid": {"from": "2023-01-01", "to": "2022-12-31"}' >c.json
refused 78 'ends before it begins' "$bin/motcua" commitments check c.json
set_of c ', "valid": {"from": "2023-01-01", "to": "2023-01-01"}' >c.json
"$bin/motcua" commitments check c.json >/dev/null || fail "a set of one day"
set_of c '' >c2.json
echo '{"store": "sqlite:x.db", "sources": [], "commitments": ["c.json", "c2.json"]}' >motcua.json
refused 78 'two sets of the config are called c' "$bin/motcua" status
echo '{"store": "sqlite:x.db", "sources": []}' >motcua.json
mandates() { # more members, one mandate after another
  printf '{"name": "m", "title": "M", "document": "D", "version": "1", "period": "month"%s, "mandates": [%s]}' "$1" "$2" >m.json
}
one='{"code": "1", "title": "x", "of": true, "must": "digitized", "target": 50}'
mandates ', "valid": {"from": "2023-01-01", "to": "2022-12-31"}' "$one"
refused 78 'ends before it begins' "$bin/motcua" mandates --set m.json
mandates '' "$one, $one"
refused 78 'the code 1 is there twice' "$bin/motcua" mandates --set m.json
mandates '' '{"code": "1", "title": "x", "in": "procedures", "of": true, "must": "digitized", "target": 50}'
refused 78 'no such aggregate' "$bin/motcua" mandates --set m.json

# Rulesets: a rating that nobody reaches, a place that is measured.
ruleset() { # members, rule
  printf '{"name": "r", "title": "R", "document": "D", "version": "1", "max": 10, "basis": "seed"%s, "areas": [{"code": "1", "title": "A", "criteria": [{"code": "1.1", "title": "x", "max": 10, "basis": "seed"%s}]}]}' "$1" "$2" >r.json
}
ruleset ', "ratings": [{"code": "a", "title": "A", "from": 180}]' ''
refused 65 'nobody can reach this rating' "$bin/motcua" ruleset check r.json
ruleset ', "ratings": [{"code": "a", "title": "A", "points": 11}]' ''
refused 65 'nobody can reach this rating' "$bin/motcua" ruleset check r.json
ruleset '' ', "inputs": [{"metric": "online_rate"}], "rule": {"kind": "rank_bands", "bands": [{"to": 10, "points": 3}], "else": 1}'
refused 65 'a place is not measured' "$bin/motcua" ruleset check r.json
