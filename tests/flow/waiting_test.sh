#!/bin/sh
# Dossiers that wait for the applicant are shown apart: of the overdue ones the report says how many wait, and whose time that is.
. "$(dirname "$0")/lib.sh"
cat >ho-so.csv <<END
Mã hồ sơ,Mã đơn vị,Đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái
A1,X1,UBND xã Một,Mức độ 3,Trực tuyến,02/11/2022 08:00,10/11/2022 17:00,,Yêu cầu bổ sung
A2,X1,UBND xã Một,Mức độ 3,Trực tuyến,02/11/2022 08:00,10/11/2022 17:00,,Đang xử lý
A3,X1,UBND xã Một,Mức độ 3,Trực tuyến,02/11/2022 08:00,30/11/2022 17:00,,Yêu cầu bổ sung
A4,X1,UBND xã Một,Mức độ 3,Trực tuyến,02/11/2022 08:00,10/11/2022 17:00,09/11/2022 08:00,Đã có kết quả
END
echo '{"store": "sqlite:m.db", "sources": [], "commitments": ["y-yen-2022"], "report": {"issuing_body": "UBND xã Một"}}' >motcua.json
at=2022-11-25T15:00
"$bin/motcua" import ho-so.csv --source yyen --at $at 2>/dev/null
"$bin/motcua" counts --at $at --unit X1 --format csv >counts.csv
for wanted in open,3 waiting,2 open_overdue,2 open_overdue_waiting,1; do
  grep -q ",X1,$wanted\$" counts.csv || { grep -E 'open|waiting' counts.csv; fail "$wanted"; }
done
"$bin/motcua" report --at $at --format html 2>/dev/null | tr '\n' ' ' >report.txt
grep -q 'Trong đó 1 hồ sơ đang chờ người nộp bổ sung' report.txt || fail "those that wait are not told apart"
sed 's/,Yêu cầu bổ sung/,Đang xử lý/' ho-so.csv >khong-cho.csv
"$bin/motcua" import khong-cho.csv --source yyen --at $at 2>/dev/null
"$bin/motcua" report --at $at --format html 2>/dev/null | tr '\n' ' ' >none.txt
if grep -q 'đang chờ người nộp' none.txt; then fail "nobody waits"; fi
