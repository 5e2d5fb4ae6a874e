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
refused motcua.json 'config file' units --format json
refused config.html 'config file' report --format html --at 2026-10-02T15:00
refused motcua.json 'config file' status --format json
mkdir sub
(cd sub && "$bin/motcua" -c ../motcua.json units --format json -o ../motcua.json >out 2>err) && fail "another folder's config"
refused don-vi.csv 'reads this file' import don-vi.csv --explain 'don-vi.csv' --format csv
refused nhap.json 'reads this file' score --inputs nhap.json --format json
"$bin/motcua" status --lang vi --at 2026-10-02T15:00 --format json -o kho.db 2>err && fail "in Vietnamese"
grep -q 'kho số liệu' err || { cat err; fail "no word in Vietnamese"; }
sha256sum -c --quiet before || fail "a file was changed"
"$bin/motcua" units --format csv -o moi.csv
"$bin/motcua" units --format csv -o moi.csv # its own output of before may be replaced
grep -q 'Xã An' moi.csv || fail "a new name"
