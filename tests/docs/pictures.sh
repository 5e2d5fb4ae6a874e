#!/bin/sh
# Makes the pictures of docs/huong-dan anew, from the running program and a composed district. Usage: pictures.sh BIN_FOLDER FOLDER
# Needs npm's registry once (playwright-core, as tests/browser pins it) and Debian's chromium and imagemagick.
set -eu
bin=$(cd "$1" && pwd)
mkdir -p "$2"
folder=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
portal='' serve=''
trap 'kill $portal $serve 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
wait_for() { n=0; while [ ! -s "$1" ]; do n=$((n + 1)); [ $n -lt 400 ] || { echo "pictures: $1 does not come" >&2; exit 69; }; sleep 0.05; done; }
cp "$here/../browser/package.json" "$here/../browser/package-lock.json" "$here/pictures.js" .
npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || { cat npm.log >&2; exit 69; }
export MOTCUA_NOW=2022-11-25T15:00 DEMO_PASSWORD=p
"$bin/motcua-portal" --port-file port --compose 6000 --seed 178 >portal.log 2>&1 &
portal=$!
wait_for port
cat >motcua.json <<END
{"store": "sqlite:motcua.db",
 "sources": [{"name": "huyen-mau", "title": "Cổng dịch vụ công (mẫu)", "manifest": "dvcqg_sync", "base_url": "http://127.0.0.1:$(cat port)",
              "auth": {"user": "u", "password": {"env": "DEMO_PASSWORD"}}}],
 "commitments": ["y-yen-2022"], "rulesets": ["y-yen-2022"]}
END
cat >so-tiep-nhan.csv <<'END'
Mã hồ sơ,Ngày tiếp nhận,Hẹn trả,Ngày trả,Hình thức tiếp nhận,Mức độ,Đơn vị
A-1,01/11/2022 08:00,10/11/2022 17:00,09/11/2022 10:00,Trực tuyến,Toàn trình,UBND xã Mẫu 01
A-2,02/11/2022 09:30,11/11/2022 17:00,,Trực tiếp,Một phần,UBND xã Mẫu 02
A-3,24/11/2022 14:00,30/11/2022 17:00,,Trực tiếp,Còn lại,UBND xã Mẫu 02
END
"$bin/motcua" collect >/dev/null 2>&1
head -c 9 /dev/urandom | base64 >pw-tinh
head -c 9 /dev/urandom | base64 >pw-xa
"$bin/motcua" user add tinh --role province --password-file pw-tinh 2>/dev/null
"$bin/motcua" user add xa --role unit --unit H99.22.04 --password-file pw-xa 2>/dev/null
"$bin/motcua" serve --listen 127.0.0.1:0 --no-poll >listen 2>serve.log &
serve=$!
wait_for listen
node pictures.js "$(sed 's#/$##' listen)" "$work" so-tiep-nhan.csv
for picture in *.png; do
  convert "$picture" -strip -colors 96 PNG8:"$folder/$picture"
done
