#!/bin/sh
# Scores over time, on both stores: what collect keeps is what 'score' says; entries and rulesets that change are seen, nothing else
# is written.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
first=2026-10-02T15:00
second=2026-10-09T15:00
unit=H21.227

on() { # store words... : the program, in the folder of that store
  folder=$1
  shift
  (cd "$folder" && "$bin/motcua" "$@")
}
sql() { # store query : rows, columns apart by |
  if [ "$1" = sqlite ]; then
    sqlite3 sqlite/motcua.db "$2"
  else
    psql -X -q -A -t -v ON_ERROR_STOP=1 -c "SET search_path = motcua" -c "$2"
  fi
}
expect() { # store query wanted
  got=$(sql "$1" "$2")
  [ "$got" = "$3" ] || fail "$1: $2 gives '$got', not '$3'"
}
alike() { # query : the same on both stores, some rows
  sql sqlite "$1" >a
  sql postgres "$1" >b
  cmp a b || { diff a b | head; fail "the stores differ: $1"; }
  [ -s a ] || fail "no rows: $1"
}
config() { # ruleset...
  list=
  for name in "$@"; do list="$list${list:+, }\"$name\""; done
  for store in sqlite postgres; do
    mkdir -p $store
    address_of=sqlite:motcua.db
    [ $store = sqlite ] || address_of=$MOTCUA_TEST_POSTGRES
    cat >$store/motcua.json <<END
{"store": "$address_of", "commitments": ["nq71-2030"], "rulesets": [$list],
 "sources": [{"name": "gia-lai", "manifest": "evaluation", "base_url": "$address",
              "vars": {"root": "019d2be3-6a85-74ec-a346-6489e82ae4c7"}}]}
END
  done
}

start_portal --evaluation "$cases/766/replies-2026-10-02"
config
for store in sqlite postgres; do
  on $store collect --at $first 2>/dev/null
  expect $store "SELECT COUNT(*) FROM score_sample" 0 # nobody asked for a history
done
config qd-766
for store in sqlite postgres; do
  on $store db sample --at $first 2>/dev/null
done
start_portal --evaluation "$cases/766/replies-2026-10-09"
config qd-766
for store in sqlite postgres; do
  on $store collect --at $second 2>/dev/null
  on $store score --of 2026 --at $second --format csv >league.csv
  on $store score --of 2026 --at $second --criterion all --format csv >sheet.csv
  sql $store "SELECT unit, place, places, points, points_week_before, places_up_week FROM v_score_rank ORDER BY unit" >rank
  sql $store "SELECT unit, criterion, points, maximum, lost FROM v_score_now WHERE is_current ORDER BY unit, position" >now
  python3 - <<'PY'
import csv
from decimal import Decimal as D
league = {r['unit']: r for r in csv.DictReader(open('league.csv')) if r['points']}
rank = {r[0]: r[1:] for r in (line.strip().split('|') for line in open('rank'))}
assert len(rank) > 140 and set(rank) == {u for u in league if league[u]['rank']}, len(rank)
for unit, (place, places, points, before, up) in rank.items():
    row = league[unit]
    assert (place, D(points)) == (row['rank'], D(row['points'])), (unit, place, points, row)
    assert (before == '') == (row['change_week'] == ''), (unit, before, row['change_week'])
    assert before == '' or D(points) - D(before) == D(row['change_week']), (unit, points, before, row['change_week'])
sheet = {(r['unit'], r['criterion']): r for r in csv.DictReader(open('sheet.csv')) if r['points']}
now = {tuple(r[:2]): r[2:] for r in (line.strip().split('|') for line in open('now')) if r[2]}
assert set(now) == set(sheet) and len(now) > 1500, (len(now), len(sheet))
for key, (points, maximum, lost) in now.items():
    row = sheet[key]
    assert D(points) == D(row['points']) and D(maximum) == D(row['max']) and D(lost) == D(row['lost'] or 0), key
print('%d places and %d scores of the history are those of the command' % (len(rank), len(now)))
PY
done
# Vân Canh, by hand: 1.1 is 1/47 = 2.13 % of 6 points, 0.13, so 5.87 are lost; the total moved from 75.51 to 75.27
for store in sqlite postgres; do
  expect $store "SELECT CAST(ROUND(lost * 100) AS integer), cause FROM v_score_lost WHERE unit = '$unit' AND criterion = '1.1'" \
    '587|1/47 = 2.13%, full from 100%; 46 short'
  expect $store "SELECT CAST(ROUND(points * 100) AS integer), CAST(ROUND(points_week_before * 100) AS integer), place, places FROM v_score_rank
    WHERE unit = '$unit'" '7527|7551|1|135'
  expect $store "SELECT COUNT(*), MIN(CAST(ROUND(points * 100) AS integer)) FROM v_score_history WHERE unit = '$unit' AND area = 'TOTAL'" '2|7527'
