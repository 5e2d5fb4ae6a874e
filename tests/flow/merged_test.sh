#!/bin/sh
# Units that merged or ended: a yearly set that says so counts the old codes for the successor; a unit that ended is not judged afterwards.
. "$(dirname "$0")/lib.sh"
cat >units.csv <<END
code,name,kind,parent,valid_from,valid_to,successor
O1,UBND xã Cũ Một,commune,,,2025-06-30,N
O2,UBND xã Cũ Hai,commune,,,2025-06-30,N
D,UBND xã Giải Thể,commune,,,2025-06-30,
N,UBND xã Mới,commune,,2025-07-01,,
END
# O1: three online; O2: two at the counter; N: five online. Together 8 of 10, which is 80 %. D: one in June, one in August.
{ echo 'Mã hồ sơ,Mã đơn vị,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái'
  for i in 1 2 3; do echo "A$i,O1,Mức độ 3,Trực tuyến,0$i/03/2025 08:00,30/03/2025 17:00,20/03/2025 08:00,Đã có kết quả"; done
  for i in 1 2; do echo "B$i,O2,Mức độ 3,Trực tiếp,0$i/04/2025 08:00,30/04/2025 17:00,20/04/2025 08:00,Đã có kết quả"; done
  for i in 1 2 3 4 5; do echo "C$i,N,Mức độ 3,Trực tuyến,0$i/08/2025 08:00,30/08/2025 17:00,20/08/2025 08:00,Đã có kết quả"; done
  echo 'E1,D,Mức độ 3,Trực tiếp,01/06/2025 08:00,30/06/2025 17:00,,Đang xử lý'
  echo 'E2,D,Mức độ 3,Trực tiếp,02/08/2025 08:00,30/08/2025 17:00,,Đang xử lý'; } >ho-so.csv
set_write() { # name period more
  printf '{"name": "%s", "title": "%s", "document": "D", "period": "%s", "unit_kinds": ["commune"]%s, "commitments": [{"title": "TT", "metrics": ["online_share"], "target": 80}]}' \
    "$1" "$1" "$2" "$3" >"$1.json"
}
set_write nam year ', "merged": "successor"'
set_write rieng year ''
set_write thang month ''
echo '{"store": "sqlite:m.db", "sources": [], "commitments": ["nam.json", "thang.json"]}' >motcua.json
echo '{"store": "sqlite:m.db", "sources": [], "commitments": ["rieng.json"]}' >rieng.config.json
"$bin/motcua" units import units.csv
"$bin/motcua" import ho-so.csv --source s --at 2025-12-01T10:00 2>/dev/null
rows() { "$bin/motcua" -c "$1" status --set "$2" --of "$3" --at "$4" --format csv | python3 -c "
import csv, sys
print(' '.join('%s:%s:%s' % (r['unit'], r['online_share'], r['online_share_state']) for r in csv.DictReader(sys.stdin) if r['unit'] != 'ALL'))"; }
expect() { [ "$1" = "$2" ] || fail "'$1', not '$2'"; }
expect "$(rows motcua.json nam 2025 2025-12-01T10:00)" 'N:80.00:yes D:0.00:no'
# Where the set does not say so, and before the merger, each stands for itself.
expect "$(rows rieng.config.json rieng 2025 2025-12-01T10:00)" 'N:100.00:yes O1:100.00:yes D:0.00:no O2:0.00:no'
expect "$(rows motcua.json nam 2025 2025-06-01T10:00)" 'O1:100.00:yes D:0.00:no O2:0.00:no'
# Two sets of one kind of period, of which one follows: each is judged by its own rule, whichever the config names first.
for order in '"nam.json", "rieng.json"' '"rieng.json", "nam.json"'; do
  echo "{\"store\": \"sqlite:m.db\", \"sources\": [], \"commitments\": [$order]}" >both.config.json
  expect "$(rows both.config.json nam 2025 2025-12-01T10:00)" 'N:80.00:yes D:0.00:no'
  expect "$(rows both.config.json rieng 2025 2025-12-01T10:00)" 'N:100.00:yes O1:100.00:yes D:0.00:no O2:0.00:no'
done
# The same for rulesets: what a ruleset says holds for its scores, whatever the sets say. 3 of 3, 0 of 2 and 5 of 5 apart; 8 of 10 together.
for merged in successor apart; do
  echo '{"name": "r-'$merged'", "title": "R", "document": "D", "version": "1", "max": 10, "merged": "'$merged'", "areas": [{"code": "1", "title": "A", "max": 10, "criteria": [
    {"code": "1.1", "title": "TT", "max": 10, "inputs": [{"metric": "online_share"}], "rule": {"kind": "ratio_linear"}}]}]}' >r-$merged.json
done
points() { "$bin/motcua" -c "$1" score --ruleset "./r-$2.json" --of 2025 --at 2025-12-01T10:00 --format csv | python3 -c "
import csv, sys
print(' '.join(sorted('%s:%s' % (r['unit'], r['points']) for r in csv.DictReader(sys.stdin))))"; }
for config in motcua.json rieng.config.json both.config.json; do
  expect "$(points $config successor)" 'D:0 N:8'
  expect "$(points $config apart)" 'D:0 N:10 O1:10 O2:0'
done
# In August the unit that ended in June has a dossier, and no verdict.
expect "$(rows motcua.json thang 2025-08 2025-08-25T10:00)" 'N:100.00:yes D:0.00:'
"$bin/motcua" status --set thang --of 2025-08 --at 2025-08-25T10:00 2>&1 | tr '\n' ' ' | tr -s ' ' >august.txt
grep -qF 'Giải Thể (30/06/2025)' august.txt || { cat august.txt; fail "a unit that ended is not told as ended"; }
"$bin/motcua" report --set thang --at 2025-08-29T15:00 --format table 2>&1 | tr '\n' ' ' | tr -s ' ' >august.txt
grep -qF 'Giải Thể (30/06/2025)' august.txt || { cat august.txt; fail "the report does not tell that a unit ended"; }
# In December nothing of that unit arises but what is still open, and after that has ended the unit is listed no more.
expect "$(rows motcua.json thang 2025-12 2025-12-01T10:00)" 'N::none D::'
sed -i 's/^E1,\(.*\),,Đang xử lý$/E1,\1,29\/06\/2025 10:00,Đã có kết quả/; s/^E2,\(.*\),,Đang xử lý$/E2,\1,20\/08\/2025 10:00,Đã có kết quả/' ho-so.csv
"$bin/motcua" import ho-so.csv --source s --at 2025-12-02T10:00 2>/dev/null
expect "$(rows motcua.json thang 2025-12 2025-12-03T10:00)" 'N::none'
expect "$(rows motcua.json thang 2025-06 2025-12-03T10:00)" 'D:0.00:no O1::none O2::none'
"$bin/motcua" score --ruleset tan-dan-766 --of 2026 --at 2026-02-01T10:00 --format csv | grep -q ',D,' && fail "a unit that ended is scored"
exit 0
