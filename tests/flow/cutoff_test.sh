#!/bin/sh
# A week that an export's title states begins and ends at the cut-off of the config, not at 15:00.
. "$(dirname "$0")/lib.sh"
cat >tuan.csv <<END
Biểu số II.06a/VPCP/KSTT
TITLE

STT,Đơn vị,Số lượng hồ sơ tiếp nhận,,,,Số lượng hồ sơ đã giải quyết,,,,Số lượng hồ sơ đang giải quyết,,
,,Tổng số,Trong kỳ,,Từ kỳ trước,Tổng số,Trước hạn,Đúng hạn,Quá hạn,Tổng số,Trong hạn,Quá hạn
,,,Trực tuyến,"Trực tiếp, dịch vụ bưu chính",,,,,,,,
(1),(2),(3)=(4)+(5)+(6),(4),(5),(6),(7)=(8)+(9)+(10),(8),(9),(10),(11)=(12)+(13),(12),(13)
1,UBND xã Mẫu 01,100,60,30,10,80,70,9,1,20,20,0
END
# title, cut-off, first moment of the week: week 47 of 2022 ends on Friday 25/11
check() {
  rm -f motcua.db
  echo "{\"store\": \"sqlite:motcua.db\", ${2:+\"cutoff\": \"$2\",} \"sources\": []}" >motcua.json
  sed "s|TITLE|$1|" tuan.csv >xuat.csv
  expect_code 0 "$bin/motcua" import xuat.csv --at 2022-11-26T08:00
  got=$(sqlite3 motcua.db "SELECT DISTINCT period_kind || ' ' || datetime(period_from + 25200, 'unixepoch') FROM figure")
  [ "$got" = "week $3" ] || { cat stderr; fail "$1, cut-off ${2:-15:00}: $got"; }
}
check 'Tuần 47 năm 2022' '' '2022-11-18 15:00:00'
check 'Tuần 47 năm 2022' 17:00 '2022-11-18 17:00:00'
check 'Tuần 47 năm 2022' 09:30 '2022-11-18 09:30:00'
check 'Báo cáo từ ngày 21/11/2022 đến ngày 25/11/2022' 17:00 '2022-11-18 17:00:00'
check 'Từ ngày 18/11/2022 đến ngày 25/11/2022' 11:00 '2022-11-18 11:00:00'
# a month has no cut-off
rm -f motcua.db
echo '{"store": "sqlite:motcua.db", "cutoff": "17:00", "sources": []}' >motcua.json
sed "s|TITLE|Tháng 11 năm 2022|" tuan.csv >xuat.csv
expect_code 0 "$bin/motcua" import xuat.csv --at 2022-12-02T08:00
[ "$(sqlite3 motcua.db "SELECT DISTINCT period_kind || ' ' || datetime(period_from + 25200, 'unixepoch') FROM figure")" = 'month 2022-11-01 00:00:00' ] || fail "a month"
echo ok
