#!/bin/sh
# What papers claim: each claim is made false in a copy of the store, and its words must change. The paper of one unit, the two forms, the
# tasks and the sentences of the report that tests/unit/report/claims_test.c does not hold.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
cat >units.csv <<END
code,name,kind,parent
X1,UBND xã Một,commune,
X2,UBND xã Hai,commune,
S1,Sở Nội vụ,department,
END
# Two dossiers of each unit, of which all is good; and one of each that is open and due in December.
{ echo 'Mã hồ sơ,Mã đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái,"Phí, lệ phí (đồng)",Hình thức thanh toán'
  for u in X1 X2 S1; do
    for i in 1 2; do echo "$u-$i,$u,Mức độ 4,Trực tuyến,0$((i + 1))/11/2022 08:00,20/11/2022 17:00,10/11/2022 08:00,Đã có kết quả,5000,Trực tuyến"; done
    echo "$u-3,$u,Mức độ 4,Trực tuyến,04/11/2022 08:00,20/12/2022 17:00,,Đang xử lý,5000,Trực tuyến"
  done; } >ho-so.csv
set_write() { # name kinds
  printf '{"name": "%s", "title": "Cam kết", "document": "D", "period": "month", "valid": {"from": "2022-11-01", "to": "2022-12-31"}, "unit_kinds": [%s],
 "commitments": [{"title": "Trực tuyến", "metrics": ["online_share"], "target": 80}, {"title": "Đúng hạn", "metrics": ["on_time_rate"], "target": 90},
                 {"title": "Thanh toán", "metrics": ["payment_rate"], "target": 50}]}' "$1" "$2" >"$1.json"
}
set_write xa '"commune"'
set_write moi '"commune", "department"'
at=2022-11-25T15:00
echo '{"store": "sqlite:base.db", "sources": [], "commitments": ["xa.json"]}' >motcua.json
"$bin/motcua" units import units.csv 2>/dev/null
"$bin/motcua" import ho-so.csv --source s --at 2022-11-25T14:00 >import.log 2>&1 || { cat import.log; fail "import"; }

# NAME SET AT 'WORDS OF report' SQL CLAIM SAID : the claim stands before the change and not after it, when SAID stands.
words() { # store set moment paper...
  echo "{\"store\": \"sqlite:$1\", \"sources\": [], \"commitments\": [\"$2.json\"]$more}" >now.json
  w_at=$3
  shift 3
  # shellcheck disable=SC2068 # each word is an argument
  "$bin/motcua" -c now.json report $@ --at "$w_at" 2>&1 | tr '\n' ' ' | tr -s ' '
}
count=0 base=base.db more=
claim() {
  rm -f changed.db*
  sqlite3 $base "VACUUM INTO 'changed.db'"
  words $base "$2" $at "$4" >before.txt
  grep -qF -- "$6" before.txt || { cat before.txt; fail "$1: not claimed at all: $6"; }
  sqlite3 changed.db "$5" >/dev/null
  words changed.db "$2" "$3" "$4" >after.txt
  ! grep -qF -- "$6" after.txt || { cat after.txt; fail "$1: still claims: $6"; }
  grep -qF -- "$7" after.txt || { cat after.txt; fail "$1: does not say: $7"; }
  count=$((count + 1))
}
no_payment='UPDATE source SET knows = knows & ~((1 << 17) | (1 << 18))'
one_late="UPDATE dossier SET finished_at = due_at + 86400 * 2, returned_at = NULL WHERE key = 'X1-1'"
on_paper="UPDATE dossier SET channel = 1 WHERE unit = 'X1'"
earlier="UPDATE dossier SET received_at = received_at - 5184000, finished_at = finished_at - 5184000, due_at = due_at - 5184000"

# the report
claim 'on time' xa $at '--format table' "$one_late" '100.00% of these were on time' '83.33% of these were on time'
claim 'units keep all' xa $at '--format table' "$on_paper" '2 of 2 units kept all of their 3 commitments; 0 kept' '1 of 2 units kept all of their 3 commitments; 0 kept'
claim 'all of three' xa $at '--format table' "$no_payment" 'kept all of their 3 commitments' '2 of 2 units kept all of the 2 commitments that could be judged'
claim 'none overdue' xa $at '--format table' "UPDATE dossier SET due_at = finished_at - 60, due_at = 1669000000 WHERE key = 'X2-3'" \
  'Of the 3 open dossiers none is overdue' '1 open dossier is overdue, by 5 days (Xã Hai)'
