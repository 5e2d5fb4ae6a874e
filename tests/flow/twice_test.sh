#!/bin/sh
# The same dossier in two sources that count is counted once, on both stores: in the source that comes first, whatever came first into the
# store; what was counted then is counted then; the codes that one of them lacks are listed.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

cat >cong.csv <<'CSV'
Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Hình thức nộp,Mức độ DVC,Mã đơn vị,Số hóa,Trạng thái
H57-1,01/11/2022,10/11/2022,Trực tuyến,Toàn trình,X1,x,Đang xử lý
H57-2,02/11/2022,11/11/2022,Trực tiếp,Một phần,X2,x,Đang xử lý
H57-3,24/11/2022,30/11/2022,Trực tiếp,Một phần,X2,x,Đang xử lý
CSV
cat >so.csv <<'CSV'
Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Mã đơn vị,Trạng thái
h57-1,01/11/2022,10/11/2022,X1,Đang xử lý
H57 - 2,02/11/2022,11/11/2022,X2,Đang xử lý
S-9,05/11/2022,15/11/2022,X2,Đang xử lý
CSV

count_is() { # expected; counter unit; further options
  wanted=$1 counter=$2 unit=$3
  shift 3
  "$bin/motcua" counts --of 2022-11 --at 2022-11-25T15:00 --format csv "$@" >counts.csv
  got=$(sed -n "s/.*,$unit,$counter,//p" counts.csv | tr -d '\r')
  [ "$got" = "$wanted" ] || { cat counts.csv; fail "$counter of $unit is '$got', not '$wanted' ($MOTCUA_STORE $*)"; }
}

sampled_is() { # expected: the newest sample of what the month received
  if [ "$kind" = sqlite ]; then
    got=$(sqlite3 both.db "SELECT value FROM count_sample WHERE counter = 'received' AND unit = 'ALL' AND period_kind = 'month' ORDER BY observed_at DESC LIMIT 1")
  else
    got=$(ask twice "SELECT value FROM motcua.count_sample WHERE counter = 'received' AND unit = 'ALL' AND period_kind = 'month' ORDER BY observed_at DESC LIMIT 1")
  fi
  [ "$got" = "$1" ] || fail "the sample says $got, not $1 ($kind)"
}

overdue() {
  if [ "$kind" = sqlite ]; then sqlite3 both.db 'SELECT SUM(overdue) FROM v_overdue_ageing'; else ask twice 'SELECT SUM(overdue) FROM motcua.v_overdue_ageing'; fi
}

ask postgres 'CREATE DATABASE twice OWNER motcua'
for kind in sqlite postgres; do
  MOTCUA_STORE=sqlite:$PWD/both.db
  [ $kind = sqlite ] || MOTCUA_STORE=$(store_of twice)
  export MOTCUA_STORE
  # The register first, the portal a day later: the portal is not named in a config, so what came first into the store counts.
  "$bin/motcua" import so.csv --source so --at 2022-11-24T15:00 2>log
  count_is 3 received ALL
  "$bin/motcua" import cong.csv --source cong --at 2022-11-25T15:00 2>log
  count_is 4 received ALL
  sampled_is 4
  [ "$("$bin/motcua" sources --format csv | sed -n 's/^cong,.*,//p')" = 2 ] || fail "sources does not tell how many are counted elsewhere"
  "$bin/motcua" status --period month --of 2022-11 --at 2022-11-25T15:00 >status.txt
  grep -q '2 dossiers are in two sources and count once; not counted in: cong 2' status.txt || { cat status.txt; fail "status does not tell"; }
  [ "$(overdue)" = 3 ] || fail "v_overdue_ageing counts $(overdue)"
  # db check finds marks that do not fit, whatever broke them.
  broken() { # SQL that breaks, SQL that mends, word
    store_sql "$1"
    "$bin/motcua" db check --format csv >checked 2>/dev/null || :
    grep '^twice,wrong' checked | grep -q "$3" || { cat checked; fail "db check does not find: $3"; }
    store_sql "$2"
    "$bin/motcua" db check --format csv >checked 2>/dev/null || :
    ! grep '^twice,wrong' checked || fail "db check finds marks that fit"
  }
  store_sql() { if [ $kind = sqlite ]; then sqlite3 both.db "$1"; else ask twice "SET search_path = motcua; $1"; fi; }
  broken "UPDATE dossier SET twice_from = 1 WHERE code = 'H57-3'" "UPDATE dossier SET twice_from = NULL WHERE code = 'H57-3'" 'count in no source'
  moment=$(store_sql "SELECT MIN(twice_from) FROM dossier WHERE twice_from IS NOT NULL")
  broken "UPDATE dossier SET twice_from = NULL WHERE twice_from IS NOT NULL" \
    "UPDATE dossier SET twice_from = $moment WHERE code IN (SELECT code FROM dossier GROUP BY code HAVING COUNT(*) > 1) AND source_id = (SELECT id FROM source WHERE name = 'cong')" 'count twice'
  # A config turns the order round: the portal counts, and what the register cannot know no longer matters where it adds nothing.
  printf '{"sources": [{"name": "cong", "manifest": "opencps", "base_url": "http://127.0.0.1:9", "vars": {"group_id": "1"}}]}' >order.json
  "$bin/motcua" -c order.json db sample --at 2022-11-25T15:00 2>log
  [ "$("$bin/motcua" sources --format csv | sed -n 's/^so,.*,//p')" = 2 ] || fail "the order of the config was not taken"
  count_is 4 received ALL
  count_is 1 digitized X1
  count_is '' digitized X2
  # As known on the day before, the register alone was there.
  count_is 3 received ALL --known-at 2022-11-24T18:00
  # A source that is only compared: all of the other counts.
  if [ $kind = sqlite ]; then sqlite3 both.db "UPDATE source SET counts = 0 WHERE name = 'cong'"; else ask twice "UPDATE motcua.source SET counts = 0 WHERE name = 'cong'"; fi
  "$bin/motcua" db sample --at 2022-11-25T15:01 2>log
  count_is 3 received ALL
  sampled_is 3
  [ "$(overdue)" = 3 ] || fail "v_overdue_ageing counts $(overdue) of the register"

  "$bin/motcua" reconcile cong so --format csv >codes.csv 2>log
  printf 'code,unit,received_at,only_in,missing_in\nH57-3,X2,2022-11-24T00:00,cong,so\nS-9,X2,2022-11-05T00:00,so,cong\n' >wanted.csv
  tr -d '\r' <codes.csv | diff -u wanted.csv - || fail "the codes that one has alone"
  grep -q 'so: 2 of 3 codes are in cong too (66.67%)' log || { cat log; fail "the share of the register that is on the portal"; }
  "$bin/motcua" reconcile cong so --of 2022-10 --format csv 2>/dev/null | tr -d '\r' >codes.csv
  [ "$(wc -l <codes.csv)" -eq 1 ] || fail "codes of another month are listed"
done
