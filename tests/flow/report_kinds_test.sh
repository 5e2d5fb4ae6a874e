#!/bin/sh
# What can be reported: one unit, all units, periods, forms 06 and 06b against the counters; what was issued; what the public sees.
. "$(dirname "$0")/lib.sh"
start_portal --compose 6000 --seed 178
config_dvcqg
at=2022-11-25T15:00
"$bin/motcua" collect --at $at

# words and units
expect_code 64 "$bin/motcua" report monthly
expect_code 64 "$bin/motcua" report unit
expect_code 64 "$bin/motcua" report friday monday
expect_code 64 "$bin/motcua" report unit H99.22.99 --at $at
grep -q 'H99.22.09' stderr || fail "the nearest unit is not told"
expect_code 64 "$bin/motcua" report unit all --at $at
"$bin/motcua" report unit h99.22.04 --at $at --format json >by-code
"$bin/motcua" report unit 'XÃ MẪU 04' --at $at --format json >by-name
cmp by-code by-name || fail "a unit by its name is another one"
"$bin/motcua" report unit all --at $at -o all
[ "$(ls all | wc -l)" -eq 22 ] || fail "not a file for each commune"
"$bin/motcua" report unit H99.22.04 --at $at -o one.html
cmp one.html all/H99.22.04.html || fail "one of all is another"

# one unit on one page of A4
chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync \
  --user-data-dir="$work/chromium" --print-to-pdf=one.pdf --no-pdf-header-footer "file://$work/one.html" >chromium.log 2>&1 || fail "Chromium"
pdfinfo one.pdf | grep -q '^Pages: *1$' || fail "one unit needs more than one page"

# periods stand against the one before them
"$bin/motcua" report --of 2022-Q4 --at $at --format json >quarter.json
"$bin/motcua" metrics --period quarter --of 2022-Q4 --at $at --format csv >quarter.csv
for form in 06 06b; do
  "$bin/motcua" report form-$form --of 2022-11 --at $at --format csv >form-$form.csv
done
"$bin/motcua" counts --period month --of 2022-11 --at $at --unit ALL --format csv >counts.csv
python3 - <<'EOF'
import csv, json
figures = {(r['unit'], r['metric']): (r['numerator'], r['denominator']) for r in csv.DictReader(open('quarter.csv'))}
rows = json.load(open('quarter.json', encoding='utf-8'))['commitments']
compared = 0
for r in rows:
    for metric in ('online_rate', 'payment_rate', 'digitization_rate', 'electronic_result_rate'):
        n, d = r[metric + '_numerator'], r[metric + '_denominator']
        if d is not None:
            assert figures[r['unit'], metric] == (str(n), str(d)), (r['unit'], metric, n, d)
            compared += 1
assert compared >= 92, compared
wide = list(csv.DictReader(open('counts.csv')))
count = {r['counter']: int(r['value']) for r in wide if r['value']}
for form in ('form-06.csv', 'form-06b.csv'):
    rows = list(csv.DictReader(open(form, encoding='utf-8')))
    total = {k: sum(int(r[k]) for r in rows) for k in rows[0] if k not in ('system', 'level', 'name', 'code', 'warning')}
    assert total['received_total'] == count['received'] + count['carried_over'], total
    assert total['settled_total'] == count['finished'] + count['withdrawn'] + count['stopped'], total
    assert total['open_total'] == count['open'] and total['open_overdue'] == count['open_overdue'] and total['late'] == count['late'], total
    for r in rows:
        v = {k: int(r[k]) for k in total}
        assert v['received_total'] == v['received_online'] + v['received_direct'] + v['carried_over'], r
        assert v['settled_total'] == v['early'] + v['on_time'] + v['late'] and v['open_total'] == v['open_undue'] + v['open_overdue'], r
        assert v['received_total'] == v['settled_total'] + v['open_total'], r
    assert len(rows) > 5, form
print('%d figures of the quarter; forms 06 and 06b add up to the counters' % compared)
EOF

# what was sent is recorded; the next report names it
expect_code 64 "$bin/motcua" report --at $at --issue
"$bin/motcua" report --at 2022-11-18T15:00 -o sent.docx --issue --by 'clerk' 2>/dev/null
[ "$(sqlite3 motcua.db 'SELECT sha256 FROM report_issue')" = "$(sha256sum sent.docx | cut -d' ' -f1)" ] || fail "another file was recorded"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM report_figure WHERE unit = 'ALL'")" -eq 4 ] || fail "the figures of all units are not recorded"
"$bin/motcua" report --at $at -o next.html 2>/dev/null
grep -q 'Đến nay các số liệu đó không thay đổi' next.html || fail "the next report does not speak of the one before"

# for the public
"$bin/motcua" report --at $at --publish -o public.html 2>/dev/null
"$bin/motcua" report --at $at --publish -o public.json
code=$(sqlite3 motcua.db "SELECT code FROM dossier LIMIT 1")
grep -qE "H99\.22\.[0-9]+-[0-9]{6}-" public.html public.json && fail "a dossier's code is published (such as $code)"
grep -q '<5' public.html || grep -q '&lt;5' public.html || fail "no small count is hidden"
