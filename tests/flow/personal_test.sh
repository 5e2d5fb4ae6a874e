#!/bin/sh
# Planted personal data is found in nothing that a run leaves behind: stores, logs, rejects, reports, a core dump.
. "$(dirname "$0")/lib.sh"
planted='CÔNG DÂN MẪU|Công dân mẫu|CÔNG DÂN|09990000|0900000|@example\.invalid|Thôn Mẫu|bi-mat-'
search() { # files... : none may hold a planted value
  for file; do
    if strings -n 6 -e S "$file" | LC_ALL=C.UTF-8 grep -aE "$planted" | head -n 3 | grep . || LC_ALL=C.UTF-8 grep -aqE "$planted" "$file"; then
      fail "personal data in $file"
    fi
  done
}
start_portal --pages "$cases/opencps"
curl -s -u u:p -H 'groupId: 55301' "$address/o/rest/v2/dossiers?start=0&end=500" >reply
LC_ALL=C.UTF-8 grep -qE "$planted" reply || fail "nothing is planted: this test would prove nothing"
config_opencps
"$bin/motcua" collect --at 2022-11-25T15:00 >log 2>&1
curl -s -X POST "$address/_portal/fault" -d 'wrong-types' >/dev/null
"$bin/motcua" collect --at 2022-11-25T16:00 --full >>log 2>&1 || :
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM reject')" -gt 0 ] || fail "the malformed records made no reject"
"$bin/motcua" rejects --format csv >rejects.csv
"$bin/motcua" report --at 2022-11-25T15:00 -o report.html
"$bin/motcua" counts --at 2022-11-25T15:00 --format csv >counts.csv
search motcua.db log rejects.csv report.html counts.csv
# A crash in the middle of a poll: a core dump would hold the bytes of the page in hand, so the program must not leave one.
curl -s -X DELETE "$address/_portal/fault" >/dev/null
curl -s -X POST "$address/_portal/fault" -d 'latency:50' >/dev/null
rm -f motcua.db*
mkdir crash
cp motcua.json crash/
cd crash
# shellcheck disable=SC3045 # not POSIX, but dash has it
ulimit -c unlimited 2>/dev/null || :
sh -c 'kill -SEGV $$' 2>/dev/null || :
control=$(find . -name 'core*' | wc -l)
find . -name 'core*' -exec rm -f {} +
"$bin/motcua" collect --at 2022-11-25T15:00 2>>../log &
victim=$!
sleep 0.2
kill -SEGV $victim 2>/dev/null || fail "the poll was over before the crash"
wait $victim 2>/dev/null || :
find . -name 'core*' | while read -r core; do search "$core"; fail "a core dump was left"; done
echo "core dumps of other programs here: $control; of a crashed poll: 0"
cd ..
search crash/motcua.db log
