#!/bin/sh
# Names beside codes: kept per code where two dossiers agree and nobody can be in them; imported names stand before those of portals;
# report and form 06b show them; what a person was written into is kept nowhere. Both stores.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
MOTCUA_LANG='vi'
ask postgres "CREATE DATABASE names OWNER motcua"
cat >ho-so.csv <<END
Mã hồ sơ,Mã đơn vị,Mã TTHC,Tên TTHC,Lĩnh vực,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái
H99.22.01-260302-0001,H99.22.01,1.001193,Đăng ký khai sinh,Hộ tịch,Trực tiếp,02/03/2026,04/03/2026,,Đang xử lý
H99.22.01-260302-0002,H99.22.01,1.001193,Đăng ký khai sinh,Hộ tịch,Trực tiếp,02/03/2026,04/03/2026,,Đang xử lý
H99.22.01-260302-0003,H99.22.01,2.000815,Chứng thực của Nguyễn Văn Thử,Chứng thực,Trực tiếp,02/03/2026,04/03/2026,,Đang xử lý
H99.22.01-260302-0004,H99.22.01,2.000815,Chứng thực của Nguyễn Văn Thử,Chứng thực,Trực tiếp,02/03/2026,04/03/2026,,Đang xử lý
H99.22.01-260302-0005,H99.22.01,1.000656,Đăng ký khai tử cho cụ Tèo,Hộ tịch,Trực tiếp,02/03/2026,04/03/2026,,Đang xử lý
H99.22.01-260302-0006,H99.22.01,1.000656,Đăng ký khai tử cho cụ Tí,Hộ tịch,Trực tiếp,02/03/2026,04/03/2026,,Đang xử lý
END
printf 'Mã TTHC,Tên TTHC,Lĩnh vực,Mức độ,STT\n1.000656,Đăng ký khai tử,Hộ tịch,Toàn trình,1\n1.001193,Đăng ký khai sinh (bản của tỉnh),Hộ tịch,Một phần,2\n' >tthc.csv
list() { "$bin/motcua" procedures --format csv >list.csv; }
for kind in sqlite postgres; do
  [ $kind = sqlite ] && store=sqlite:$work/names.db || store=$(store_of names)
  echo "{\"store\": \"$store\", \"commitments\": [\"y-yen-2022\"], \"sources\": []}" >motcua.json
  expect_code 0 "$bin/motcua" import ho-so.csv --at 2026-03-06T15:00
  list
  [ "$(grep -c '^procedure,' list.csv)" = 3 ] || { cat list.csv; fail "$kind: three codes"; }
  grep -q '^procedure,1.001193,Đăng ký khai sinh,Hộ tịch,.*portal' list.csv || { cat list.csv; fail "$kind: the name of two dossiers is not kept"; }
  grep -q '^procedure,2.000815,,' list.csv && grep -q '^procedure,1.000656,,' list.csv || { cat list.csv; fail "$kind: a person's matter became a name"; }
  "$bin/motcua" report --at 2026-03-06T15:00 -o bao-cao.html
  grep -q 'Đăng ký khai sinh (1.001193)' bao-cao.html || fail "$kind: the report has no name"
  grep -q '1.000656' bao-cao.html || fail "$kind: a code without a name is not shown"
  expect_code 0 "$bin/motcua" procedures import tthc.csv
  list
  grep -q '^procedure,1.000656,Đăng ký khai tử,Hộ tịch,4,.*imported' list.csv || { cat list.csv; fail "$kind: import"; }
  expect_code 0 "$bin/motcua" import ho-so.csv --at 2026-03-07T15:00
  list
  grep -q '^procedure,1.001193,Đăng ký khai sinh (bản của tỉnh),Hộ tịch,3,.*imported' list.csv || { cat list.csv; fail "$kind: a portal wrote over an imported name"; }
  "$bin/motcua" report form-06b --of 2026-03 --at 2026-03-06T15:00 -o 06b.html
  grep -q 'Đăng ký khai tử (1.000656)' 06b.html || fail "$kind: form 06b has no name"
  printf 'a,b\n1,2\n' >wrong.csv
  expect_code 65 "$bin/motcua" procedures import wrong.csv
  expect_code 64 "$bin/motcua" procedures export x
  expect_code 0 "$bin/motcua" db check
  [ $kind = sqlite ] && sqlite3 names.db .dump >left || pg_dump -n motcua names >left 2>/dev/null || ask names "SELECT * FROM motcua.catalogue" >left
  ! grep -aqE 'Văn Thử|cụ T' left ./*.html list.csv || fail "$kind: a person is kept"
  echo "ok: $kind"
done
# polled: the sample portal's name of a procedure and of its field
start_portal --compose 40 --seed 7
config_opencps
"$bin/motcua" collect --at 2022-11-25T15:00 2>/dev/null
list
grep -q '^procedure,.*,Thủ tục mẫu,.*portal' list.csv && grep -q '^sector,' list.csv || { cat list.csv; fail "names of the portal"; }
echo ok
