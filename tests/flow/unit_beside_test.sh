#!/bin/sh
# Lists of dossiers without a column for the unit, whose codes tell no unit either: the unit stands in rows between the dossiers, in a title, or is the name of the
# sheet. Each dossier counts for that unit, and import says where the unit stood; where nothing tells it, import says so. Figures were counted by hand.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
MOTCUA_NOW=2022-11-26T15:00
export MOTCUA_LANG MOTCUA_NOW
received() {
  "$bin/motcua" counts --period month --at 2022-11-26T15:00 --format csv | awk -F, '$5 == "received" && $6 {print $4, $6}' | sort | tr '\n' ' '
}
# try FILE 'EXPECTED COUNTS' 'WHAT IMPORT SAYS' [OPTION ...]
try() {
  rm -f motcua.db*
  file=$1 expected=$2 says=$3
  shift 3
  "$bin/motcua" import "$file" "$@" 2>told || { cat told; fail "$file was not imported"; }
  got=$(received)
  [ "$got" = "$expected " ] || { cat told; fail "$file: $got, not $expected"; }
  grep -q "$says" told || { cat told; fail "$file: import does not say: $says"; }
}
heading='STT,Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái'
row() { echo "$1,HS00$1,0$1/11/2022,20/11/2022,,Đang xử lý"; }
{ # "KHỐI XÃ" and "Sở, ban, ngành" name many offices, a field is no office, the sum belongs to nobody
  printf '%s\n' "$heading" 'A,"SỞ, BAN, NGÀNH",,,,'
  row 1
  echo 'B,UBND cấp xã,,,,'
  echo 'I,UBND xã An Bình,,,,'
  row 2
  echo ',Lĩnh vực Hộ tịch,,,,'
  row 3
  echo 'II. UBND xã Bình Minh,II. UBND xã Bình Minh,II. UBND xã Bình Minh,II. UBND xã Bình Minh,II. UBND xã Bình Minh,II. UBND xã Bình Minh'
  row 4
  echo ',Tổng cộng: 4 hồ sơ,,,,'
} >groups.csv
try groups.csv 'ALL 4 xa-an-binh 2 xa-binh-minh 1' 'units are taken from the rows between the dossiers'
grep -q 'nothing tells it of 1 dossier: it counts for no unit' told || { cat told; fail "the dossier of no unit is not told"; }
{ # fields and procedures begin with the words of offices, or with words like them: these rows name no unit
  printf '%s\n' "$heading"
  echo 'I,Xã Mẫu 08,,,,'
  row 1
  for field in 'Phòng cháy, chữa cháy' 'Sở hữu trí tuệ' 'Xả nước thải vào nguồn nước' 'Quản lý công sản' 'Ban hành văn bản' 'Xã hội'; do
    echo ",\"$field\",,,,"
  done
  row 2
  echo 'II,Phường 12,,,,'
  row 3
  echo 'III,PHÒNG BỆNH,,,,' # in capitals: a field, or an office? what follows is nobody's, and import says so
  row 4
  echo 'IV,Phòng Tư pháp,,,,'
  row 5
} >fields.csv
try fields.csv 'ALL 5 phong-tu-phap 1 phuong-12 1 xa-mau-08 2' 'units are taken from the rows between the dossiers'
grep -q 'nothing tells it of 1 dossier: it counts for no unit' told || { cat told; fail "the dossier below a doubtful row is not told"; }
{
  echo 'UBND HUYỆN MẪU,,,,,'
  echo 'Đơn vị báo cáo:,UBND phường Trung Tâm,,Đơn vị tính: hồ sơ,,'
  echo 'Nơi nhận: UBND tỉnh Mẫu,,,,,'
  printf '%s\n' "$heading"
  row 1
  row 2
} >title.csv
try title.csv 'ALL 2 phuong-trung-tam 2' 'units are taken from the title'
[ "$("$bin/motcua" units --format csv | awk -F, '$1 == "phuong-trung-tam" {print $2}')" = 'UBND phường Trung Tâm' ] || fail "the unit has no name"
try title.csv 'ALL 2 xa-khac 2' 'received from' --unit xa-khac # what the clerk says counts more than a title
sed 's/,UBND phường Trung Tâm,/,UBND phường Trung Tâm,Đơn vị: UBND xã An Bình/' title.csv >two.csv
try two.csv 'ALL 2' 'unit tells whose dossiers these are' # two titles, two units: neither is taken
sed 's/HS00/H57.12.7-22110/' title.csv | sed 's/H57.12.7-22110\(.\)/H57.12.7-22110\1-000\1/' >codes.csv
try codes.csv 'ALL 2 H57.12.7 2' 'received from' # the code tells the unit
sheet() {
  echo " <Worksheet ss:Name=\"$1\"><Table>"
  shift
  for line in "$heading" "$@"; do
    echo "$line" | sed 's#,#</Data></Cell><Cell><Data ss:Type="String">#g; s#^#  <Row><Cell><Data ss:Type="String">#; s#$#</Data></Cell></Row>#'
  done
  echo ' </Table></Worksheet>'
}
{
  echo '<?xml version="1.0" encoding="UTF-8"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
  sheet 'Xã An Bình' "$(row 1)" "$(row 2)"
  sheet 'Xã Bình Minh' "$(row 3)"
  echo '</Workbook>'
} >sheets.xml
try sheets.xml 'ALL 3 xa-an-binh 2 xa-binh-minh 1' 'units are taken from the name of the sheet'
echo "units of rows between the dossiers, of titles and of sheets: each dossier counts where it belongs, or that is said to be unknown"
