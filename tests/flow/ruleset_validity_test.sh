#!/bin/sh
# A ruleset that is not in force in the scored period is said so wherever it is used, and of several in the config the first that is in
# force is taken.
. "$(dirname "$0")/lib.sh"
echo 'Mã hồ sơ,Mã đơn vị,Đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái' >ho-so.csv
echo 'A1,X1,UBND xã Một,Mức độ 3,Trực tuyến,02/01/2023 08:00,30/01/2023 17:00,20/01/2023 08:00,Đã có kết quả' >>ho-so.csv
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["nq71-2030"], "rulesets": ["y-yen-2022", "qd-766"]}' >motcua.json
at=2023-01-25T15:00
"$bin/motcua" import ho-so.csv --source yyen --at $at 2>/dev/null
"$bin/motcua" score --at $at >default.txt
grep -q 'QĐ 766' default.txt || { cat default.txt; fail "what is out of force is the default"; }
if grep -q 'không có hiệu lực' default.txt; then fail "what is in force is called out of force"; fi
said='không có hiệu lực trong kỳ này (có hiệu lực từ 01/11/2022 đến 31/12/2022)'
for words in 'score' 'score --unit X1' 'score --unit X1 --explain CK.1' 'plan' 'evidence missing'; do
  # shellcheck disable=SC2086
  "$bin/motcua" $words --ruleset y-yen-2022 --of 2023-01 --at $at >told.txt 2>&1 || { cat told.txt; fail "$words"; }
  grep -qF "$said; vẫn chấm theo vì được nêu đích danh" told.txt || { cat told.txt; fail "$words does not say that the ruleset is out of force"; }
done
"$bin/motcua" score --ruleset y-yen-2022 --of 2022-12 --at $at >december.txt
if grep -q 'không có hiệu lực' december.txt; then fail "December 2022"; fi
"$bin/motcua" advise --unit X1 --ruleset y-yen-2022 --at $at >advice.txt
grep -qF "$said" advice.txt || { cat advice.txt; fail "advice"; }
"$bin/motcua" score --ruleset y-yen-2022 --of 2023-01 --at $at --format csv | head -1 | grep -q warning || fail "programs are not told"
# None of the config's is in force: the first, for reference.
sed 's/"y-yen-2022", "qd-766"/"y-yen-2022"/' motcua.json >one.json
"$bin/motcua" -c one.json score --at $at | grep -qF "$said; điểm chỉ để tham khảo" || fail "for reference"
# Programs that read the store.
sqlite3 motcua.db "SELECT ruleset, in_force FROM v_ruleset ORDER BY 1" >in-force.txt
[ "$(tr '\n' ' ' <in-force.txt)" = 'qd-766|1 y-yen-2022|0 ' ] || { cat in-force.txt; fail "v_ruleset"; }
# A store that came from a schema without validity learns the days although the ruleset's version is the same.
sqlite3 motcua.db "UPDATE score_ruleset SET valid_from = NULL, valid_to = NULL"
"$bin/motcua" db sample --at $at 2>/dev/null || fail "db sample"
sqlite3 motcua.db "SELECT ruleset, in_force FROM v_ruleset ORDER BY 1" >in-force.txt
[ "$(tr '\n' ' ' <in-force.txt)" = 'qd-766|1 y-yen-2022|0 ' ] || { cat in-force.txt; fail "v_ruleset after an upgrade"; }
# A set of tasks.
"$bin/motcua" tasks --set y-yen-2022 --of 2023 --at $at | grep -q 'không có hiệu lực trong kỳ này' || fail "tasks"
"$bin/motcua" tasks --set y-yen-2022 --of 2022 --at $at >tasks.txt
if grep -q 'không có hiệu lực' tasks.txt; then fail "tasks of the year that they bind"; fi
