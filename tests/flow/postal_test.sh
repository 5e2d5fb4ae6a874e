#!/bin/sh
# Nam Định 8.3.1 and 8.3.2: procedures and dossiers by post are measured, not typed; the sampled score says the same.
. "$(dirname "$0")/lib.sh"
cat >units.csv <<END
code,name,kind,parent
HH,UBND huyện Hải Hậu,district,
X1,UBND xã Hải An,commune,HH
X2,UBND xã Hải Bắc,commune,HH
END
# Five procedures: 1 is by post in X1 and at the counter in X2; 2 by post in both; 3, 4 and 5 never. So 2 of 5; in X1 2 of 3.
# Finished: six dossiers, two of them filed by post (one of each commune).
cat >ho-so.csv <<END
Mã hồ sơ,Mã đơn vị,Mã TTHC,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái
A1,X1,1.000001,Mức độ 3,Bưu chính,02/05/2019 08:00,30/05/2019 17:00,20/05/2019 08:00,Đã có kết quả
A2,X1,1.000002,Mức độ 3,Bưu chính,03/05/2019 08:00,30/05/2019 17:00,,Đang xử lý
A3,X1,1.000003,Mức độ 3,Trực tuyến,03/05/2019 08:00,30/05/2019 17:00,20/05/2019 08:00,Đã có kết quả
B1,X2,1.000001,Mức độ 3,Trực tiếp,03/05/2019 08:00,30/05/2019 17:00,20/05/2019 08:00,Đã có kết quả
B2,X2,1.000002,Mức độ 3,Bưu chính,03/05/2019 08:00,30/05/2019 17:00,20/05/2019 08:00,Đã có kết quả
B3,X2,1.000004,Mức độ 3,Trực tiếp,03/05/2019 08:00,30/05/2019 17:00,20/05/2019 08:00,Đã có kết quả
B4,X2,1.000005,Mức độ 3,Trực tiếp,03/05/2019 08:00,30/05/2019 17:00,20/05/2019 08:00,Đã có kết quả
END
echo '{"store": "sqlite:motcua.db", "sources": [], "rulesets": ["nam-dinh-2019"]}' >motcua.json
"$bin/motcua" units import units.csv
at=2019-12-20T15:00
"$bin/motcua" import ho-so.csv --source hai-hau --at $at 2>import.log || { cat import.log; fail "import"; }
"$bin/motcua" counts --period year --of 2019 --at $at --format csv >counts.csv
for wanted in HH,procedures_received,5 HH,procedures_postal_filed,2 X1,procedures_received,3 X1,procedures_postal_filed,2 X2,procedures_received,4 \
  X2,procedures_postal_filed,1 'HH,procedures_postal,'; do
  grep -q ",$wanted\$" counts.csv || { grep procedures counts.csv; fail "$wanted"; }
done
# 2/5 of 0,25 is 0,1; 2/6 of 0,25 is 0,0833.
"$bin/motcua" score --of 2019 --at $at --unit HH --criterion all --format csv >score.csv
python3 - <<'PY' || fail "the points"
import csv
rows = {r['criterion']: r for r in csv.DictReader(open('score.csv'))}
for code, points, n, d in (('8.3.1', 0.1, '2', '5'), ('8.3.2', 0.0833, '2', '6')):
    r = rows[code]
    assert abs(float(r['points']) - points) < 1e-9 and (r['numerator'], r['denominator']) == (n, d), r
PY
"$bin/motcua" score --of 2019 --at $at --unit HH --explain 8.3.1 >explained.txt
grep -q 'TTHC có hồ sơ nộp qua bưu chính' explained.txt || { cat explained.txt; fail "8.3.1 is not explained"; }
[ "$(sqlite3 motcua.db "SELECT points FROM score_now WHERE criterion = '8.3.1' AND unit = 'HH'")" = 1000 ] ||
  { sqlite3 motcua.db "SELECT * FROM score_now WHERE unit = 'HH' AND criterion LIKE '8.3%'"; fail "the sampled score"; }
