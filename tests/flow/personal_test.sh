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
# Files and pipes of records, whole ones and broken ones, and their rejects; pages with tables; a portal of a manifest of one's own.
"$bin/motcua-portal" --help | grep -q -- --files || fail "the sample portal serves no files"
start_portal --compose 300 --seed 4
session=$(curl -s -d '{"username":"u","password":"p"}' "$address/dvcqg/login" | sed 's/.*"session":"\([^"]*\)".*/\1/')
curl -s -d "{\"session\":\"$session\",\"service\":\"DongBoHoSoMC\",\"page\":1,\"pageSize\":300}" "$address/dvcqg/share" >whole.planted
mkdir files
python3 - <<'PY'
import json
records = json.load(open('whole.planted', encoding='utf-8'))['result']
person = 'CÔNG DÂN MẪU 0999000001'
lines = [json.dumps(r, ensure_ascii=False) for r in records]
for i, field in enumerate(['MaHoSo', 'NgayTiepNhan', 'TrangThaiHoSo', 'NgayHenTra', 'MucDo', 'KenhThucHien']):
    for k, bad in enumerate([person, [person], {'ten': person}, person * 100]):
        lines.append(json.dumps(dict(records[i], **{field: bad}), ensure_ascii=False))
lines += [person, '{"ChuHoSo": "' + person + '"', '"' + person + '"', '{"' + person + '": 1}']
open('lines.planted', 'w', encoding='utf-8').write('\n'.join(lines) + '\n')
open('cut.planted', 'w', encoding='utf-8').write(json.dumps(records, ensure_ascii=False)[:100000])
row = '<tr><td>%s</td><td>%s</td><td>%s</td><td>' + person + '</td></tr>'
open('files/bao-cao', 'w', encoding='utf-8').write('<html><p>' + person + '</p><table><tr><th>Đơn vị</th><th>Tiếp nhận</th><th>Đã giải quyết</th>'
    '<th>Cán bộ</th></tr>' + row % ('UBND xã Mẫu 01', 5, 3) + row % ('UBND xã Mẫu 02', person, 3) + '</table></html>')
json.dump({'name': 'trang', 'title': {'vi': 'Trang'}, 'driver': 'tabular',
           'columns': {'office': ['Đơn vị'], 'received': ['Tiếp nhận'], 'finished': ['Đã giải quyết']},
           'streams': [{'name': 'months', 'kind': 'count', 'period': 'month', 'request': {'path': '/bao-cao'}, 'records': 'row',
                        'needs': ['office', 'received'], 'fields': {'unit': 'office.unit', 'unit_name': 'office'},
                        'figures': [{'metric': 'received', 'numerator': 'received.number'}, {'metric': 'finished', 'numerator': 'finished.number'}]}]},
          open('trang.json', 'w'))
json.dump({'hs': [{'so': 1, 'ten': person, 'tt': 'X'}, {'so': 2, 'ten': person, 'tt': person}, {'so': [person], 'ten': person, 'tt': 'X'}, person]},
          open('files/ho-so', 'w', encoding='utf-8'), ensure_ascii=False)
json.dump({'name': 'rieng', 'title': {'vi': 'Riêng'}, 'driver': 'rest_json',
           'streams': [{'name': 'dossiers', 'kind': 'dossier', 'request': {'path': '/ho-so'}, 'records': 'hs',
                        'fields': {'key': 'so', 'status': {'from': 'tt', 'map': {'X': 4}}}}]}, open('rieng.json', 'w'))
PY
for file in whole lines cut; do LC_ALL=C.UTF-8 grep -qE "$planted" $file.planted || fail "nothing is planted in $file"; done
start_portal --files files
cat >motcua.json <<EOF
{"store": "sqlite:more.db", "sources": [{"name": "trang", "manifest": "./trang.json", "base_url": "$address"},
 {"name": "rieng", "manifest": "./rieng.json", "base_url": "$address"}], "commitments": ["y-yen-2022"]}
EOF
told() { "$@" || [ $? -eq 65 ]; } # records that cannot be read make a run partial
told "$bin/motcua" import whole.planted lines.planted --source truc >more.log 2>&1
"$bin/motcua" import cut.planted --source truc >>more.log 2>&1 && fail "the cut file passed for a whole one"
told "$bin/motcua" import - --source ong <lines.planted >>more.log 2>&1
told "$bin/motcua" collect --at 2022-11-25T15:00 >>more.log 2>&1
"$bin/motcua" --log json collect --at 2022-11-25T15:00 >>more.log 2>&1 || :
for left in rejects units runs counts; do "$bin/motcua" $left --format csv >more-$left.csv; done
[ "$(sqlite3 more.db "SELECT COUNT(DISTINCT source_id) FROM reject")" = 4 ] || fail "not every way in made a reject"
search more.db more.log more-rejects.csv more-units.csv more-runs.csv more-counts.csv
start_portal --pages "$cases/opencps"
config_opencps
# A crash in the middle of a poll: a core dump would hold the bytes of the page in hand, so the program must not leave one.
curl -s -X DELETE "$address/_portal/fault" >/dev/null
curl -s -X POST "$address/_portal/fault" -d "latency:300" >/dev/null
rm -f motcua.db*
mkdir crash
cp motcua.json crash/
cd crash
# shellcheck disable=SC3045 # not POSIX, but dash has it
ulimit -c unlimited 2>/dev/null || :
sh -c 'kill -SEGV $$' 2>/dev/null || :
control=$(find . -name 'core*' | wc -l)
find . -name 'core*' -exec rm -f {} +
crash() { # file to wait for: it is there while the program is at a certain point
  rm -f motcua.db*
  "$bin/motcua" collect --at 2022-11-25T15:00 2>>../log &
  victim=$!
  tries=0
  while [ ! -s "$1" ]; do # the database while it is made, before any poll; its log with the first page
    tries=$((tries + 1))
    [ $tries -lt $patience ] && kill -0 $victim 2>/dev/null || fail "the poll never came to $1"
    sleep 0.01
  done
  [ -z "${2:-}" ] || sleep "$2"
  kill -SEGV $victim 2>/dev/null || fail "the poll was over before the crash"
  wait $victim 2>/dev/null || :
  for core in core*; do
    [ ! -e "$core" ] || { search "$core"; fail "a core dump was left"; }
  done
}
crash motcua.db
crash motcua.db-wal
crash motcua.db-wal 0.1
echo "core dumps of other programs here: $control; of crashed polls: 0"
cd ..
search crash/motcua.db log
