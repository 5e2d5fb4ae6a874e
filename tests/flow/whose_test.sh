#!/bin/sh
# Whose dossiers: one late dossier without an apology at each level of a tree. A criterion on a district's own competence counts one of
# them, one on the whole district two; the explanation says which, and its counters are those that were counted.
. "$(dirname "$0")/lib.sh"
cat >units.csv <<END
code,name,kind,parent
T,UBND tỉnh T,province,
T.1,UBND huyện A,district,T
T.1.1,UBND xã B,commune,T.1
T.2,UBND huyện C,district,T
END
echo 'Mã hồ sơ,Mã đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,Ngày xin lỗi' >ho-so.csv
for unit in T T.1 T.1.1 T.2; do
  echo "L-$unit,$unit,Mức độ 3,Trực tuyến,02/05/2022 08:00,10/05/2022 17:00,20/05/2022 08:00,Đã có kết quả," >>ho-so.csv
  echo "G-$unit,$unit,Mức độ 3,Trực tuyến,02/05/2022 08:00,10/05/2022 17:00,04/05/2022 08:00,Đã có kết quả," >>ho-so.csv
done
# The commune apologised: the district's own competence has no part in that.
sed -i 's/^\(L-T\.1\.1.*\)$/\121\/05\/2022 08:00/' ho-so.csv
echo '{"store": "sqlite:motcua.db", "sources": []}' >motcua.json
"$bin/motcua" units import units.csv
at=2022-12-20T15:00
"$bin/motcua" import ho-so.csv --source thanh-hoa --at $at 2>import.log || { cat import.log; fail "import"; }
"$bin/motcua" score --ruleset thanh-hoa-2022 --of 2022 --at $at --unit T.1 --criterion all --format csv >score.csv
python3 - <<'PY' || fail "the counts"
import csv
rows = {r['criterion']: r for r in csv.DictReader(open('score.csv'))}
got = {code: (rows[code]['numerator'], rows[code]['denominator']) for code in ('3.5.1', '3.6.1')}
assert got == {'3.5.1': ('2', '4'), '3.6.1': ('0', '1')}, got
PY
"$bin/motcua" score --ruleset thanh-hoa-2022 --of 2022 --at $at --unit T.1 --explain 3.6.1 >own.txt
grep -q 'Hồ sơ của ai *thuộc thẩm quyền của chính đơn vị' own.txt || { cat own.txt; fail "whose is not told"; }
grep -q '^Tử số *0 ' own.txt && grep -q '^Mẫu số *1 ' own.txt || { cat own.txt; fail "the counters are not those of the unit's own"; }
"$bin/motcua" score --ruleset thanh-hoa-2022 --of 2022 --at $at --unit T.1 --explain 3.5.1 >tree.txt
grep -q 'Hồ sơ của ai *của đơn vị và của các đơn vị trực thuộc' tree.txt && grep -q '^Mẫu số *4 ' tree.txt || { cat tree.txt; fail "the tree"; }