claim 'due dates unknown' xa $at '--format table' 'UPDATE source SET knows = knows & ~(1 << 11)' 'none is overdue' 'do not tell due dates: what is overdue is not known'
claim 'hold what is reached' xa $at '--format table' "$on_paper" 'The units hold what has been reached' 'make up the dossiers in the table by 30/11/2022; first Xã Một, which is short of 3 dossiers'
claim 'the message' xa $at '--format text' "$on_paper" 'none is short in what could be judged' 'Units that are short: 1 of 2. Furthest behind: - Xã Một: keeps 2/3, short 3 dossiers'
claim 'nothing wrong' xa $at '--format table' "UPDATE dossier SET finished_at = received_at - 864000 WHERE key = 'X1-1'" \
  'nothing wrong was found' 'does not hold'
# S1 is furthest behind, though communes stand behind departments in the order of kinds, or before them
claim 'furthest behind' moi $at '--format text' "UPDATE dossier SET channel = 1, paid_online = 0 WHERE unit = 'S1'; $on_paper" \
  'none is short' 'Furthest behind: - Sở Nội vụ: keeps 1/3, short 5 dossiers - Xã Một: keeps 2/3'
points="INSERT INTO figure (source_id, period_kind, period_from, unit, metric, observed_at, score, run_id)
 SELECT 1, 'month', 1667235600, column1, 'TOTAL', 1669359000, column2, (SELECT MIN(id) FROM run) FROM"
claim 'highest score' moi $at '--format table' "$points (VALUES ('X1', 500000), ('X2', 700000), ('S1', 900000))" 'Rank among units of the same kind, by commitments kept' \
  'The highest total score that is published is that of Sở Nội vụ (90.00)'
claim 'highest score, the other kind' moi $at '--format table' "$points (VALUES ('X1', 500000), ('X2', 950000), ('S1', 900000))" 'by commitments kept, then' \
  'The highest total score that is published is that of Xã Hai (95.00)'

# one unit
claim 'unit: all targets' xa $at 'unit X1 --format table' "$on_paper" 'All 3 targets are reached.' 'Targets reached: 2 of 3; 3 more dossiers reach all.'
claim 'unit: all of three' xa $at 'unit X1 --format table' "$no_payment" 'All 3 targets are reached.' 'Of the targets that could be judged 2 of 2 are reached; 1 could not be judged.'
claim 'unit: short, part unknown' xa $at 'unit X1 --format table' "$no_payment; $on_paper" 'All 3 targets are reached.' '1 target could not be judged.'
claim 'unit: nothing arose' xa $at 'unit X1 --format table' "$earlier WHERE unit = 'X1' AND finished_at IS NOT NULL; DELETE FROM dossier WHERE key = 'X1-3'" \
  'All 3 targets are reached.' 'Nothing has arisen under the commitments yet.'
claim 'unit: out of force' xa 2023-02-24T15:00 'unit X1 --format table' "UPDATE dossier SET received_at = received_at + 7948800 WHERE finished_at IS NULL" 'All 3 targets are reached.' \
  'No commitment is in force in this period, so no unit is judged.'
claim 'unit, message: out of force' xa 2023-02-24T15:00 'unit X1 --format text' "UPDATE dossier SET received_at = received_at + 7948800 WHERE finished_at IS NULL" ', reached' \
  '- Trực tuyến: 100.00%, not judged'
