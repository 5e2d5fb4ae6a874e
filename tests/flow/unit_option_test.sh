#!/bin/sh
# --unit means the same in every command: a code in any letter case or a name; an unknown one is an error with the nearest.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}' >motcua.json
printf 'code,name,kind,parent\nH1,UBND huyện Mẫu,district,\nH1.1,UBND xã Hòa Bình,commune,H1\nH1.2,UBND xã Lộc An,commune,H1\n' >units.csv
"$bin/motcua" units import units.csv 2>/dev/null
at=--at=2022-11-25T15:00

for command in status counts metrics score advise plan mandates "evidence list" "evidence missing"; do
  # shellcheck disable=SC2086 # words of the command line
  expect_code 64 "$bin/motcua" $command "$at" --unit H1.11
  grep -q 'no such unit' stderr || { cat stderr; fail "$command: an unknown unit"; }
  # the commands that score know the units that the ruleset binds
  case $command in score | plan | "evidence missing") continue ;; esac
  grep -q 'H1\.1 (Xã Hòa Bình)' stderr || { cat stderr; fail "$command: the nearest unit"; }
done
for given in H1.1 h1.1 "UBND xã Hòa Bình" "xã hòa bình" "xa hoa binh" "XÃ HÒA BÌNH"; do
  "$bin/motcua" counts "$at" --unit "$given" --format csv >counts.csv 2>stderr || { cat stderr; fail "$given"; }
  grep -q ',H1.1,' counts.csv || fail "counts of '$given'"
  ! grep -q ',H1.2,\|,H1,\|,ALL,' counts.csv || fail "counts of '$given' tell of others"
  "$bin/motcua" status "$at" --unit "$given" >status.txt 2>stderr || { cat stderr; fail "status of $given"; }
done
"$bin/motcua" counts "$at" --unit all --format csv | grep -q ',ALL,' || fail "ALL in small letters"
echo ok
