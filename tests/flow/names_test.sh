#!/bin/sh
# Names beside codes, "Đăng ký khai sinh (1.001193)", wherever a person reads a procedure or a field; programs get the code in a member of
# its own, too; without a name the code stands alone. Commands, pages, views of both stores.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
. "$flow/serve_lib.sh"
export MOTCUA_NOW=2026-03-06T15:00 MOTCUA_LANG=vi
ask postgres "CREATE DATABASE beside OWNER motcua"
cat >ho-so.csv <<END
Mã hồ sơ,Mã đơn vị,Tên đơn vị,Mã TTHC,Tên TTHC,Mã lĩnh vực,Hình thức nộp,Mức độ,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Trạng thái,Số hóa
H99.22.01-260302-0001,H99.22.01,UBND xã Mẫu,1.001193,Đăng ký khai sinh,LV07,Trực tiếp,4,02/03/2026,04/03/2026,,Đang xử lý,Không
H99.22.01-260302-0002,H99.22.01,UBND xã Mẫu,1.001193,Đăng ký khai sinh,LV07,Trực tiếp,4,02/03/2026,04/03/2026,,Đang xử lý,Không
H99.22.01-260302-0003,H99.22.01,UBND xã Mẫu,2.000815,Chứng thực bản sao,LV08,Trực tuyến,4,02/03/2026,04/03/2026,05/03/2026,Đã trả kết quả,Có
H99.22.01-260302-0005,H99.22.01,UBND xã Mẫu,1.000656,Khai tử,LV07,Trực tiếp,4,02/03/2026,05/03/2026,,Đang xử lý,Không
END
printf 'Loại,Mã,Tên,Lĩnh vực\nsector,LV07,Hộ tịch,\nprocedure,1.001193,Đăng ký khai sinh,LV07\n' >ten.csv
cat >giao.json <<END
{"name": "giao", "title": {"vi": "Giao việc", "en": "Mandates"}, "document": "Văn bản mẫu", "version": "1", "period": "month",
 "mandates": [{"code": "G.1", "title": {"vi": "Số hóa", "en": "Digitized"}, "unit_kinds": ["commune"], "of": ["in", "level", [3, 4]],
               "must": "digitized", "target": 70}]}