claim 'unit, message: short' xa $at 'unit X1 --format text' "$on_paper" 'Trực tuyến: 100.00% (target 80%), reached' 'Trực tuyến: 0.00% (target 80%), short 3 dossiers'
claim 'unit: not bound' moi $at 'unit S1 --format text' "UPDATE unit SET kind = 'other', name = 'Hội' WHERE code = 'S1'" ', reached' 'Trực tuyến: 100.00%, not judged'
claim 'unit: card of one not bound' moi $at 'unit S1 --format table' "UPDATE unit SET kind = 'other', name = 'Hội' WHERE code = 'S1'" '● kept' 'The unit is not held to these commitments.'
claim 'unit: overdue' xa $at 'unit X2 --format table' "UPDATE dossier SET due_at = 1669000000 WHERE key = 'X2-3'" 'The 1 open dossier is not overdue' '1 open dossier is overdue.'
claim 'unit: overdue unknown' xa $at 'unit X2 --format table' 'UPDATE source SET knows = knows & ~(1 << 11)' 'The 1 open dossier is not overdue' 'What is overdue is not known.'
claim 'unit: place' moi $at 'unit X1 --format table' "$on_paper" 'Place 1 of 2' 'Place 2 of 2'

# the forms: of form 06 the row of the field, of its level and of all break
claim 'form 06' xa $at 'form-06 --of 2022-11 --format table' "UPDATE dossier SET channel = NULL WHERE key = 'X1-1'" 'In every row 3=4+5+6' 'In 3 rows 3=4+5+6'
claim 'form 06, a column empty' xa $at 'form-06 --of 2022-11 --format table' 'UPDATE source SET knows = knows & ~(1 << 11)' 'In every row' 'with columns that are left empty they could not be checked'
claim 'form by unit' xa $at 'hanoi-period --of 2022-11 --format table' "UPDATE dossier SET channel = NULL WHERE key = 'X1-1'" 'In every row' 'In 1 row the parts do not add up'
claim 'form by unit, a column empty' xa $at 'hanoi-period --of 2022-11 --format table' 'UPDATE source SET knows = knows & ~(1 << 5)' 'In every row' 'with columns that are left empty this could not be checked'

# against last Friday, and against what was issued then
later="UPDATE dossier SET received_at = received_at + 17 * 86400, channel = 1 WHERE key = 'X1-3'"
claim 'rates' xa $at '--format table' "$later" '0 rates rose, 0 fell' '0 rates rose, 1 fell'
claim 'fewer kept' xa $at '--format table' "$later" '2 of 2 units kept all' 'Fewer kept: Xã Một.'
# X2 had 2 of 3 online a week ago; two more that came on 21/11 make 4 of 5, which is 80 %
claim 'more kept' xa $at '--format table' "UPDATE dossier SET channel = 1 WHERE key = 'X2-1'; CREATE TEMP TABLE more AS SELECT * FROM dossier WHERE key = 'X2-3';
 UPDATE more SET received_at = 1668999600, key = 'X2-4'; INSERT INTO dossier SELECT * FROM more; UPDATE more SET key = 'X2-5'; INSERT INTO dossier SELECT * FROM more" \
  '0 rates rose, 0 fell' 'More commitments kept than last Friday: Xã Hai.'
scores="INSERT INTO figure (source_id, period_kind, period_from, unit, metric, observed_at, score, run_id) SELECT 1, 'month', 1667235600, column1, 'TOTAL', column2, column3, (SELECT MIN(id) FROM run)
 FROM (VALUES ('X1', 1668400000, 500000), ('X2', 1668400000, 700000), ('X1', 1669359000, 600000), ('X2', 1669359000, 700000))"
claim 'scores' xa $at '--format table' "$scores" 'by commitments kept, then' 'the score of 1 unit rose, that of 0 fell'
echo '{"store": "sqlite:base.db", "sources": [], "commitments": ["xa.json"]}' >motcua.json
"$bin/motcua" report --at 2022-11-18T15:00 -o sent.docx --issue --by clerk 2>/dev/null
claim 'issued' xa $at '--format table' "$on_paper" 'Its figures are the same today.' 'Late edits have changed'
claim 'issued, not known now' xa $at '--format table' "$no_payment" 'Its figures are the same today.' '9/9 not known'