done
alike "SELECT unit, ruleset, criterion, observed_at, version, points, maximum, known, missing, numerator, denominator, place, origin
  FROM score_sample ORDER BY 1, 2, 3, 4"
alike "SELECT unit, criterion, rate, aim, short_by, cause FROM score_now ORDER BY 1, 2"
alike "SELECT unit, criterion, title, area_title, cause FROM v_score_lost ORDER BY 1, 2"

# Nothing new: no row. Something was entered: the criterion, its area, the total, and the places that it moved.
cat >entries.csv <<END
ruleset,criterion,unit,period,points,appraised,target,deadline,entered_by,at
qd-766,3.3,$unit,2026,2.5,2,3,2026-12-15,phong-noi-vu,2026-10-09T14:00
tan-dan-766,3.2,$unit,2026,2,,,,phong-noi-vu,2026-10-09T14:00
END
for store in sqlite postgres; do
  before=$(sql $store "SELECT COUNT(*) FROM score_sample")
  on $store db sample --at $second 2>told
  grep -q '^periods: 0;' told || { cat told; fail "$store: something was sampled again"; }
  expect $store "SELECT COUNT(*) FROM score_sample" "$before"
  on $store import --manual ../entries.csv 2>/dev/null
  on $store db sample --at $second 2>told
  grep -q '^periods: 1;' told || { cat told; fail "$store: an entry is not seen"; }
  expect $store "SELECT criterion, points, self, appraised, target, origin FROM score_now WHERE unit = '$unit' AND criterion IN ('3.2', '3.3')
    ORDER BY criterion" '3.3|20000|25000|20000|30000|entered'
  on $store db sample --at $second 2>told
  grep -q '^periods: 0;' told || { cat told; fail "$store: an entry is seen twice"; }
done
alike "SELECT unit, criterion, points, place FROM score_now ORDER BY 1, 2"

# Evidence: Hải Hậu's notice asks for it in 27 criteria, those of area 2 by 04/12/2019, the others by 15/12/2019.
printf 'code,name,kind\nhai-hau,UBND huyện Hải Hậu,district\n' >units.csv
printf 'abc' >'Quyết định 12.pdf' # FIPS 180-2, appendix B.1: ba7816bf ...
abc=ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
mkfifo pipe
hai_hau() { # store words... : with that ruleset and year
  s=$1
  shift
  on "$s" "$@" --of 2019 --ruleset nam-dinh-2019
}
for store in sqlite postgres; do
  on $store units import ../units.csv 2>/dev/null
  on $store db sample --at $second 2>/dev/null # the tree is another one
  hai_hau $store evidence missing --format csv >missing.csv
  python3 - <<'PY'
import csv
rows = {r['criterion']: r for r in csv.DictReader(open('missing.csv'))}
assert len(rows) == 27 and {r['unit'] for r in rows.values()} == {'hai-hau'}, len(rows)
for code, row in rows.items():
    assert row['deadline'] == '2019-12-15', row
assert (rows['4.2']['responsible'], rows['4.2']['points'], float(rows['4.2']['max'])) == ('Phòng Nội vụ', '', 1), rows['4.2']
PY
  hai_hau $store evidence add 4.2 '../Quyết định 12.pdf' --unit hai-hau --reference 'Tủ 3' --by 'Nội vụ' --at 2026-10-09T14:00 2>told
  grep -q 'ba7816bf8f01' told || { cat told; fail "$store: the hash is not told"; }
  hai_hau $store evidence add 4.2 '../Quyết định 12.pdf' --unit hai-hau --by x --at 2026-10-09T14:30 2>told
  grep -q already told || { cat told; fail "$store: one file counts twice"; }
  expect $store "SELECT name, bytes, sha256, reference, entered_by, entered_at FROM evidence" \
    "Quyết định 12.pdf|3|$abc|Tủ 3|Nội vụ|1791529200"
  hai_hau $store evidence missing --format csv >missing.csv
  { [ "$(wc -l <missing.csv)" -eq 27 ] && ! grep -q ',4\.2,' missing.csv; } || fail "$store: what is there is missing"
  hai_hau $store score --unit hai-hau --criterion 4.2 --format csv >sheet.csv
  grep -q 'present,Quyết định 12.pdf (Tủ 3)' sheet.csv || { cat sheet.csv; fail "$store: the sheet does not show the evidence"; }
  on $store evidence check '../Quyết định 12.pdf' --format csv >check.csv
  grep -q ',same,1,hai-hau,4.2,' check.csv || { cat check.csv; fail "$store: the file is not known again"; }
  [ $store = sqlite ] || continue
  printf 'abcd' >sqlite/'Quyết định 12.pdf'
  printf 'x' >sqlite/khac.txt
  (cd sqlite && expect_code 65 "$bin/motcua" evidence check 'Quyết định 12.pdf' khac.txt --format csv)
  grep -q 'Quyết định 12.pdf,changed,1,' stdout || { cat stdout; fail "a changed file is not told"; }
  grep -q 'khac.txt,unknown,' stdout || { cat stdout; fail "an unknown file is not told"; }
  cd sqlite
  expect_code 64 "$bin/motcua" evidence add 4.2 ../pipe --unit hai-hau --of 2019 --ruleset nam-dinh-2019
  expect_code 64 "$bin/motcua" evidence add 4.2 nowhere --unit hai-hau --of 2019 --ruleset nam-dinh-2019
  expect_code 64 "$bin/motcua" evidence add 9.9 khac.txt --unit hai-hau --of 2019 --ruleset nam-dinh-2019
  expect_code 64 "$bin/motcua" evidence add 4.2 khac.txt --unit hai-ha --of 2019 --ruleset nam-dinh-2019
  expect_code 64 "$bin/motcua" evidence add 4.2 khac.txt --unit hai-hau --ruleset nam-dinh-2019
  expect_code 64 "$bin/motcua" evidence withdraw 9
  expect_code 64 "$bin/motcua" evidence withdraw x
  expect_code 64 "$bin/motcua" evidence burn
  cd ..
