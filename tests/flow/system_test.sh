#!/bin/sh
# Whose system a dossier is on (TT 04/2025), who received it and who handles it (NĐ 118/2025), paper and digitizing (TT 03/2025): from a
# file's columns and codes to counters, status, report and form 06, in both stores. All figures were counted by hand from the ten rows below.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
MOTCUA_LANG='vi'
ask postgres "CREATE DATABASE system OWNER motcua"
# xã A has nine rows, of which two are of its part .02; Sở B handles one that xã A received, xã C one that Sở B received
cat >ho-so.csv <<END
Mã hồ sơ,Mã đơn vị,Mã đơn vị tiếp nhận,Lĩnh vực,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Số hóa,Trạng thái
H21.227.02-260302-0001,H21.227.02,H21.227,Hộ tịch,Trực tiếp,02/03/2026,04/03/2026,03/03/2026,Có,Đã xử lý xong
H21.227.02-260302-0002,H21.227.02,H21.227.02,Hộ tịch,Trực tuyến,02/03/2026,04/03/2026,05/03/2026,Không,Đã xử lý xong
H21.227-260302-131234,H21.227,,Thuế,Trực tiếp,02/03/2026,04/03/2026,05/03/2026,Không,Đã xử lý xong
H21.227-260303-130007,H21.227,,Thuế,Trực tuyến,03/03/2026,05/03/2026,,Không,Đang xử lý
H21.227-260303-000008,H21.227,,Hộ tịch,Bưu chính,03/03/2026,30/03/2026,,Có,Đang xử lý
H21.227-260303-0009,H21.005,H21.227,Đất đai,Trực tiếp,03/03/2026,30/03/2026,,Không,Đang xử lý
H21.005-260304-0010,H21.228,H21.005,Hộ tịch,Trực tuyến,04/03/2026,30/03/2026,,Không,Đang xử lý
H21.005-260304-0011,H21.005,,Đất đai,Trực tuyến,04/03/2026,30/03/2026,04/03/2026,Không,Đã xử lý xong
G13.101.01-260304-0012,H21.228,,Thuế,Trực tuyến,04/03/2026,30/03/2026,04/03/2026,Không,Đã xử lý xong
H21.228-251201-131234,H21.228,,Hộ tịch,Trực tuyến,04/03/2026,30/03/2026,04/03/2026,Không,Đã xử lý xong
END
printf 'code,name,kind\nH21.227,UBND xã A,commune\nH21.228,UBND xã C,commune\nH21.005,Sở B,department\n' >units.csv
expect() { # unit counter value
  got=$(python3 -c "
import csv, sys
rows = [r for r in csv.DictReader(open('counts.csv')) if r['unit'] == sys.argv[1]]
print(rows[0][sys.argv[2]] if len(rows) == 1 and sys.argv[2] in rows[0] else ([r['value'] for r in rows if r.get('counter') == sys.argv[2]] or ['none'])[0])" "$1" "$2")
  [ "$got" = "$3" ] || { cat counts.csv; fail "$kind: $2 of $1 is $got, not $3"; }
}
for kind in sqlite postgres; do
  [ $kind = sqlite ] && store=sqlite:$work/system.db || store=$(store_of system)
  echo "{\"store\": \"$store\", \"commitments\": [\"y-yen-2022\"], \"sources\": []}" >motcua.json
  expect_code 0 "$bin/motcua" import ho-so.csv --at 2026-03-06T15:00
  expect_code 0 "$bin/motcua" units import units.csv
  "$bin/motcua" counts --period month --of 2026-03 --at 2026-03-06T15:00 --format csv >counts.csv
  expect ALL received 10
  expect ALL received_central 3   # two with 13 in front of the number, one of a unit of a ministry
  expect ALL received_provincial 7
  expect ALL finished_central 2
  expect ALL late_central 1
  expect ALL open_central 1
  expect ALL open_overdue_central 1
  expect ALL open_overdue_provincial 0
  # the office holds its parts
  expect H21.227 received 5
  expect H21.227 received_central 2
  expect H21.227 handled_elsewhere 1
  expect H21.227 received_elsewhere 0
  expect H21.005 received_elsewhere 1
  expect H21.005 handled_elsewhere 1
  expect H21.228 received_elsewhere 1
  expect ALL handled_elsewhere 2
  # paper: three at the counter, one by post; two of them digitized
  expect ALL received_paper 4
  expect ALL digitized_paper 2
  "$bin/motcua" metrics --metric digitization_rate_paper --metric digitization_rate --unit ALL --period month --of 2026-03 --at 2026-03-06T15:00 --format csv >rates.csv
  grep -q 'digitization_rate_paper,2,4,50' rates.csv || grep -q ',2,4,50' rates.csv || { cat rates.csv; fail "$kind: paper"; }
  grep -q ',2,10,20' rates.csv || { cat rates.csv; fail "$kind: all"; }
  "$bin/motcua" status --period month --of 2026-03 --at 2026-03-06T15:00 >status.txt
  tr '\n' ' ' <status.txt | tr -s ' ' >status.line
  grep -q 'Trên hệ thống của các bộ: tiếp nhận 3, đã giải quyết 2 (quá hạn 1), đang giải quyết 1 (quá hạn 1); trên hệ thống của tỉnh: tiếp nhận 7, đã giải quyết 4 (quá hạn 1), đang giải quyết 3 (quá hạn 0)\.' status.line || { cat status.txt; fail "$kind: status"; }
  ! grep -q 'H21\.227\.02' status.txt || { cat status.txt; fail "$kind: a part has a row beside its office"; }
  "$bin/motcua" report --at 2026-03-06T15:00 -o bao-cao.html
  grep -q 'Trên hệ thống của các bộ: tiếp nhận 3' bao-cao.html || fail "$kind: report"
  "$bin/motcua" report unit H21.227 --at 2026-03-06T15:00 -o xa.html
  grep -q 'tiếp nhận tại đây do đơn vị khác giải quyết 1, giải quyết tại đây do đơn vị khác tiếp nhận 0' xa.html || fail "$kind: report of the unit"
  "$bin/motcua" report form-06 --of 2026-03 --at 2026-03-06T15:00 --format csv >06.csv
  grep -q '^"*central' 06.csv || grep -q ',central,' 06.csv || { cat 06.csv; fail "$kind: form 06 does not part the systems"; }
  expect_code 0 "$bin/motcua" db check
  expect_code 0 "$bin/motcua" import ho-so.csv --at 2026-03-07T15:00
  grep -q 'không đổi 10' stderr || { cat stderr; fail "$kind: the same dossiers are other ones"; }
  echo "ok: $kind"
done
