#!/bin/sh
# -o never points at what the command lives on: the config, the store, a file that it reads. Each is refused in words, and
# keeps its bytes.
. "$(dirname "$0")/lib.sh"
cat >motcua.json <<'END'
{"store": "sqlite:kho.db", "sources": [], "commitments": ["nq71-2030"]}
END
printf 'ma_don_vi,ten_don_vi,loai\nX01,Xã An,commune\n' >don-vi.csv
sed -i '1s/.*/code,name,kind/' don-vi.csv
"$bin/motcua" units import don-vi.csv
echo '{"ruleset": "qd-766", "of": "2026", "entries": []}' >nhap.json
ln -s kho.db link.html
ln -s "$PWD/motcua.json" config.html
ln kho.db second-name.csv
sha256sum motcua.json kho.db don-vi.csv nhap.json >before
refused() { # OUTPUT WORD COMMAND...
  output=$1 word=$2
  shift 2
  code=0
  "$bin/motcua" --lang en "$@" -o "$output" >out 2>err || code=$?
  [ "$code" = 64 ] || fail "'$* -o $output': exit status $code"
  grep -q "$word" err || { cat err; fail "'$* -o $output': no word of it"; }
}
for output in kho.db link.html second-name.csv ./kho.db; do
  refused "$output" 'this is the store' units --format csv
  refused "$output" 'this is the store' report --format html --at 2026-10-02T15:00
  refused "$output" 'this is the store' status --format html --at 2026-10-02T15:00
done
# names that are the store's before there is such a file: its log, its journal, the outbox, also behind a link
ln -s kho.db-wal wal.csv
ln -s "$PWD/motcua-outbox.db" outbox.csv
for output in kho.db-wal kho.db-shm kho.db-journal wal.csv motcua-outbox.db ./motcua-outbox.db-wal outbox.csv; do
  refused "$output" 'this is the store' units --format csv
done
[ ! -e kho.db-journal ] && [ ! -e motcua-outbox.db ] || fail "a file of the store was made"
refused motcua.json 'config file' units --format json
refused config.html 'config file' report --format html --at 2026-10-02T15:00
refused motcua.json 'config file' status --format json
mkdir sub
(cd sub && "$bin/motcua" -c ../motcua.json units --format json -o ../motcua.json >out 2>err) && fail "another folder's config"
refused don-vi.csv 'reads this file' import don-vi.csv --explain 'don-vi.csv' --format csv
refused nhap.json 'reads this file' score --inputs nhap.json --format json
"$bin/motcua" status --lang vi --at 2026-10-02T15:00 --format json -o kho.db 2>err && fail "in Vietnamese"
grep -q 'kho số liệu' err || { cat err; fail "no word in Vietnamese"; }
# The files that the config names, and the folders that it has read; -c by another path, too.
src=$MOTCUA_SRC
mkdir xuat dinh-nghia
cp "$src/adapters/opencps.json" cong.json
cp "$src/schema/rulesets/qd-766.json" bo-chi-so.json
cp "$src/schema/commitments/nq71-2030.json" cam-ket.json
cp "$src/schema/mandates/y-yen-2022.json" nhiem-vu.json
echo '{"counters": []}' >dinh-nghia/dem.json
echo bi-mat >mat-khau.txt && chmod 600 mat-khau.txt
printf 'Mã hồ sơ\nH1\n' >xuat/a.csv
cat >day-du.json <<'END'
{"store": "sqlite:kho2.db", "commitments": ["cam-ket.json"], "rulesets": ["./bo-chi-so.json"], "mandates": ["nhiem-vu.json"],
 "definitions": "dinh-nghia",
 "sources": [{"name": "cong", "manifest": "cong.json", "base_url": "http://127.0.0.1:1", "auth": {"user": "a", "password": {"file": "mat-khau.txt"}}},
             {"name": "tep", "manifest": "tabular", "folder": "xuat"}]}
END
read='cong.json bo-chi-so.json cam-ket.json nhiem-vu.json dinh-nghia/dem.json mat-khau.txt xuat/a.csv'
sha256sum $read day-du.json >>before
for file in $read; do
  refused "$file" 'reads' -c day-du.json units --format json
  refused "$PWD/sub/../$file" 'reads' -c ./day-du.json report --format html --at 2026-10-02T15:00
done
refused day-du.json 'reads this file' -c day-du.json report --format json
refused xuat/moi.csv 'reads the files of this folder' -c day-du.json units --format csv
[ ! -e xuat/moi.csv ] || fail "a file was made in a folder of exports"
refused cam-ket.json 'reads this file' status --set cam-ket.json --format json
refused cam-ket.json 'reads this file' commitments check cam-ket.json --format json
refused bo-chi-so.json 'reads this file' score --ruleset ./bo-chi-so.json --format json
refused cong.json 'reads this file' import don-vi.csv --manifest cong.json --explain x --format json
"$bin/motcua" -c day-du.json units --format csv -o xuat.csv # beside a folder of exports
sha256sum -c --quiet before || fail "a file was changed"
"$bin/motcua" units --format csv -o moi.csv
"$bin/motcua" units --format csv -o moi.csv # its own output of before may be replaced
grep -q 'Xã An' moi.csv || fail "a new name"
