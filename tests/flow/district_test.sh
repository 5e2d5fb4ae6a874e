#!/bin/sh
# A district without dossiers of its own: its row is the sum of its communes, in status and in the report; it is judged by a set that
# names districts, and by no other, for its communes are judged already. A province above everything is the row of the total.
. "$(dirname "$0")/lib.sh"
cat >units.csv <<END
code,name,kind,parent
P,UBND tỉnh Mẫu,province,
H1,UBND huyện Một,district,P
H2,UBND huyện Hai,district,P
H3,UBND huyện Không,district,P
A,UBND xã A,commune,H1
B,UBND xã B,commune,H1
C,UBND xã C,commune,H2
D,UBND xã D,commune,H3
END
# H1: three of A online, two of B at the counter, 3/5 = 60 %; H2: one online, 1/1. H3 has a commune without dossiers. All: 4/6 = 66,67 %.
{ echo 'Mã hồ sơ,Mã đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái'
  for i in 1 2 3; do echo "A$i,A,Mức độ 3,Trực tuyến,0$i/11/2022 08:00,30/11/2022 17:00,10/11/2022 08:00,Đã có kết quả"; done
  for i in 1 2; do echo "B$i,B,Mức độ 3,Trực tiếp,0$i/11/2022 08:00,30/11/2022 17:00,10/11/2022 08:00,Đã có kết quả"; done
  echo "C1,C,Mức độ 3,Trực tuyến,01/11/2022 08:00,30/11/2022 17:00,10/11/2022 08:00,Đã có kết quả"; } >ho-so.csv
set_write() {
  printf '{"name": "%s", "title": "%s", "document": "D", "period": "month", "unit_kinds": [%s], "commitments": [{"title": "TT", "metrics": ["online_share"], "target": 80}]}' \
    "$1" "$1" "$2" >"$1.json"
}
set_write xa '"commune"'
set_write huyen '"district"'
set_write moi ''
set_write tinh '"province"'
echo '{"store": "sqlite:m.db", "sources": [], "commitments": ["xa.json", "huyen.json", "moi.json", "tinh.json"]}' >motcua.json
"$bin/motcua" units import units.csv
"$bin/motcua" import ho-so.csv --source s --at 2022-11-25T10:00 2>/dev/null
rows() { "$bin/motcua" status --set "$1" --at 2022-11-25T15:00 --format csv | python3 -c "
import csv, sys
print(' '.join('%s:%s:%s' % (r['unit'], r['online_share'], r['online_share_state']) for r in csv.DictReader(sys.stdin)))"; }
expect() { [ "$1" = "$2" ] || fail "'$1', not '$2'"; }
expect "$(rows xa)" 'A:100.00:yes C:100.00:yes B:0.00:no H2:100.00: H1:60.00: ALL:66.67:no'
expect "$(rows huyen)" 'H2:100.00:yes H1:60.00:no A:100.00: C:100.00: B:0.00: ALL:66.67:no'
expect "$(rows moi)" 'A:100.00:yes C:100.00:yes B:0.00:no H2:100.00: H1:60.00: ALL:66.67:no'
expect "$(rows tinh)" 'P:66.67:no A:100.00: C:100.00: B:0.00: H2:100.00: H1:60.00: ALL:66.67:no'
# The report: a row of its own, no place among communes, and no second shortfall.
report() { "$bin/motcua" report "$@" --at 2022-11-25T15:00 --format table 2>/dev/null | tr '\n' ' ' | tr -s ' '; }
report --set xa >xa.txt
grep -qF -- '– Huyện Một 60,00 –' xa.txt || { cat xa.txt; fail "no row of the district"; }
grep -qF '1 đơn vị còn chỉ tiêu chưa đạt' xa.txt || { cat xa.txt; fail "the sum of the district is short once more"; }
report --set huyen >huyen.txt
grep -qF '2 Huyện Một 60,00 ▲' huyen.txt || { cat huyen.txt; fail "the district is not judged"; }
report unit H1 --set huyen >h1.txt
grep -qF '60,00' h1.txt && grep -qF 'thiếu 1' h1.txt || { cat h1.txt; fail "the paper of the district"; }
# A form's rows add up to its total, so no district stands among its communes.
report hanoi-period --of 2022-11 >form.txt
! grep -qF 'Huyện Một' form.txt || { cat form.txt; fail "a form counts the communes of a district twice"; }
