#!/bin/sh
# Portals by a manifest alone. A made-up one that no C knows: its manifest is the worked example of the manual, its counts are worked
# out by hand. Statistics pages that are polled: the real page of Huế with its three broken sums, and the manual's second example.
. "$(dirname "$0")/lib.sh"
personal() { ! LC_ALL=C.UTF-8 grep -aqE 'CÔNG DÂN|Công dân|09000000' "$@" || fail "personal data in $*"; }
mkdir -p files/api/v3
python3 - "$MOTCUA_SRC/docs/motcua-manifest.5" <<'PY'
import json, re, sys
blocks = re.findall(r'\.Bd -literal\n(\{\n.*?)\n\.Ed', open(sys.argv[1], encoding='utf-8').read(), re.S)
assert len(blocks) == 2
open('cong-moi.json', 'w', encoding='utf-8').write(blocks[0])
open('trang-thong-ke.json', 'w', encoding='utf-8').write(blocks[1])
def record(number, unit, kenh, muc, state, nop=None, nhan=None, hen=None, xong=None, phi=(), giay_to=(), electronic=0):
    return {'ho_so': {'so': number, 'ma': '%s-221103-%06d' % (unit, number)},
            'noi_xu_ly': {'ma': unit, 'ten': {'X7.01': 'UBND xã Đồng Mới', 'X7.02': 'UBND xã Tân Lập'}[unit]},
            'moc': {'nop': nop, 'nhan': nhan, 'hen': hen, 'xong': xong}, 'kenh': kenh, 'muc': muc, 'tinh_trang': state,
            'phi': [{'so_tien': money, 'hinh_thuc': how} for money, how in phi], 'giay_to': [{'ban_so': yes} for yes in giay_to],
            'ket_qua_dien_tu': electronic,
            'nguoi_nop': {'ho_ten': 'CÔNG DÂN MẪU %d' % number, 'dien_thoai': '09000000%02d' % number}}
records = [
    record(1, 'X7.01', 'WEB', 'TT', 'DA_TRA', '2/11/2022 21:30', '3/11/2022 8:05', '10/11/2022 17:00', '9/11/2022 16:00', [(15000, 'CK')], [False, True], 1),
    record(2, 'X7.01', 'QUAY', 'MP', 'DA_XONG', None, '4/11/2022 14:30', '8/11/2022 17:00', '9/11/2022 9:00', [], [False]),
    record(3, 'X7.01', 'BUU_CHINH', 'TTIN', 'DANG_XL', None, '25/11/2022 9:00', '30/11/2022 17:00', None, [(0, '')]),
    record(4, 'X7.02', 'WEB', 'TT', 'CHO_BS', None, '31/10/2022 16:00', '21/11/2022 17:00'),
    record(5, 'X7.02', 'WEB', 'TT', 'DA_TRA', None, '7/11/2022 8:00', '8/11/2022 17:00', '8/11/2022 10:00', [(20000, 'TM')], [True], 1),
    record(6, 'X7.02', 'WEB', 'TT', 'TU_CHOI', '9/11/2022 7:00'),
    record(7, 'X7.02', 'QUAY', 'TT', 'RUT', None, '10/11/2022 8:00', '20/11/2022 17:00', '11/11/2022 8:00'),
    record(8, 'X7.02', 'QUAY', 'TT', 'CÔNG DÂN LẠ', None, '10/11/2022 8:00')]
for start in (0, 3, 6):
    page = {'ket_qua': {'tong': 8, 'trang': records[start:start + 3]}}
    json.dump(page, open('files/api/v3/ho-so?bo_qua=%d&lay=3' % start, 'w', encoding='utf-8'), ensure_ascii=False)