END
# has WHAT FILE: a name with its code, a code without a name alone, no code without the name that is known.
has() {
  grep -q 'Đăng ký khai sinh (1\.001193)' "$2" || { cat "$2"; fail "$kind: $1 has no name"; }
  grep -q '1\.000656' "$2" || { cat "$2"; fail "$kind: $1 has lost a code without a name"; }
  ! sed 's/Đăng ký khai sinh (1\.001193)//g' "$2" | grep -q '1\.001193' || { cat "$2"; fail "$kind: $1 shows a code without its name"; }
}
# twin WHAT FILE: "procedure" for people, "procedure_code" the code.
twin() {
  python3 - "$2" <<'END' || fail "$kind: $1"
import json, sys
rows = json.load(open(sys.argv[1]))
rows = rows.get('overdue') or rows.get('dossiers') if isinstance(rows, dict) else rows
got = sorted((r['procedure'], r['procedure_code']) for r in rows)
wanted = [('1.000656', '1.000656')] + 2 * [('Đăng ký khai sinh (1.001193)', '1.001193')]
assert got == wanted, got
END
}
fetch() { curl -sS -b jar -o "$2" -w '%{http_code}\n' "$site$1" | grep -qx 200 || { cat "$2"; fail "$kind: $1"; }; }
for kind in sqlite postgres; do
  [ $kind = sqlite ] && store=sqlite:$work/beside.db || store=$(store_of beside)
  echo "{\"store\": \"$store\", \"commitments\": [\"y-yen-2022\"], \"mandates\": [\"giao.json\"], \"rulesets\": [\"y-yen-2022\"], \"sources\": []}" >motcua.json
  expect_code 0 "$bin/motcua" import ho-so.csv
  expect_code 0 "$bin/motcua" procedures import ten.csv

  "$bin/motcua" mandates --set giao.json --unit H99.22.01 --explain G.1 >mandates.txt
  has "mandates --explain" mandates.txt
  ! grep -q 'Mã TTHC' mandates.txt || fail "$kind: people get a second column"
  "$bin/motcua" mandates --set giao.json --unit H99.22.01 --explain G.1 --format json >mandates.json
  twin "mandates as JSON" mandates.json
  "$bin/motcua" mandates --set giao.json --unit H99.22.01 --explain G.1 --format csv >mandates.csv
  grep -q '1.001193),1.001193,' mandates.csv || { cat mandates.csv; fail "$kind: mandates as CSV"; }
  "$bin/motcua" score --unit H99.22.01 --explain CK.3 >score.txt
  has "score --explain" score.txt
  "$bin/motcua" advise --unit H99.22.01 >advise.txt
  has advise advise.txt
  grep -q 'Đăng ký khai sinh (1.001193): H99.22.01-260302-0001 H99.22.01-260302-0002; 1.000656: H99.22.01-260302-0005' advise.txt ||
    { cat advise.txt; fail "$kind: advise"; }
  "$bin/motcua" report form-06b --of 2026-03 --format csv >06b.csv
  grep -q ',Đăng ký khai sinh (1.001193),1.001193,2,' 06b.csv && grep -q ',1.000656,1.000656,1,' 06b.csv || { cat 06b.csv; fail "$kind: form 06b as CSV"; }
  "$bin/motcua" report form-06 --of 2026-03 --format csv >06a.csv
  grep -q ',Hộ tịch (LV07),LV07,3,' 06a.csv && grep -q ',LV08,LV08,1,' 06a.csv || { cat 06a.csv; fail "$kind: form 06a as CSV"; }
  "$bin/motcua" report --format json >report.json
  twin "the report as JSON" report.json
  "$bin/motcua" procedures --format csv >list.csv
  grep -q '^procedure,1.001193,Đăng ký khai sinh,Hộ tịch (LV07),' list.csv || { cat list.csv; fail "$kind: procedures"; }

  echo 'mat khau cua tinh' >pw
  "$bin/motcua" user add tinh --role province --password-file pw
  start_serve
  rm -f jar
  curl -s -c jar -o body "$site/dang-nhap"
  form=$(sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p)
  curl -s -b jar -c jar -o body --data-urlencode "name=tinh" --data-urlencode "password=$(cat pw)" --data "csrf=$form" "$site/dang-nhap"
  fetch /ho-so-qua-han overdue.html
  has /ho-so-qua-han overdue.html
  fetch /api/v1/overdue overdue.json
  twin /api/v1/overdue overdue.json
  fetch /don-vi/H99.22.01 unit.html
  has "the page of a unit" unit.html
  fetch '/don-vi/H99.22.01/chi-tieu?ten=digitization_rate' figure.html
  has "the page of a number" figure.html
  fetch '/api/v1/units/H99.22.01/figure?ten=digitization_rate' figure.json
  twin "a number as JSON" figure.json
  stop_serve
  wanted='Đăng ký khai sinh (1.001193)|Hộ tịch (LV07)|1.001193|LV07'
  if [ $kind = sqlite ]; then
    sqlite3 beside.db "SELECT procedure, sector, procedure_code, sector_code FROM dossier_readable" >readable
  else
    ask beside "SELECT procedure || '|' || sector || '|' || procedure_code || '|' || sector_code FROM motcua.dossier_readable" >readable
    ask beside "SELECT sector || '|' || sector_code || '|' || count(*) FROM motcua.v_open GROUP BY sector, sector_code" >open
    grep -q 'Hộ tịch (LV07)|LV07|3' open || { cat open; fail "v_open"; }
    ask beside "SELECT sector || '|' || procedure || '|' || procedure_code FROM motcua.v_finished" >finished
    grep -q 'LV08|2.000815|2.000815' finished || { cat finished; fail "v_finished"; }
  fi
  [ "$(grep -cF "$wanted" readable)" = 2 ] && grep -qF '2.000815|LV08|2.000815|LV08' readable || { cat readable; fail "$kind: dossier_readable"; }
  echo "ok: $kind"
done
