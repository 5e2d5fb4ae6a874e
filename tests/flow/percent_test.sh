#!/bin/sh
# A percentage has one form in all that people read: no blank before the sign, a decimal comma, and two decimals (up to four where two would
# contradict the verdict); a target, a threshold or a whole hundred that a document states has as many as the document gives it.
. "$(dirname "$0")/lib.sh"
start_portal --compose 2500 --seed 178
config_dvcqg
sed -i 's/"commitments"/"rulesets": ["y-yen-2022", "thanh-hoa-2022"], "mandates": ["y-yen-2022"], "report": {"issuing_body": "UBND huyện Mẫu"}, "commitments"/' motcua.json
at=2022-11-25T15:00
"$bin/motcua" collect --at $at >/dev/null 2>&1
out() { # name command... : what people read, as text
  name=$1
  shift
  "$bin/motcua" "$@" --at $at >"$name" 2>>stderr.log || { tail -n 5 stderr.log; fail "$*"; }
}
out status.txt status
out status.html status --format html
out beside.txt status --of 2022-10,2022-11
out metrics.txt metrics --metric all
out mandates.txt mandates
for unit in H99.22.18 H99.22.01 H99.22.12; do
  out "advise-$unit.txt" advise --unit $unit
  out "score-$unit.txt" score --unit $unit --of 2022-11
  out "unit-$unit.html" report unit $unit
  for criterion in CK.1 CK.2 NV.2; do
    out "explain-$unit-$criterion.txt" score --ruleset y-yen-2022 --of 2022-11 --unit $unit --explain $criterion
  done
done
out advise.txt advise
out league.txt score --of 2022-11
out report.txt report --format text
out report.html report --format html
out quarter.html report --period quarter --of 2022-Q4 --format html
"$bin/motcua" report --at $at -o message.txt 2>/dev/null
"$bin/motcua" report --at $at -o report.docx 2>/dev/null
unzip -p report.docx word/document.xml >docx.html
python3 - <<'PY' || fail "forms of percentages"
import glob, html, re, sys
faults, rates = [], 0
for name in sorted(glob.glob('*.txt') + glob.glob('*.html')):
    if name == 'stderr.log':
        continue
    text = open(name, encoding='utf-8').read()
    if name.endswith('.html'):
        text = re.sub(r'<(style|svg)\b.*?</\1>', ' ', text, flags=re.S)
        text = html.unescape(re.sub(r'<[^>]*>', '', text))
    for m in re.finditer(r'([0-9][0-9.]*)(,[0-9]+)?([\s\u00a0\u202f]*)%', text):
        whole, decimals, blank = m.groups()
        around = text[max(0, m.start() - 30):m.end() + 10].replace('\n', ' ')
        if blank:
            # a column's title "... ≥ 85%" may be broken over lines, a number and its sign never
            faults.append((name, 'a blank before the sign', around))
        if decimals and not 2 <= len(decimals) - 1 <= 4:
            faults.append((name, 'decimals', around))
        rates += decimals is not None
    for m in re.finditer(r'[0-9]+\.[0-9]+\s*%', text):
        if not re.match(r'[0-9]{1,3}(\.[0-9]{3})+\s*%', m.group()):
            faults.append((name, 'a decimal point', m.group()))
assert rates > 300, rates
for f in faults[:20]:
    print(*f, sep=': ')
sys.exit(bool(faults))
PY
# The catalogue has no other form either.
if grep -nE '(%[0-9.]*[ds]|[0-9]) %%' "$MOTCUA_SRC/po/vi.po"; then fail "po/vi.po has a blank before a percent sign"; fi
