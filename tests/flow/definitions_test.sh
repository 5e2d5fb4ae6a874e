#!/bin/sh
# Counters and metrics of one's own in a folder beside the config: added to the shipped ones, checked like them, used by a ruleset.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
mkdir rieng
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": [], "rulesets": [], "definitions": "rieng"}' >motcua.json
cat >rieng/phi.json <<'EOF'
{"counters": [{"name": "level2_online", "title": "Mức độ 2 nộp trực tuyến", "in": "received", "when": ["and", ["=", "level", 2], ["=", "channel", "online"]]},
              {"name": "online_or_postal", "title": "Trực tuyến hoặc bưu chính", "sum": ["received_online", "received_postal"]}],
 "metrics": [{"name": "remote_share", "title": "Tỷ lệ nộp từ xa", "formula": "trực tuyến và bưu chính / tiếp nhận", "document": "QĐ 1", "version": "1",
              "numerator": ["online_or_postal"], "denominator": ["received"]}]}
EOF
cat >ho-so.csv <<'EOF'
STT,Mã hồ sơ,Mã đơn vị,Đơn vị giải quyết,Mức độ DVC,Hình thức nộp,Ngày tiếp nhận,Trạng thái
1,A1,x1,Xã Mẫu 01,Mức độ 2,Trực tuyến,03/11/2022 08:00,Đang xử lý
2,A2,x1,Xã Mẫu 01,Mức độ 2,Trực tiếp,03/11/2022 08:00,Đang xử lý
3,A3,x1,Xã Mẫu 01,Mức độ 2,Bưu chính công ích,04/11/2022 08:00,Đang xử lý
4,A4,x1,Xã Mẫu 01,Mức độ 4,Trực tuyến,04/11/2022 08:00,Đang xử lý
EOF
printf 'code,name,kind\nx1,Xã Mẫu 01,commune\n' >units.csv
"$bin/motcua" units import units.csv
"$bin/motcua" import ho-so.csv 2>log || { cat log; fail "the import"; }
"$bin/motcua" counts --of 2022-11 --unit x1 --at 2022-12-01 --format csv >counts.csv
"$bin/motcua" metrics --metric remote_share --of 2022-11 --unit x1 --at 2022-12-01 --format csv >metrics.csv
grep -q 'level2_online' counts.csv || { cat counts.csv; fail "the own counter is not counted"; }
grep -q 'x1,remote_share.*,3,4,' metrics.csv || { cat metrics.csv; fail "3 of 4 were filed from afar"; }
cat >bo.json <<'EOF'
{"name": "bo", "title": "Bộ", "document": "QĐ 1", "version": "1", "period": "month", "max": 10, "basis": "seed", "areas": [{"code": "1", "title": "Một", "max": 10, "basis": "seed",
  "rule": {"kind": "ratio_linear"}, "inputs": [{"metric": "remote_share"}], "responsible": "x", "evidence": "y"}]}
EOF
"$bin/motcua" ruleset check bo.json
"$bin/motcua" score --ruleset bo.json --of 2022-11 --unit x1 --at 2022-12-01 --format csv >score.csv
grep -q '^x1,1,Một,7.5,' score.csv || { cat score.csv; fail "7,5 of 10 points"; }
# Mistakes: a name that is taken, a counter that is not there, a condition that is none.
cp rieng/phi.json good.json
sed 's/level2_online/received/' good.json >rieng/phi.json
expect_code 78 "$bin/motcua" counts --of 2022-11
grep -q 'phi.json.*taken: received' "$work/stderr" || fail "a name that is taken"
sed 's/"received_postal"/"received_post"/' good.json >rieng/phi.json
expect_code 78 "$bin/motcua" counts --of 2022-11
sed 's/"=", "level"/"~", "level"/' good.json >rieng/phi.json
expect_code 78 "$bin/motcua" counts --of 2022-11
rm -r rieng
expect_code 78 "$bin/motcua" counts --of 2022-11