# what is proposed, and who could be judged
claim 'weakest' xa $at '--format table' "UPDATE dossier SET channel = 1 WHERE unit <> 'S1'" 'The units hold what has been reached.' 'Work goes first into: Trực tuyến (33.33%).'
claim 'no overdue to settle' xa $at '--format table' "UPDATE dossier SET due_at = 1669000000 WHERE key = 'X2-3'" 'The units let no dossier become overdue.' 'The units settle the 1 overdue dossier at once'
claim 'units of no kind' xa $at '--format table' "UPDATE unit SET kind = 'other', name = 'Hội ' || code" '2 of 2 units kept all' 'No single unit could be judged.'
# due 21/11 10:06, which is five begun days before the cut-off
claim 'how late' xa $at 'unit X2 --format table' "UPDATE dossier SET due_at = 1669000000 WHERE key = 'X2-3'" 'is not overdue' 'Late by 1 to 3 days: 0; 4 to 7: 1; 8 to 30: 0; more than 30: 0.'
claim 'polled later' xa $at '--format table' 'UPDATE run SET observed_at = observed_at + 7 * 86400' 'nothing wrong was found' \
  'was first read at 14:00 02/12/2022, long after the cut-off'
claim 'a column that no source tells' xa $at 'form-06 --of 2022-11 --format table' 'UPDATE source SET knows = knows & ~(1 << 11)' 'In every row' 'Left empty, because some source does not tell it: column'
claim 'polled later, sources' xa $at '--format table' 'UPDATE run SET observed_at = observed_at + 7 * 86400' '1 of 1 was read whole within a day' 'Sources: 0 of 1 were read whole'
sed 's/"sources": \[\]/"sources": [{"name": "khac", "manifest": "evaluation", "base_url": "http:\/\/127.0.0.1:9", "vars": {"root": "x"}}]/' motcua.json >two.json
"$bin/motcua" -c two.json report --at $at --format table 2>&1 | tr '\n' ' ' | tr -s ' ' >two.txt
grep -q 'is configured, and nothing has come of it yet' two.txt && ! grep -q 'nothing wrong was found' two.txt && grep -q 'The data are not complete' two.txt ||
  { cat two.txt; fail "a source of which nothing has come"; }

# the forecast: forty dossiers over eighteen working days, at the counter, so that 80 % online is out of reach; or online, so that it is not; or too
# few to tell; or the month is over
{ echo 'Mã hồ sơ,Mã đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái'
  for i in $(seq 40); do
    [ $((i % 4)) -eq 0 ] && way='Trực tuyến' || way='Trực tiếp'
    printf 'M%d,X%d,Mức độ 4,%s,%02d/11/2022 08:00,20/12/2022 17:00,,Đang xử lý\n' $i $((i % 2 + 1)) "$way" $((i % 24 + 1))
  done; } >many.csv
echo '{"store": "sqlite:many.db", "sources": [], "commitments": ["xa.json"]}' >many.json
"$bin/motcua" -c many.json units import units.csv 2>/dev/null
"$bin/motcua" -c many.json import many.csv --source s --at 2022-11-25T14:00 2>/dev/null
base=many.db
below='By the forecast 1 of 1 rate stays below its target on 30/11/2022'
claim 'forecast: reached' xa $at '--format table' 'UPDATE dossier SET channel = 2' "$below" 'Taken together, of the targets that could be judged 1 of 1'
claim 'forecast: too few' xa $at '--format table' "DELETE FROM dossier WHERE received_at > 1667667600" "$below" '3 working days are left to the end of 30/11/2022.'
claim 'forecast: no target' xa 2023-01-20T15:00 '--format table' 'UPDATE dossier SET received_at = received_at + 56 * 86400' "$below" 'not in force in this period'
claim 'forecast: the channel is not told' xa $at '--format table' 'UPDATE source SET knows = knows & ~(1 << 5)' "$below" '3 working days are left to the end of 30/11/2022.'
claim 'forecast: a range of one unit' xa $at 'unit X1 --format table' "DELETE FROM dossier WHERE unit = 'X1' AND received_at > 1667667600" 'Forecast,' 'Xã Một'

# what departments must do
cat >viec-phong.json <<'END'
{"name": "viec-phong", "title": "Việc của phòng", "document": "D", "version": "1", "period": "month", "valid": {"from": "2022-11-01", "to": "2022-12-31"}, "mandates": [
 {"code": "1", "title": "Nộp trực tuyến", "responsible": "x", "unit_kinds": ["department"], "in": "received", "of": true, "must": ["=", "channel", "online"], "target": 100}]}
