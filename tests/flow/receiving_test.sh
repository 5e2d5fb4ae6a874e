#!/bin/sh
# A set of commitments that counts each dossier for the unit that received it: figures by hand, on both stores, from statements and from
# blocks, in samples that are brought up to date, and said wherever the set's figures are shown.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
. "$flow/serve_lib.sh"
export MOTCUA_NOW=2026-03-06T15:00 MOTCUA_LANG=vi
ask postgres "CREATE DATABASE receiving OWNER motcua"
# Xã Một handles 1, 2, 3; Xã Hai received 1 and 2. Xã Hai handles 4 and 5 and received them.
cat >ho-so.csv <<END
Mã hồ sơ,Mã đơn vị,Tên đơn vị,Mã đơn vị tiếp nhận,Mức độ,Hình thức nộp,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái,Số hóa
H99.01-260302-0001,H99.01,UBND xã Một,H99.02,4,Trực tuyến,02/03/2026,14/03/2026,,Đang xử lý,Có
H99.01-260302-0002,H99.01,UBND xã Một,H99.02,4,Trực tiếp,02/03/2026,14/03/2026,,Đang xử lý,Không
H99.01-260302-0003,H99.01,UBND xã Một,,4,Trực tuyến,02/03/2026,14/03/2026,,Đang xử lý,Có
H99.02-260302-0004,H99.02,UBND xã Hai,H99.02,4,Trực tuyến,02/03/2026,14/03/2026,,Đang xử lý,Có
H99.02-260302-0005,H99.02,UBND xã Hai,,4,Trực tiếp,02/03/2026,14/03/2026,,Đang xử lý,Không
END
# two days later number 3 too was received by Xã Hai, and number 2 is digitized
sed 's/\(260302-0003,H99.01,UBND xã Một,\),/\1H99.02,/; /260302-0002/s/Không$/Có/' ho-so.csv >moi.csv
set_write() { # name counted_for
  cat >"$1.json" <<END
{"name": "$1", "title": "Cam kết $1", "document": "Văn bản mẫu", "period": "month"${2:+, \"counted_for\": \"$2\"},
 "commitments": [{"title": "Nộp trực tuyến", "metrics": ["online_rate"], "target": 50},
                 {"title": "Số hóa", "metrics": ["digitization_rate", "dvcqg_digitization_rate"], "target": 70}]}
END
}
set_write xu-ly
set_write tiep-nhan receiving_unit
set_write don-vi unit
config() { echo "{\"store\": \"$store\", \"commitments\": [$1], \"sources\": []}" >motcua.json; }
# figures WHAT METRIC WANTED: "H99.01 n/d H99.02 n/d ALL n/d"
figures() {
  "$bin/motcua" metrics --of 2026-03 --metric "$2" --format csv >metrics.csv
  got=$(python3 -c '
import csv
print(" ".join("%s %s/%s" % (r["unit"], r["numerator"], r["denominator"]) for r in csv.DictReader(open("metrics.csv", encoding="utf-8-sig"))))')
  [ "$got" = "$3" ] || { cat metrics.csv; fail "$kind, $1: $2 is $got, not $3"; }
}
for kind in sqlite postgres; do
  [ $kind = sqlite ] && store=sqlite:$work/receiving.db || store=$(store_of receiving)
  config '"xu-ly.json"'
  expect_code 0 "$bin/motcua" import ho-so.csv --source xuat
  expect_code 64 "$bin/motcua" metrics --of 2026-03 --metric digitization_rate_by_receiving
  # the set is added when there are samples already
  config '"tiep-nhan.json", "xu-ly.json"'
  figures "first export" online_rate "H99.01 2/3 H99.02 1/2 ALL 3/5"
  figures "first export" online_rate_by_receiving "H99.01 1/1 H99.02 2/4 ALL 3/5"
  figures "first export" digitization_rate_by_receiving "H99.01 1/1 H99.02 2/4 ALL 3/5"
  expect_code 0 "$bin/motcua" db sample
  expect_code 0 "$bin/motcua" import moi.csv --source xuat --at 2026-03-06T14:00
  figures "second export" online_rate_by_receiving "H99.01 0/0 H99.02 3/5 ALL 3/5"
  figures "second export" digitization_rate_by_receiving "H99.01 0/0 H99.02 4/5 ALL 4/5"
  figures "second export" digitization_rate "H99.01 3/3 H99.02 1/2 ALL 4/5"
  now="SELECT unit || ' ' || numerator || '/' || denominator FROM metric_now WHERE metric = 'digitization_rate_by_receiving'
       AND period_kind = 'month' AND period_from = (SELECT max(period_from) FROM metric_now WHERE period_kind = 'month') ORDER BY unit"
  [ $kind = sqlite ] && sqlite3 receiving.db "$now" >samples || ask receiving "$(echo "$now" | sed 's/metric_now/motcua.metric_now/g')" >samples
  [ "$(tr '\n' ' ' <samples)" = "ALL 4/5 H99.01 0/0 H99.02 4/5 " ] || { cat samples; fail "$kind: samples"; }
  # the words
  told='theo đơn vị tiếp nhận'
  for command in status "advise --unit H99.02" commitments "report" "report unit H99.02"; do
    # shellcheck disable=SC2086
    "$bin/motcua" $command >out.txt 2>stderr || { cat stderr; fail "$kind: $command"; }
    grep -q "Số hóa ($told)" out.txt || { cat out.txt; fail "$kind: $command does not say by whom is counted"; }
  done
  "$bin/motcua" status --set xu-ly >out.txt
  ! grep -q "$told" out.txt || { cat out.txt; fail "$kind: a set that counts by the handling unit says otherwise"; }
  "$bin/motcua" status --format json | grep -q digitization_rate_by_receiving || fail "$kind: status for programs"
  "$bin/motcua" advise --unit H99.01 --set xu-ly --format json >advise.json
  if [ $kind = postgres ]; then
    ask receiving "SELECT DISTINCT title FROM motcua.target ORDER BY title" >titles
    grep -q "^Số hóa ($told)$" titles && grep -q '^Số hóa$' titles || { cat titles; fail "dashboards"; }
  fi
  # the page of a number lists the dossiers that the receiving unit answers for: number 5 is not digitized
  echo 'mat khau cua tinh' >pw
  "$bin/motcua" user add tinh --role province --password-file pw
  start_serve
  rm -f jar
  curl -s -c jar -o body "$site/dang-nhap"
  form=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p)
  curl -s -b jar -c jar -o body --data-urlencode "name=tinh" --data-urlencode "password=$(cat pw)" --data "csrf=$form" "$site/dang-nhap"
  for page in / /don-vi/H99.02; do
    curl -s -b jar -o page.html "$site$page"
    grep -q "$told" page.html || { cat page.html; fail "$kind: $page"; }
  done
  curl -s -b jar -o figure.json "$site/api/v1/units/H99.02/figure?ten=online_rate_by_receiving"
  python3 - <<'END' || { cat figure.json; fail "$kind: the dossiers that lower a number"; }
import json
f = json.load(open('figure.json'))
assert (f['numerator'], f['denominator']) == (3, 5), f
assert sorted(d['code'][-4:] for d in f['dossiers']) == ['0002', '0005'], f
assert {d['unit'] for d in f['dossiers']} == {'H99.02'}, f
assert 'theo đơn vị tiếp nhận' in f['title'], f
END
  stop_serve
  expect_code 0 "$bin/motcua" db check
  echo "ok: $kind"
done
# "unit" is what is counted without a word
store=sqlite:$work/receiving.db
config '"don-vi.json"'
figures 'counted_for: unit' digitization_rate "H99.01 3/3 H99.02 1/2 ALL 4/5"
# a source that tells no receiving unit leaves the figure unknown, never wrong
cut -d, -f1-3,5- ho-so.csv >khong.csv
store=sqlite:$work/khong.db
config '"tiep-nhan.json"'
expect_code 0 "$bin/motcua" import khong.csv --source khong
"$bin/motcua" metrics --of 2026-03 --metric digitization_rate_by_receiving --format csv >metrics.csv
[ "$(cut -d, -f6,7 metrics.csv | sed 1d | sort -u)" = , ] || { cat metrics.csv; fail "a source without receiving units gives figures by them"; }
# what cannot be counted so, and what is no word of the option, is refused
sed 's/"online_rate"/"postal_procedures_rate"/' tiep-nhan.json >sai.json
"$bin/motcua" metrics --metric all --of 2026-03 --format csv >all.csv
metric=$(python3 -c '
import json, os
src = os.environ["MOTCUA_SRC"]
distinct = {c["name"] for f in json.load(open(src + "/schema/counters.json"))["families"] for c in f["counters"] if c.get("in") == "procedures"}
print(next(m["name"] for m in json.load(open(src + "/schema/metrics.json"))["metrics"] if distinct & set(m.get("numerator", []))))')
sed "s/\"online_rate\"/\"$metric\"/" tiep-nhan.json >sai.json
expect_code 78 "$bin/motcua" commitments check sai.json
grep -q counted_for stderr || { cat stderr; fail "a share of procedures: no word of what to do"; }
sed 's/"receiving_unit"/"tiep-nhan"/' tiep-nhan.json >sai.json
expect_code 78 "$bin/motcua" commitments check sai.json
echo ok