page = '''<html><head><title>Thống kê</title></head><body><p>Liên hệ: CÔNG DÂN MẪU 0900000000</p>
<table><tr><td>Đăng nhập</td></tr></table>
<table><tr><th>STT</th><th>Đơn vị</th><th>Tiếp nhận</th><th>Đã giải quyết</th><th>Quá hạn</th><th>Cán bộ</th></tr>
<tr><td>1</td><td>UBND xã Đồng Mới</td><td>1.234</td><td>1.200</td><td>7</td><td>CÔNG DÂN MẪU</td></tr>
<tr><td>2</td><td>UBND xã Tân Lập</td><td>56</td><td>-</td><td>0</td><td>CÔNG DÂN MẪU</td></tr>
<tr><td>3</td><td>UBND xã Đất Mới</td><td>CÔNG DÂN</td><td>5</td><td>0</td><td></td></tr></table></body></html>'''
open('files/bao-cao?tu=2022-11-01&den=2022-11-30', 'w', encoding='utf-8').write(page)
PY
cp "$cases/hue/thongke.html" 'files/thongke?nam=2025'
start_portal --files files
one() { # name, manifest, more members
  printf '{"store": "sqlite:motcua.db", "sources": [{"name": "%s", "manifest": "%s", "base_url": "%s"%s}], "commitments": ["y-yen-2022"]}' \
    "$1" "$2" "$address" "${3:-}" >motcua.json
}

# The made-up portal.
one moi ./cong-moi.json
"$bin/motcua" --lang en check moi >check.txt
expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
[ "$(sqlite3 motcua.db 'SELECT outcome, expected, got, new_rows, rejected, pages FROM run')" = 'complete|8|8|8|0|3' ] ||
  fail "the run: $(sqlite3 motcua.db 'SELECT outcome, expected, got, new_rows, rejected, pages FROM run')"
"$bin/motcua" counts --period month --of 2022-11 --at 2022-11-25T15:00 --format csv >counts.csv
for wanted in X7.01,received,3 X7.01,received_online,1 X7.01,received_counter,1 X7.01,received_postal,1 X7.01,received_level2,1 \
  X7.01,received_level3,1 X7.01,received_level4,1 X7.01,eligible,2 X7.01,online_eligible,1 X7.01,fee_due,1 X7.01,paid_online,1 \
  X7.01,digitized,1 X7.01,carried_over,0 X7.01,finished,2 X7.01,early,1 X7.01,on_time,0 X7.01,late,1 X7.01,open,1 \
  X7.01,open_overdue,0 X7.01,electronic_result,1 X7.01,full_online,1 X7.01,withdrawn,0 X7.01,denied,0 \
  X7.02,received,3 X7.02,received_online,1 X7.02,received_counter,2 X7.02,received_level4,3 X7.02,eligible,3 X7.02,online_eligible,1 \
  X7.02,fee_due,1 X7.02,paid_online,0 X7.02,digitized,1 X7.02,carried_over,1 X7.02,finished,1 X7.02,early,0 X7.02,on_time,1 \
  X7.02,late,0 X7.02,open,2 X7.02,open_overdue,1 X7.02,waiting,1 X7.02,electronic_result,1 X7.02,full_online,0 X7.02,withdrawn,1 \
  X7.02,denied,1 ALL,received,6 ALL,finished,3 ALL,carried_over,1 "X7.01,reused," "X7.02,apology_sent,"; do
  grep -qE "$wanted(,moi: .*)?\$" counts.csv || { grep "${wanted%,*}," counts.csv; fail "not $wanted"; }
done
"$bin/motcua" rejects --format csv >rejects.csv
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM dossier WHERE key = '8' AND status IS NULL")" = 1 ] || fail "the dossier with an unknown state is not kept without"
"$bin/motcua" units --format csv >units.csv
grep -q '^X7.01,UBND xã Đồng Mới,commune,' units.csv || fail "a new unit is not shown"
personal motcua.db rejects.csv units.csv counts.csv check.txt stderr

