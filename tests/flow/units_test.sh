#!/bin/sh
# Units under several codes and through the mergers of 01/07/2025: what another system calls otherwise counts where it belongs, a former
# commune rolls up to its successor in the periods that begin after its end and stays itself in those before; the expected
# figures are worked out by hand. A unit that only a file names is there at once, and shown as new.
. "$(dirname "$0")/lib.sh"
cat >units.csv <<'CSV'
code,name,kind,parent,valid_from,valid_to,successor
P,UBND tỉnh Mẫu,province,,,,
D,UBND huyện Cũ,district,P,,2025-07-01,
A,UBND xã An,commune,P,,,
B,UBND xã Bình,commune,D,,2025-07-01,A
C,UBND xã Cát,commune,D,,2025-07-01,N
N,UBND phường Cát Mới,commune,P,2025-07-01,,
CSV
cat >june.csv <<'CSV'
Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái
A1,A,02/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
A2,A,03/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
B1,B,02/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
B2,B,02/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
B3,B,02/06/2025 08:00,10/06/2025 17:00,11/06/2025 08:00,Đã có kết quả
B4,B,30/06/2025 08:00,03/07/2025 17:00,,Đang xử lý
C1,C,02/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
CSV
cat >july.csv <<'CSV'
Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái
A3,A,02/07/2025 08:00,10/07/2025 17:00,09/07/2025 08:00,Đã có kết quả
A4,A,02/07/2025 08:00,30/07/2025 17:00,,Đang xử lý
A5,A,03/07/2025 08:00,10/07/2025 17:00,10/07/2025 16:00,Đã có kết quả
B5,B,03/07/2025 08:00,10/07/2025 17:00,11/07/2025 08:00,Đã có kết quả
X1,000.22.09.P,04/07/2025 08:00,10/07/2025 17:00,,Đang xử lý
CSV
cat >elsewhere.csv <<'CSV'
Mã hồ sơ,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái
S1,Xã Bình (cũ),05/06/2025 08:00,10/06/2025 17:00,09/06/2025 08:00,Đã có kết quả
CSV
"$bin/motcua" import june.csv --source xa --at 2025-07-16T09:00 2>stderr
"$bin/motcua" import july.csv --source xa --at 2025-07-16T09:00 2>stderr
"$bin/motcua" import elsewhere.csv --source khac --at 2025-07-16T09:00 2>stderr
expect_code 0 "$bin/motcua" units import units.csv
"$bin/motcua" units list --format csv >before.csv
grep -q '^000.22.09.P,.*,new$' before.csv || { cat before.csv; fail "a unit that nobody placed is not shown as new"; }
grep -q '^xa-binh-cu,Xã Bình (cũ),.*,new$' before.csv || { cat before.csv; fail "a unit known by its name alone is not shown as new"; }
grep -q '^B,.*,former$' before.csv || fail "the former commune is not shown as such"
expect() { # period, of, at, then unit,counter,value...
  period=$1 of=$2 at=$3
  shift 3
  "$bin/motcua" counts --period "$period" --of "$of" --at "$at" --format csv >counts.csv
  for wanted; do grep -q ",$wanted\$" counts.csv || { grep "${wanted%,*}," counts.csv; fail "$of: not $wanted"; }; done
}
# Not placed: counted under its own code and in ALL, dropped nowhere.
expect month 2025-07 2025-07-16T09:00 000.22.09.P,received,1 A,received,4 ALL,received,5

# One code at a time, or a file of them.
expect_code 0 "$bin/motcua" units map xa-binh-cu B
printf 'code,unit,name\n000.22.09.P,N,Phường Cát Mới (hệ thống bộ)\n' >map.csv
expect_code 0 "$bin/motcua" units map map.csv
"$bin/motcua" units --format csv >after.csv
grep -q '^000.22.09.P,Phường Cát Mới (hệ thống bộ),.*,N,other code$' after.csv || { cat after.csv; fail "the mapping is not shown"; }

