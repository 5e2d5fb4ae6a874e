#!/bin/sh
# Validity of commitments, wherever they are used; a config to begin with; several periods side by side.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
cat >motcua.json <<'END'
{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"], "mandates": ["y-yen-2022"]}
END
"$bin/motcua" import --source huyen --at 2022-11-25T15:00 "$cases/export/ho-so.csv" >/dev/null 2>&1

# In force: judged, and nothing is said of validity. Out of force: rates without a verdict, and that is said, for people and for programs.
for command in status 'metrics --unit ALL' mandates; do
  # shellcheck disable=SC2086
  "$bin/motcua" $command --of 2022-11 --at 2022-11-25T15:00 --format csv >in.csv
  ! grep -q 'not in force' in.csv || { cat in.csv; fail "$command: November 2022 is said to be out of force"; }
  # shellcheck disable=SC2086
  "$bin/motcua" $command --of 2023-02 --at 2023-02-24T15:00 --format csv >out.csv
  grep -q 'not in force in this period (in force from 01/11/2022 to 31/12/2022); rates are shown' out.csv || { head -3 out.csv; fail "$command: validity is not told"; }
  # shellcheck disable=SC2086
  "$bin/motcua" $command --of 2023-02 --at 2023-02-24T15:00 >out.txt
  grep -q 'not in force in this period' out.txt || fail "$command: validity is not told to people"
done
"$bin/motcua" advise --at 2023-02-24T15:00 --format csv | grep -q 'not in force in this period' || fail "advise: validity is not told"
python3 - <<'END'
import csv, subprocess, os
run = lambda *a: list(csv.DictReader(subprocess.run([os.environ['MOTCUA_BIN'] + '/motcua', *a, '--format', 'csv'], check=True, capture_output=True, text=True).stdout.splitlines()))
then, later = run('status', '--of', '2022-11', '--at', '2022-11-25T15:00'), run('status', '--of', '2023-02', '--at', '2023-02-24T15:00')
assert {r['online_rate_state'] for r in then} >= {'yes', 'no'}, then
assert not any(r['online_rate_state'] or r['kept'] for r in later), later
# a set that is named judges all the same, and says so
named = run('status', '--set', 'y-yen-2022', '--of', '2023-02', '--at', '2023-02-24T15:00')
assert all('judged by it because it was named' in r['warning'] for r in named), named
# side by side: November as it stands alone, and December beside it
both = {r['unit']: r for r in run('status', '--of', '2022-11,2022-12', '--at', '2022-12-02T15:00')}
alone = {r['unit']: r for r in run('status', '--of', '2022-11', '--at', '2022-12-02T15:00')}
for unit, row in alone.items():
    for name in ['online_rate', 'payment_rate', 'digitization_rate', 'electronic_result_rate', 'kept']:
        assert both[unit][name + '_2022-11'] == row[name], (unit, name)
    assert 'kept_2022-12' in both[unit]
END
expect_code 64 "$bin/motcua" status --of 2022-11,,2022-12
expect_code 64 "$bin/motcua" status --of 2022-11,2022-W99

# The file of a set
"$bin/motcua" commitments --at 2022-11-25 | grep -q 'y-yen-2022.*in force from 01/11/2022 to 31/12/2022' || fail "commitments: the set is not told"
"$bin/motcua" commitments --at 2023-02-24 --format csv | grep -q '^y-yen-2022,no,' || fail "commitments: out of force is not told"
"$bin/motcua" commitments check "$MOTCUA_SRC/schema/commitments/nq71-2030.json" --format csv | grep -c '^nq71-2030,' | grep -qx 5 || fail "nq71-2030 has five commitments"
echo '{"name": "x", "title": "t", "document": "d", "period": "month", "commitments": [{"title": "a", "metrics": ["nope"], "target": 80}]}' >bad.json
expect_code 78 "$bin/motcua" commitments check bad.json
expect_code 64 "$bin/motcua" commitments check

# Dashboards have targets of sets in force alone.
"$bin/motcua" db sample --at 2022-11-25T15:00 >/dev/null 2>&1
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM v_target')" -eq 4 ] || fail "four targets are in force in November 2022"
"$bin/motcua" db sample --at 2023-02-24T15:00 >/dev/null 2>&1
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM v_target')" -eq 0 ] || fail "dashboards judge by targets that are not in force"

# Nine months are the sum of nine months.
python3 - <<'END'
import csv, subprocess, os
def received(*a):
    out = subprocess.run([os.environ['MOTCUA_BIN'] + '/motcua', 'counts', '--unit', 'ALL', '--at', '2022-12-02T15:00', '--format', 'csv', *a], check=True, capture_output=True, text=True).stdout
    return sum(int(r['value'] or 0) for r in csv.DictReader(out.splitlines()) if r['counter'] == 'received')
assert received('--period', 'nine', '--of', '2022-9T') == sum(received('--period', 'month', '--of', '2022-%02d' % m) for m in range(1, 10))
END

# Nobody's name but the office's own: blanks are marked, and a report of it holds no example's body.
mkdir first && cd first
"$bin/motcua" init </dev/null
! grep -qiE 'yên|văn hóa|yyen|VHTT' motcua.json || { cat motcua.json; fail "an example's names are in the first config"; }
"$bin/motcua" --lang vi report -o r.html 2>told
grep -q 'tên cơ quan ban hành' told || { cat told; fail "the blanks are not told"; }
! grep -qiE 'Ý Yên|VĂN HÓA|VHTT|2022' r.html || fail "an example's name is in a stranger's report"

# A store that holds nothing but a page of published counts, three of whose sums do not add up: that is told, and nothing else is claimed.
mkdir ../form && cd ../form
"$bin/motcua" import "$cases/hue/thongke.html" --source hue --unit H57 --period year --of 2025 --at 2025-12-26T14:00 >/dev/null 2>&1
"$bin/motcua" report --at 2025-12-26T15:00 -o f.html 2>/dev/null
[ "$(grep -o 'published sums do not hold' f.html | wc -l)" -eq 3 ] || fail "three broken sums were to be told"
grep -q 'no dossiers, and none of its 18 published figures is one that these targets are judged by' f.html || fail "what the store holds is not told"
for claim in 'nothing wrong was found' 'none is short' 'is not short' 'targets are reached' 'target is reached' 'overdue at the cut-off' 'neither dossiers nor published'; do
  ! grep -q "$claim" f.html || fail "the report claims: $claim"
done