# A real page, polled: its figures and its three broken sums.
rm -f motcua.db*
one hue html_table ', "vars": {"unit": "H57"}'
expect_code 0 "$bin/motcua" collect --at 2025-06-20T15:00
{
  echo level,total,processed,unprocessed,early,on_time,late,unclassified
  for level in 1-2 3 4; do
    sqlite3 -csv motcua.db "SELECT '$level', t.numerator, f.numerator, o.numerator, e.numerator, n.numerator, l.numerator,
        f.numerator - e.numerator - n.numerator - l.numerator
      FROM figure t, figure f, figure o, figure e, figure n, figure l
      WHERE t.metric = 'total_level$level' AND f.metric = 'finished_level$level' AND o.metric = 'open_level$level'
        AND e.metric = 'early_level$level' AND n.metric = 'on_time_level$level' AND l.metric = 'late_level$level'" | tr -d '\r'
  done
} >hue.csv
[ "$(tr -d '\r' <"$cases/hue/expected.csv")" = "$(cat hue.csv)" ] || { cat hue.csv; fail "the page's counts differ"; }
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM figure WHERE unit = 'H57' AND period_kind = 'year' AND period_from = 1735664400")" -eq 18 ] ||
  fail "unit or period is not the one that was asked for"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM figure WHERE status LIKE 'finished = early + on_time + late: %'")" -eq 3 ] ||
  fail "the broken sums are not kept with their figures"
[ "$(sqlite3 motcua.db 'SELECT outcome, pages FROM run')" = 'complete|1' ] || fail "the run of a page"
# Next year's page is not there; nothing of it is invented.
expect_code 69 "$bin/motcua" --lang en collect --at 2026-02-06T15:00
grep -q 404 stderr || fail "the missing page is not told"

# The manual's second example: units by their names, a dash that says nothing, a row that cannot be read.
rm -f motcua.db*
one trang ./trang-thong-ke.json
expect_code 0 "$bin/motcua" --lang en check trang --at 2022-11-25T15:00
expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
[ "$(sqlite3 motcua.db 'SELECT unit, metric, numerator FROM figure ORDER BY unit, metric' | tr '\n' ' ')" = \
  'xa-dong-moi|finished|1200 xa-dong-moi|late|7 xa-dong-moi|received|1234 xa-tan-lap|late|0 xa-tan-lap|received|56 ' ] ||
  fail "figures: $(sqlite3 motcua.db 'SELECT unit, metric, numerator FROM figure')"
[ "$(sqlite3 motcua.db 'SELECT field FROM reject')" = numerator ] || fail "the row with a word for a number is no reject"
[ "$(sqlite3 motcua.db "SELECT name FROM unit WHERE code = 'xa-tan-lap'")" = 'UBND xã Tân Lập' ] || fail "the unit's name"
"$bin/motcua" rejects >rejects.txt
personal motcua.db rejects.txt stderr
expect_code 64 "$bin/motcua" check trang --record kept --at 2022-11-25T15:00
[ ! -e kept ] || fail "a page was recorded as it is"

# What comes instead of the page.
hostile() { # exit status, words; the page is on standard input
  cat >"files/bao-cao?tu=2022-11-01&den=2022-11-30"
  rm -f motcua.db*
  expect_code "$1" in_bounds timeout 120 "$bin/motcua" --lang en collect --at 2022-11-25T15:00
  grep -qiE "$2" stderr || { cat stderr; fail "no word of it ($2)"; }
  [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM figure')" = 0 ] || fail "figures of a hostile page"
}
printf '<html>The requested URL was rejected.</html>' | hostile 65 'no table'
printf '' | hostile 65 'empty'
python3 -c "print('<div>' * 1000000)" | hostile 65 'nested|deep'
python3 -c "print('<table><tr><td>' * 100000)" | hostile 65 'table|nested|deep'
python3 -c "print('<table>' + '<tr><td>1</td></tr>' * 1200000)" | hostile 65 'cells|larger'
head -c 40000000 /dev/zero | tr '\0' 'x' | hostile 65 'larger'
head -c 100000 "$cases/export/ho-so.xlsx" | hostile 65 '.'
printf '%%PDF-1.4' | hostile 65 'PDF'
# A manifest that has nothing to ask for is told before anything is sent.
one so tabular
expect_code 78 "$bin/motcua" --lang en collect
grep -q 'motcua import' stderr || fail "the way out is not told"