# June: each is itself. B has 4 and the one from elsewhere, the district that and C's.
expect month 2025-06 2025-06-30T23:59 A,received,2 B,received,5 C,received,1 D,received,6 P,received,8 ALL,received,8 \
  B,finished,4 B,late,1 B,open,1 A,open,0
! grep -qE ',(xa-binh-cu|000.22.09.P),' counts.csv || fail "another code has rows of its own"
# July: A has its own three and the one that came under B's code, with the one that B left open; N has what came under another
# system's code, and C's past is over. The district is no more.
expect month 2025-07 2025-07-16T09:00 A,received,4 A,carried_over,1 A,finished,3 A,early,1 A,on_time,1 A,late,1 A,open,2 A,open_overdue,1 \
  N,received,1 N,carried_over,0 N,open_overdue,1 P,received,5 P,carried_over,1 ALL,received,5 ALL,carried_over,1
! grep -qE ',(B|C|xa-binh-cu),' counts.csv || fail "a former commune has rows of its own in July"
# The year saw them all: nothing is counted twice, nothing is lost.
expect year 2025 2025-07-16T09:00 A,received,5 B,received,6 C,received,1 N,received,1 D,received,7 P,received,13 ALL,received,13
"$bin/motcua" status --at 2025-07-16T09:00 --period month --of 2025-07 --format csv >status.csv
! grep -qE '^([^,]*,)?(B|C|xa-binh-cu|000.22.09.P),' status.csv || fail "the commitments name a former commune"
# The time series say the same, and still do after the mapping has changed and more has come under the old codes.
now() { # the last word of the series
  sqlite3 motcua.db "SELECT unit, value FROM count_sample c WHERE counter = 'received' AND period_kind = 'month' AND period_from = 1751302800
    AND source_id = 0 AND observed_at = (SELECT MAX(observed_at) FROM count_sample d WHERE d.unit = c.unit AND d.counter = c.counter
    AND d.period_kind = c.period_kind AND d.period_from = c.period_from) AND value > 0 ORDER BY unit" | tr '\n' ' '
}
printf 'Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái\nB6,B,07/07/2025 08:00,30/07/2025 17:00,,Đang xử lý\nX2,000.22.09.P,07/07/2025 08:00,30/07/2025 17:00,,Đang xử lý\n' >more.csv
"$bin/motcua" import more.csv --source xa --at 2025-07-17T09:00 2>stderr
[ "$(now)" = 'A|5 ALL|7 N|2 P|7 ' ] || fail "the series: $(now)"
expect_code 0 "$bin/motcua" units map 000.22.09.P A
"$bin/motcua" import more.csv --source xa --at 2025-07-18T09:00 2>stderr
[ "$(now)" = 'A|7 ALL|7 P|7 ' ] || fail "the series after another mapping: $(now)"
# Mistakes are told, and nothing of the file is taken.
mistake() { # exit status, words, file's text
  printf '%b' "$3" >bad.csv
  expect_code "$1" "$bin/motcua" --lang en units map bad.csv
  grep -q "$2" stderr || { cat stderr; fail "no word of it ($2)"; }
}
"$bin/motcua" units --format csv >before.csv
mistake 65 'no such unit' 'code,unit\nQ1,A\nQ2,nowhere\n'
mistake 65 'stand for itself' 'code,unit\nA,A\n'
mistake 65 'stand for itself' 'code,unit\nA,B\n'
mistake 65 'no unit is given' 'code,unit\nQ1,\n'
mistake 65 'no column named unit' 'code,name\nQ1,A\n'
mistake 65 'unknown column' 'code,unit,parent\nQ1,A,P\n'
expect_code 64 "$bin/motcua" units map
expect_code 64 "$bin/motcua" units nonsense x
"$bin/motcua" units --format csv | cmp - before.csv || fail "a mistaken file was taken in part"
