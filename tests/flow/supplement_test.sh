#!/bin/sh
# What a polled source cannot know is added by dossier code, on both stores: it fills what is unknown, is filled in again after the portal
# changed a dossier, leaves the portal's own word alone, is known from its own moment on, and is counted.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
title='Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Ngày kết thúc xử lý,Trạng thái,Mã đơn vị,Số hóa'
{ echo "$title"; echo 'H57-1,01/11/2022,10/11/2022,,Đang xử lý,X1,'; echo 'H57-2,02/11/2022,11/11/2022,,Đang xử lý,X1,x'; echo 'H57-3,03/11/2022,12/11/2022,,Đang xử lý,X2,Không'; } >cong.csv
{ echo "$title"; echo 'H57-1,01/11/2022,10/11/2022,20/11/2022 09:00,Đã có kết quả,X1,'; echo 'H57-2,02/11/2022,11/11/2022,,Đang xử lý,X1,x'; echo 'H57-3,03/11/2022,12/11/2022,,Đang xử lý,X2,Không'; } >cong-sau.csv
printf 'Mã hồ sơ,Ngày gửi văn bản xin lỗi,Tài khoản công dân,Số hóa,Họ tên\nh57 - 1,12/11/2022,x,x,Người Mẫu Một\nH57-3,,x,x,Người Mẫu Ba\nH57-99,13/11/2022,,,\n' >bo-sung.csv
count_is() { # expected; counter; further options
  wanted=$1 counter=$2
  shift 2
  "$bin/motcua" counts --of 2022-11 --at 2022-11-25T15:00 --format csv "$@" >counts.csv
  got=$(sed -n "s/.*,ALL,$counter,//p" counts.csv | tr -d '\r')
  [ "$got" = "$wanted" ] || { cat counts.csv; fail "$counter is '$got', not '$wanted' ($kind $*)"; }
}
rows() {
  sql='SELECT key, apology_at, account_created, digitized, finished_at FROM dossier ORDER BY key'
  if [ "$kind" = sqlite ]; then sqlite3 both.db "$sql"; else ask bosung "SET search_path = motcua; $sql"; fi
}
ask postgres 'CREATE DATABASE bosung OWNER motcua'
for kind in sqlite postgres; do
  MOTCUA_STORE=sqlite:$PWD/both.db
  [ $kind = sqlite ] || MOTCUA_STORE=$(store_of bosung)
  export MOTCUA_STORE
  "$bin/motcua" import cong.csv --source cong --at 2022-11-14T15:00 2>log
  count_is '' account_created
  "$bin/motcua" import --supplement bo-sung.csv --source cong --at 2022-11-18T15:00 2>log || { cat log; fail "the supplement ($kind)"; }
  grep -q 'bo-sung.csv: 3 rows, 2 dossiers of the source cong supplemented, rejected 0' log || { cat log; fail "the summary"; }
  grep -q '1 code is not in the source yet: H57-99' log || { cat log; fail "the code that is not there"; }
  grep -q '1 dossier: the portal itself says otherwise' log || { cat log; fail "the portal's own word"; }
  ! grep -q 'Người Mẫu' log || fail "a person is named"
  rows >got
  printf 'H57-1|1668186000|1|1|\nH57-2|||1|\nH57-3||1|0|\n' | diff -u - got || fail "what was filled in ($kind)"
  count_is 2 account_created
  count_is '' account_created --known-at 2022-11-14T18:00
  # The portal changes a dossier: what it does not know is filled in again; what it has not seen yet comes to its supplement.
  echo 'H57-99,05/11/2022,20/11/2022,,Đang xử lý,X2,x' >>cong-sau.csv
  "$bin/motcua" import cong-sau.csv --source cong --at 2022-11-25T14:00 2>log
  rows >got
  printf 'H57-1|1668186000|1|1|1668909600\nH57-2|||1|\nH57-3||1|0|\nH57-99|1668272400|||1|\n' | sed 's/H57-99|1668272400|||1|/H57-99|1668272400||1|/' | diff -u - got ||
    fail "what was filled in again ($kind)"
  count_is 2 account_created
  # db check finds a supplement that its dossier lacks, and one of a dossier that never was; a store as it is has neither.
  "$bin/motcua" db check --format csv >checked 2>/dev/null || :
  ! grep -e '^supplements,wrong' -e '^hashes,wrong' checked || fail "db check finds supplements that fit"
  store_sql() { if [ $kind = sqlite ]; then sqlite3 "${MOTCUA_STORE#sqlite:}" "$1"; else ask bosung "SET search_path = motcua; $1"; fi; }
  store_sql "UPDATE dossier SET account_created = NULL WHERE key = 'H57-3'"
  "$bin/motcua" db check --format csv >checked 2>/dev/null || :
  grep '^supplements,wrong' checked | grep -q 'lack' || { cat checked; fail "db check does not find a value that was not filled in"; }
  store_sql "UPDATE dossier SET account_created = 1 WHERE key = 'H57-3'; UPDATE supplement SET key = 'never' WHERE same = 'H57-1'"
  "$bin/motcua" db check --format csv >checked 2>/dev/null || :
  grep '^supplements,wrong' checked | grep -q 'never was' || { cat checked; fail "db check does not find a supplement of no dossier"; }
  store_sql "UPDATE supplement SET key = 'H57-1' WHERE same = 'H57-1'"
  "$bin/motcua" runs --format csv | grep -q 'cong.supplement.*bo-sung.csv' || fail "the run does not tell where it comes from"
  expect_code 64 "$bin/motcua" import --supplement bo-sung.csv
  expect_code 64 "$bin/motcua" import --supplement bo-sung.csv --source khong-co
  printf 'Mã hồ sơ,Tài khoản công dân\nZ-1,x\n' >la.csv
  expect_code 65 "$bin/motcua" import --supplement la.csv --source cong
  printf 'Mã hồ sơ,Ghi chú\nH57-1,x\n' >khong.csv
  expect_code 65 "$bin/motcua" import --supplement khong.csv --source cong
  sed 's/Đang xử lý,X2,x$/Đang xử lý,X2,x/;$d' cong-sau.csv >x && mv x cong-sau.csv
done