done
for store in sqlite postgres; do
  # what was known then: the evidence counts until it is withdrawn
  on $store evidence withdraw 1 --note 'nhầm tệp' --by x --at 2026-10-09T14:45
  hai_hau $store evidence missing --format csv >now.csv
  hai_hau $store evidence missing --known-at 2026-10-09T14:40 --format csv >then.csv
  { [ "$(wc -l <now.csv)" -eq 28 ] && [ "$(wc -l <then.csv)" -eq 27 ]; } || fail "$store: withdrawing"
  on $store evidence list --format csv >list.csv
  grep -q ",$abc,.*,withdrawn$" list.csv || { cat list.csv; fail "$store: the list hides what was withdrawn"; }
  for statement in "UPDATE evidence SET note = 'x'" "DELETE FROM evidence" "DELETE FROM manual_entry"; do
    sql $store "$statement" 2>/dev/null && fail "$store: $statement"
  done
  on $store evidence add 3.3 ../pipe.txt --unit $unit --of 2026 --by x --at $second 2>/dev/null && fail "$store: no such file"
  on $store evidence add 3.3 '../Quyết định 12.pdf' --unit $unit --of 2026 --by x --at $second 2>/dev/null
  on $store db sample --at $second 2>told
  grep -q '^periods: 1;' told || { cat told; fail "$store: evidence is not seen"; }
done
alike "SELECT id, ruleset, unit, criterion, name, sha256, reference, entered_by FROM v_evidence ORDER BY id"

# Who owes a plan: an area under 75 % (11.2 of 15 is 74.67 %, 11.25 is 75 %), or the announced rating; for Cẩm Giàng before 10/04/2027.
printf 'code,name,kind\ncg-01,Xã Mẫu 01,commune\ncg-02,Xã Mẫu 02,commune\ncg-03,Xã Mẫu 03,commune\n' >units.csv
cat >remedy.csv <<END
criterion,unit,period,value,points,entered_by,at
RATING,cg-01,2026,Hoàn thành nhiệm vụ,,x,2026-10-09T14:00
TTHC,cg-02,2026,,"11,2",x,2026-10-09T14:00
TTHC,cg-03,2026,,"11,25",x,2026-10-09T14:00
END
config qd-766 cam-giang-2023
for store in sqlite postgres; do
  on $store units import ../units.csv 2>/dev/null
  on $store import --manual ../remedy.csv 2>/dev/null
  on $store db sample --at $second 2>/dev/null
  expect $store "SELECT unit, reason FROM v_remedy ORDER BY unit" 'cg-01|Hoàn thành nhiệm vụ; before 10/04/2027
cg-02|TTHC 74.67% < 75%; before 10/04/2027'
done

# A ruleset that was changed without a new number is another version; one that is no longer configured is not shown.
sed 's/Công khai, minh bạch/Công khai/' "$MOTCUA_SRC/schema/rulesets/qd-766.json" >sqlite/khac.json
cmp -s sqlite/khac.json "$MOTCUA_SRC/schema/rulesets/qd-766.json" && fail "the ruleset did not change: this test shows nothing"
cp sqlite/khac.json postgres/khac.json
config khac.json
for store in sqlite postgres; do
  on $store db sample --at $second 2>/dev/null
  expect $store "SELECT COUNT(DISTINCT version), COUNT(DISTINCT substr(version, 1, 7)) FROM score_sample WHERE unit = '$unit'" '2|1'
done
config qd-766 khac.json
(cd sqlite && expect_code 78 "$bin/motcua" db sample --at $second)
grep -q 'two rulesets have this name' stderr || { cat stderr; fail "two rulesets of one name"; }
config
for store in sqlite postgres; do
  on $store db sample --at $second 2>/dev/null
  expect $store "SELECT COUNT(*) FROM v_score_now" 0
  on $store db prune --before 2026-11 2>/dev/null
  expect $store "SELECT COUNT(*) FROM score_sample" 0
done
