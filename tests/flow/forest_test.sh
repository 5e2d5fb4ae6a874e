#!/bin/sh
# Units are a forest, on both kinds of store: circles of parents or successors, chains above the limit and units that end before they begin
# are refused whole by the import; a store that has some all the same (of before, or changed by hand) counts nothing twice, says so where
# its figures are used, and db check names each unit.
. "$(dirname "$0")/lib.sh"
POSTGRES_OPTIONS=${POSTGRES_OPTIONS:- } # a server that may lose what was committed does not pass 'db check'
. "$flow/postgres_lib.sh"
createdb -O motcua forest

sql() { # SQL: as the owner of the store in hand
  case $MOTCUA_STORE in
  sqlite:*) sqlite3 "${MOTCUA_STORE#sqlite:}" "$1" ;;
  *) ask forest "SET search_path = motcua; $1" ;;
  esac
}
good() { # text of a file
  printf '%b' "$1" >good.csv
  expect_code 0 "$bin/motcua" units import good.csv
}
refused() { # words, text of a file: told, and nothing stored
  printf '%b' "$2" >bad.csv
  expect_code 65 "$bin/motcua" units import bad.csv
  grep -q "$1" stderr || { cat stderr; fail "no word of it ($1)"; }
  "$bin/motcua" units --format csv | cmp -s - before.csv || fail "a refused file was stored in part ($1)"
}
received() { # unit: its received of June
  "$bin/motcua" counts --of 2025-06 --at 2025-06-30T23:00 --format csv >warned
  sed -n "s/.*,$1,received,\\([0-9]*\\).*/\\1/p" warned
}
found() { # words, unit
  "$bin/motcua" db check --format csv >checked 2>stderr && fail "db check finds nothing wrong with $2"
  grep -q "tree,wrong,[^,]*$1[^,]*,$2," checked || { cat checked; fail "db check does not name $2 ($1)"; }
}
deep() { # units: a chain T1 <- T2 <- ...
  echo code,name,kind,parent
  echo T1,Tầng 1,other,
  for i in $(seq 2 "$1"); do echo "T$i,Tầng $i,other,T$((i - 1))"; done
}
echo '{"store": "sqlite:forest.db", "commitments": ["y-yen-2022"]}' >motcua.json
cat >june.csv <<'CSV'
Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái
A1,A,02/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
B1,B,02/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
B2,B,03/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
C1,C,03/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
CSV

for MOTCUA_STORE in "sqlite:$work/forest.db" "$(store_of forest)"; do
  export MOTCUA_STORE
  expect_code 0 "$bin/motcua" import june.csv --source xa --at 2025-06-30T09:00
  good 'code,name,kind,parent\nP,Tỉnh,province,\nA,Xã An,commune,P\nB,Xã Bình,commune,P\nC,Xã Cát,commune,P\n'
  "$bin/motcua" units --format csv >before.csv

  # Circles of any length, within the file and with what is there; a name that the file also brings is not taken either.
  refused 'circle' 'code,name,parent\nA,Tên mới,A\n'
  refused 'circle' 'code,name,parent\nNEW,Đơn vị mới,P\nP,Tỉnh,A\n'
  refused 'circle' 'code,parent\nX,Z\nY,X\nZ,Y\n'
  refused 'circle' 'code,successor\nA,B\nB,C\nC,A\n'
  refused 'circle' 'code,successor,valid_to\nA,B,2025-07-01\nB,A,2025-07-01\n'
  refused 'ends before' 'code,name,valid_from,valid_to\nN,Xã N,2025-07-02,2025-07-01\n'
  good 'code,valid_from\nA,2020-01-01\n'
  "$bin/motcua" units --format csv >before.csv
  refused 'ends before' 'code,valid_to\nA,2019-12-31\n'
  # By map too.
  expect_code 0 "$bin/motcua" units map ONE A
  expect_code 0 "$bin/motcua" units map TWO ONE
  "$bin/motcua" units --format csv >before.csv
  expect_code 65 "$bin/motcua" units map A TWO
  grep -q 'circle' stderr || { cat stderr; fail "units map makes a circle"; }
  "$bin/motcua" units --format csv | cmp -s - before.csv || fail "units map stored a circle"
  # Nine levels, no more: eight steps up.
  deep 9 >deep.csv
  expect_code 0 "$bin/motcua" units import deep.csv
  "$bin/motcua" units --format csv >before.csv
  refused 'levels' 'code,parent\nT10,T9\n'
  refused 'levels' 'code,parent\nT1,P\n'
  deep 60 | sed 's/T/U/g' >deep.csv
  expect_code 65 "$bin/motcua" units import deep.csv
  "$bin/motcua" units --format csv | cmp -s - before.csv || fail "a tree of 60 levels was stored in part"
  "$bin/motcua" db check --format csv >checked 2>stderr || { cat checked; fail "db check of a forest"; }
  [ "$(received P)" = 4 ] && [ "$(received B)" = 2 ] || fail "received: $(received P), $(received B)"

  # What stands in a store by another hand: not counted twice, told, found; what mends it is taken.
  sql "UPDATE unit SET parent = 'B' WHERE code = 'A'; UPDATE unit SET parent = 'A' WHERE code = 'B'"
  [ "$(received A)" = 1 ] && [ "$(received B)" = 2 ] && [ "$(received ALL)" = 4 ] || fail "doubled: $(received A), $(received B), $(received ALL)"
  grep -q 'A, B.*circle' warned || { cat warned; fail "counts: no word of the circle"; }
  for command in "status" "metrics --metric on_time_rate" "score" "report"; do
    # shellcheck disable=SC2086
    expect_code 0 "$bin/motcua" $command --format text --at 2025-06-30T23:00
    cat stdout stderr | tr '\n' ' ' | tr -s ' ' | grep -q 'circle' || { cat stdout stderr; fail "$command: no word of the circle"; }
  done
  found circle A
  found circle B
  good 'code,parent\nA,P\nB,P\n'
  [ "$(received P)" = 4 ] || fail "after mending: $(received P)"
  ! grep -q circle warned || fail "told although it is mended"
  sql "UPDATE unit SET successor = 'B' WHERE code = 'A'; UPDATE unit SET successor = 'A' WHERE code = 'B'"
  [ "$(received A)" = 1 ] && [ "$(received B)" = 2 ] && [ "$(received P)" = 4 ] || fail "successors: $(received A), $(received B), $(received P)"
  found circle A
  sql "UPDATE unit SET successor = NULL WHERE code IN ('A', 'B')"
  sql "UPDATE unit SET parent = 'T9' WHERE code = 'B'; UPDATE unit SET parent = 'P' WHERE code = 'T1'"
  "$bin/motcua" counts --of 2025-06 --at 2025-06-30T23:00 --format csv >warned
  grep -q 'levels' warned || { cat warned; fail "counts: no word of a tree too deep"; }
  found levels B
  sql "UPDATE unit SET parent = 'P' WHERE code = 'B'; UPDATE unit SET parent = NULL WHERE code = 'T1'"
  sql "UPDATE unit SET valid_from = 20, valid_to = 10 WHERE code = 'T9'"
  found 'ends before' T9
done