END
base=base.db more=', "mandates": ["viec-phong.json"]'
kept='Nộp trực tuyến ≥ 100% 1/1 0'
claim 'mandate: broken' xa $at '--format table' "UPDATE dossier SET channel = 1 WHERE key = 'S1-1'" "$kept" 'Nộp trực tuyến ≥ 100% 0/1 1 Sở Nội vụ (2/3)'
claim 'mandate: nothing arose' xa $at '--format table' "DELETE FROM dossier WHERE unit = 'S1'" "$kept" 'Nộp trực tuyến ≥ 100% nothing arose'
claim 'mandate: not known' xa $at '--format table' 'UPDATE source SET knows = knows & ~(1 << 5)' "$kept" 'Nộp trực tuyến ≥ 100% no data'
claim 'mandate: no such unit' xa $at '--format table' "UPDATE unit SET kind = 'commune' WHERE code = 'S1'" "$kept" 'Nộp trực tuyến ≥ 100% no such unit'
claim 'mandate: the unit had ended' xa $at '--format table' "UPDATE unit SET valid_to = 1664557200 WHERE code = 'S1'" "$kept" 'Nộp trực tuyến ≥ 100% no such unit'
claim 'mandate: not in force' xa 2023-01-20T15:00 '--format table' 'SELECT 1' "$kept" 'Việc của phòng: not in force in this period (in force from 01/11/2022 to 31/12/2022), so no unit is judged by it.'
more=

# for the public: no small count in a sentence, a table, a change, a chart, a finding or a message
claim 'public: a count in a sentence' xa $at '--publish --format table' "DELETE FROM dossier WHERE unit <> 'X1'" 'the units received 9 dossiers and finished 6' \
  'fewer than 5 dossiers were received or finished'
claim 'public: a rate' xa $at '--publish --format table' "DELETE FROM dossier WHERE unit <> 'X1'" 'Trực tuyến ≥ 80% 100.00% 9/9' 'Trực tuyến ≥ 80% * *'
claim 'public: late' xa $at '--publish --format table' "$one_late" '100.00% of these were on time' 'the units received 9 dossiers and finished 6. Taken together'
claim 'public: the message' xa $at '--publish --format text' "$on_paper" 'Trực tuyến: 100.00% (target 80%), kept' '- Trực tuyến: *'
claim 'public: a finding' xa $at '--publish --format table' "UPDATE dossier SET finished_at = received_at - 864000 WHERE key = 'X1-1'" \
  'In what was looked at nothing wrong was found.' 'In what was looked at there are 2 findings; the report of the office has them.'
grep -q 'Xã Một: ' after.txt && fail "public: a finding names a unit and its counts"
words base.db xa $at '--publish --format html' >public.txt
grep -qE '(Xã Một|Xã Hai)[^0-9]*[1-4] (open|dossier)' public.txt && fail "public: a count of a unit"
sqlite3 base.db "VACUUM INTO 'small.db'"
sqlite3 small.db "UPDATE dossier SET channel = 1 WHERE key = 'X1-3'"
words small.db xa $at '--publish --format html' >public.txt
grep -qF '88.89' public.txt && fail "public: 8 of 9 tell that there is one"

# tasks: three units with one day each, and three whose day an event gives
cat >viec.json <<'END'
{"name": "viec", "title": "Việc", "document": "D", "version": "1", "tasks": [
 {"code": "1", "title": "Báo cáo", "responsible": "x", "evidence": "y", "by": "12-15"},
 {"code": "2", "title": "Khắc phục", "responsible": "x", "evidence": "y", "after": "kết luận kiểm tra", "days": 15}]}
END
claim 'tasks' xa 2022-12-20T08:00 'tasks --set viec.json --of 2022 --format table' 'SELECT 1' 'Of the 3 tasks with a known day none is overdue.' 'overdue: 3;'
claim 'tasks to come' xa 2022-11-10T08:00 'tasks --set viec.json --of 2022 --format table' 'SELECT 1' '15/12/2022 20' 'Of the 3 tasks with a known day none falls due in the next 30 days.'
echo "$count claims"
