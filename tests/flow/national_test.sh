#!/bin/sh
# The national portal by month, quarter and year, and the place of the province among all 34: what was asked, which period the figures
# go under, what report, status and message say. Units that vanish and provinces that are renamed are ordinary.
. "$(dirname "$0")/lib.sh"
root=019d2be3-6a85-74ec-a346-6489e82ae4c7
mkdir replies
cp "$cases"/766/replies-2026-10-09/*.json replies
for name in dvc-progress-tree formality-online-payment-tree provide-online-tree dossier-digitized transparency handling-satisfaction service-results; do
  cp "replies/$name.json" "replies/$name-2026-Q1.json"
  cp "replies/$name.json" "replies/$name-2026-03.json"
done
cp "$cases/766/service-results-2026-03-part.json" replies/service-results-2026-03.json
# 34 provinces: eleven above 66.08, H21 and H22 at it, twenty-one below; so H21 has place 12, and so has H22.
compose() { # file, what is changed
  python3 - "$1" "$2" <<'EOF'
import json, sys
rows = []
for i in range(34):
    code = 'H%02d' % (i + 1)
    score = 66.08 if code in ('H21', 'H22') else 80 - i if i < 11 else 60 - i
    row = {'departmentId': '00000000-0000-0000-0000-0000000000%02d' % i, 'departmentName': 'UBND tỉnh Mẫu %02d' % (i + 1), 'departmentCode': code,
           'totalScore': score, 'ratio': score, 'scoreDelta': -1.5, 'groupScores': {'CKMB': 11.79, 'TDGQ': 17.17, 'CLGQ': 9.5, 'TTTT': 6.73, 'MDHL': 11.33, 'MDSH': 9.56}}
    if code == 'H21':
        row['departmentName'] = 'UBND tỉnh Gia Lai'
    if sys.argv[2] == 'later':
        if code == 'H05':                 # was above
            row['totalScore'] = row['ratio'] = 50
        if code == 'H07':
            row['departmentName'] = 'UBND thành phố Mẫu 07'
        if code == 'H34':                 # not in the list any more
            continue
    rows.append(row)
rows.sort(key=lambda r: -r['totalScore'])
data = {'overview': {'departmentName': 'Cả nước', 'departmentCode': None, 'totalScore': 61.2, 'totalMaxScore': 100, 'ratio': 61.2}, 'growthPercent': -0.4,
        'radar': [], 'donuts': {'onlineDossier': [], 'onlineProvision': None}, 'evaluation': rows, 'monthlyChart': [], 'dossierChart': []}
json.dump({'code': 'OK', 'data': data, 'message': 'OK'}, open(sys.argv[1], 'w'), ensure_ascii=False)
EOF
}
compose replies/service-results-national.json now
compose replies/service-results-national-2026-10.json later
start_portal --evaluation replies
config() { # time_type of the province's figures, vars besides
  cat >motcua.json <<EOF
{"store": "sqlite:motcua.db", "commitments": ["nq71-2030"],
 "sources": [{"name": "gia-lai", "manifest": "evaluation", "base_url": "$address", "vars": {"root": "$root"$1}},
             {"name": "ca-nuoc", "manifest": "evaluation_national", "base_url": "$address"$2}]}
EOF
}
ask_store() { sqlite3 motcua.db "$1"; }

config '' ''
expect_code 0 "$bin/motcua" collect --at 2026-10-09T14:00
[ "$(ask_store "SELECT COUNT(*), MIN(period_kind), MIN(period_from) FROM figure WHERE metric = 'NATIONAL_TOTAL'")" = '34|year|1767200400' ] || fail "34 provinces of 2026"
[ "$(ask_store "SELECT unit, score, ratio FROM figure WHERE metric = 'NATIONAL_TDGQ' AND unit = 'H01'")" = 'H01|171700|' ] || fail "scores of groups"
[ "$(ask_store 'SELECT COUNT(*) FROM reject')" = 0 ] || fail "a record was rejected"
"$bin/motcua" status --period year --at 2026-10-09T15:00 >status.txt
grep -q 'Gia Lai 66,08 điểm, hạng 12/34' status.txt || { cat status.txt; fail "status has no place"; }
[ "$(ask_store "SELECT unit || ' ' || place || '/' || places FROM v_national WHERE is_home AND is_newest AND period_kind = 'year'")" = 'H21 12/34' ] ||
  { ask_store "SELECT * FROM v_national"; fail "the view of places"; }
! grep -q 'Mẫu' status.txt || { cat status.txt; fail "other provinces are among the units"; }
"$bin/motcua" report --at 2026-10-09T15:00 -o report.html || fail "report"
python3 -c "import html, re; print(' '.join(html.unescape(re.sub(r'<style.*?</style>|<[^>]+>', ' ', open('report.html').read(), flags=re.S)).split()))" >report.txt
grep -q 'Theo đánh giá của Cổng Dịch vụ công quốc gia, tỉnh đạt 66,08 điểm, hạng 12/34, năm 2026, công bố ngày 09/10/2026\.' report.txt || { grep -o "Theo đánh giá.\{200\}" report.txt; fail "report has no place"; }
"$bin/motcua" report --at 2026-10-09T15:00 --format text >message.txt
grep -q '^Cổng DVCQG, năm 2026: tỉnh đạt 66,08 điểm, hạng 12/34$' message.txt || { cat message.txt; fail "message has no place"; }
# the total of the province is its own, not the sum of 34
"$bin/motcua" metrics --period year --of 2026 --at 2026-10-09T15:00 --metric dvcqg_on_time_rate --unit ALL --format csv | grep -q ',350991,408903,' || fail "total"

# by month: a part of a month's reply; onlineProvision null, growthPercent below 0, units that vanished from one of the lists
config ', "time_type": "month"' ''
expect_code 0 "$bin/motcua" collect --at 2026-03-20T15:00 gia-lai
[ "$(ask_store "SELECT unit, score, ratio FROM figure WHERE metric = 'TOTAL' AND period_kind = 'month' AND period_from = 1772298000 ORDER BY unit")" = 'H21|333600|333600
H21.05|600000|600000
H21.20|160000|160000
H21.214|568300|568300
H21.217|602500|602500' ] || { ask_store "SELECT * FROM figure WHERE metric = 'TOTAL' AND period_kind = 'month'"; fail "figures of March"; }
[ "$(ask_store "SELECT COUNT(*) FROM figure WHERE observed_at = 1774008000 AND NOT (period_kind = 'month' AND period_from = 1772298000)")" = 0 ] || fail "a figure of March went elsewhere"
# one period back
config ', "time_type": "month", "back": "1"' ''
expect_code 0 "$bin/motcua" collect --at 2026-04-02T15:00 gia-lai
# by quarter
config ', "time_type": "quarter"' ''
expect_code 0 "$bin/motcua" collect --at 2026-03-31T15:00 gia-lai
[ "$(ask_store "SELECT score FROM figure WHERE metric = 'TOTAL' AND period_kind = 'quarter' AND period_from = 1767200400 AND unit = 'H21'")" = 660800 ] || fail "figures of the quarter"
# words that are none
config ', "time_type": "week"' ''
expect_code 78 "$bin/motcua" collect --at 2026-03-31T15:00 gia-lai
grep -q "'week'" stderr || fail "an impossible period is not told"
config ', "time_type": "month", "back": "30"' ''
expect_code 78 "$bin/motcua" collect --at 2026-03-31T15:00 gia-lai

# provinces by month: one fell below, one was renamed while its code stayed, one vanished
config '' ', "vars": {"time_type": "month"}'
expect_code 0 "$bin/motcua" collect --at 2026-10-16T14:00 ca-nuoc
[ "$(ask_store "SELECT name FROM unit WHERE code = 'H07'")" = 'UBND thành phố Mẫu 07' ] || fail "a new name is not taken"
"$bin/motcua" status --period month --at 2026-10-16T15:00 | grep -q 'Gia Lai 66,08 điểm, hạng 11/33' || fail "place of the month"
"$bin/motcua" report period --period month --of 2026-10 --at 2026-10-16T15:00 --format text >message.txt
grep -q '^Cổng DVCQG, tháng 10 năm 2026: tỉnh đạt 66,08 điểm, hạng 11/33$' message.txt && grep -q '^Cổng DVCQG, năm 2026: tỉnh đạt 66,08 điểm, hạng 12/34$' message.txt || { cat message.txt; fail "places of month and year"; }
echo ok
