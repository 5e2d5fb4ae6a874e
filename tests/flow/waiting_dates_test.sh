#!/bin/sh
# Where a source tells when the applicant was asked for more and when the answer came, that time is not the office's: on both stores, and
# as it was known then. Worked out by hand, at 15:00 on 25/11/2022:
#   W1 due 10/11, asked 05/11, no answer: waits, not overdue      W2 due 10/11, asked 12/11: too late, overdue and waiting
#   W3 due 10/11, 05/11 to 20/11: due 25/11 17:00, due soon       W4 the same to 17/11: due 22/11, finished 20/11: early
#   W5 to 08/11: due 13/11, finished 20/11: late                  W6 waits, nobody tells since when: overdue and waiting
#   W7 answered before it was asked (again): waits, not overdue   W8 due 26/11, asked 20/11: not due soon; W9 due 26/11: due soon
#   W10 asked, no answer told, being handled: overdue
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
MOTCUA_LANG='vi'
export MOTCUA_LANG
title='Mã hồ sơ,Mã đơn vị,Đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,Ngày yêu cầu bổ sung,Ngày bổ sung'
row() { # code due finished state asked answered
  echo "$1,X1,UBND xã Một,Mức độ 3,Trực tuyến,02/11/2022 08:00,$2,$3,$4,$5,$6"
}
{
  echo "$title"
  row W1 '10/11/2022 17:00' '' 'Yêu cầu bổ sung' '05/11/2022' ''
  row W2 '10/11/2022 17:00' '' 'Yêu cầu bổ sung' '12/11/2022' ''
  row W3 '10/11/2022 17:00' '' 'Đang xử lý' '05/11/2022' '20/11/2022'
  row W4 '10/11/2022 17:00' '20/11/2022 09:00' 'Đã có kết quả' '05/11/2022' '17/11/2022'
  row W5 '10/11/2022 17:00' '20/11/2022 09:00' 'Đã có kết quả' '05/11/2022' '08/11/2022'
  row W6 '10/11/2022 17:00' '' 'Yêu cầu bổ sung' '' ''
  row W7 '10/11/2022 17:00' '' 'Yêu cầu bổ sung' '05/11/2022' '03/11/2022'
  row W8 '26/11/2022 17:00' '' 'Yêu cầu bổ sung' '20/11/2022' ''
  row W9 '26/11/2022 17:00' '' 'Đang xử lý' '' ''
  row W10 '10/11/2022 17:00' '' 'Đang xử lý' '05/11/2022' ''
} >ho-so.csv
{
  echo "$title"
  row W1 '10/11/2022 17:00' '' 'Đang xử lý' '05/11/2022' '19/11/2022'
} >tra-loi.csv
count_are() { # words of counts: name,value...; after -- the options
  "$bin/motcua" counts --of 2022-11 --unit X1 --format csv "$@" >counts.csv
  for wanted in $wants; do
    grep -q ",X1,$wanted$(printf '\r')\?\$" counts.csv || { grep -E 'open|wait|early|late|on_time' counts.csv; fail "$kind: $wanted ($*)"; }
  done
}
ask postgres 'CREATE DATABASE cho OWNER motcua'
echo '{"sources": [], "commitments": ["y-yen-2022"], "report": {"issuing_body": "UBND xã Một"}}' >motcua.json
for kind in sqlite postgres; do
  MOTCUA_STORE=sqlite:$PWD/cho.db
  [ $kind = sqlite ] || MOTCUA_STORE=$(store_of cho)
  export MOTCUA_STORE
  "$bin/motcua" import ho-so.csv --source s --at 2022-11-20T15:00 2>/dev/null
  wants='open,8 waiting,5 open_overdue,3 open_overdue_waiting,2 open_excused,2 open_due_soon,2 finished,2 early,1 on_time,0 late,1'
  count_are --at 2022-11-25T15:00
  # The next day W3 is overdue, too.
  wants='open_overdue,4 open_excused,2 open_due_soon,1'
  count_are --at 2022-11-26T15:00
  # Before its own due date nothing is excused, and a request counts from its moment on.
  wants='open_overdue,0 open_excused,0'
  count_are --at 2022-11-09T15:00
  "$bin/motcua" report --at 2022-11-25T15:00 --format html 2>/dev/null | tr '\n' ' ' >report.txt
  grep -q '2 hồ sơ đã qua ngày hẹn trả nhưng không tính là quá hạn' report.txt || fail "$kind: what waits is hidden"
  grep -q 'Trong đó 2 hồ sơ đang chờ người nộp bổ sung hoặc nộp phí, chưa trừ được' report.txt || fail "$kind: those whose wait is the office's are not told"
  # The overdue dossiers are listed without those that wait.
  "$bin/motcua" report --at 2022-11-25T15:00 --format json 2>/dev/null | python3 -c "
import json, sys
codes = sorted(r['code'] for r in json.load(sys.stdin)['overdue'])
assert codes == ['W10', 'W2', 'W6'], codes"
  # W1 is answered on 19/11, which is known on 21/11: its due date is 24/11 17:00, and it is overdue on the 25th. Known then it waited.
  "$bin/motcua" import tra-loi.csv --source s --at 2022-11-21T15:00 2>/dev/null
  wants='waiting,4 open_overdue,4 open_excused,1'
  count_are --at 2022-11-25T15:00
  wants='waiting,5 open_overdue,3 open_excused,2'
  count_are --at 2022-11-25T15:00 --known-at 2022-11-20T18:00
  # The dashboards' views and the samples say the same.
  "$bin/motcua" db sample --at 2022-11-25T15:00 >/dev/null 2>&1
  if [ $kind = sqlite ]; then
    [ "$(sqlite3 cho.db 'SELECT SUM(overdue) FROM v_overdue_ageing')" -ge 4 ] || fail "the view of overdue dossiers"
    ! sqlite3 cho.db "SELECT 1 FROM dossier WHERE key = 'W7' AND waiting_since IS NULL" | grep -q 1 || fail "W7 does not wait"
  else
    [ "$(ask cho "SELECT count(*) FROM motcua.v_open WHERE is_overdue")" -ge 4 ] || fail "the view of open dossiers"
  fi
done

# The national exchange tells when it asked: every dossier that waits there has its date.
start_portal --compose 600 --seed 3
cat >motcua.json <<END
{"store": "sqlite:q.db", "sources": [{"name": "huyen", "manifest": "dvcqg_sync", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
END
unset MOTCUA_STORE
"$bin/motcua" collect --at 2022-11-25T15:00 2>/dev/null
[ "$(sqlite3 q.db "SELECT COUNT(*) > 0 AND COUNT(*) = COUNT(waiting_since) FROM dossier WHERE status = 5 AND finished_at IS NULL")" = 1 ] || fail "a date of asking is missing"
[ "$(sqlite3 q.db "SELECT COUNT(waiting_since) FROM dossier WHERE status NOT IN (5, 6)")" = 0 ] || fail "what does not wait has a date of waiting"
