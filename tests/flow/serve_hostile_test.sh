#!/bin/sh
# Script, SQL, markup and line ends in every string that an export supplies: shown as text on every page, in every format, in JSON. Forms that
# are malformed, slow or of other sites.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
cat >motcua.json <<'JSON'
{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}
JSON
echo 'mat khau cua tinh' >pw-tinh
"$bin/motcua" user add tinh --role province --password-file pw-tinh
python3 - <<'PY'
evil = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; DROP TABLE dossier; --", '&lt;b&gt;', '=cmd|calc', '\u202eabc', 'a\x01b', '{{7*7}}', '%0d%0aSet-Cookie: x=1', '../../etc/passwd']
import csv
with open('doc.csv', 'w', newline='', encoding='utf-8') as f:
    out = csv.writer(f)
    out.writerow(['Mã hồ sơ', 'Mã TTHC', 'Lĩnh vực', 'Mã đơn vị', 'Đơn vị giải quyết', 'Mức độ DVC', 'Hình thức nộp', 'Ngày tiếp nhận', 'Ngày hẹn trả', 'Trạng thái'])
    for i, e in enumerate(evil):
        for k in range(3):
            out.writerow([f'{i}-{k}-{e}', e, e, f'H99.{i}', f'UBND xã {e}', 'Mức độ 4', 'Trực tuyến', '01/11/2022', '03/11/2022', e if k else 'Đang xử lý'])
PY
start_serve
form_token() { sed -n 's/.*name="csrf" value="\([0-9a-f]\{64\}\)".*/\1/p' body | sed -n 1p; }
curl -s -c jar -o body "$site/dang-nhap"
curl -s -b jar -c jar -o body --data-urlencode "name=tinh" --data-urlencode "password=$(cat pw-tinh)" --data "csrf=$(form_token)" "$site/dang-nhap"
curl -s -b jar -o body "$site/nap-du-lieu"
curl -s -b jar -o body -F "csrf=$(form_token)" -F 'tep=@doc.csv' "$site/nap-du-lieu"
curl -s -b jar -o body "$site/nap-du-lieu"
! grep -q '<script\|<img\|onerror=alert(1)>' body || fail "markup of an export on the page of the import"
curl -s -b jar -o body --data "csrf=$(form_token)&viec=nap" "$site/nap-du-lieu/chon"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" -ge 20 ] || fail "the export was not stored: $(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')"
seen=0
for path in $(routes_of | sed -n 's/^GET \([^ ]*\) .*/\1/p'); do
  for unit in H99.0 H99.2; do
    at=$(echo "$path" | sed "s/{unit}/$unit/")
    for query in '' '?dang=csv' '?dang=xlsx' '?dang=docx' '?tim=script' '?ten=on_time_rate' '?man-hinh=1' '?loai=don-vi&don-vi=H99.0'; do
      status=$(curl -s -b jar -D head -o body -w '%{http_code}' "$site$at$query")
      case $status in 200 | 303 | 400 | 403 | 404) ;; *) fail "$at$query: $status $(cat body)" ;; esac
      ! grep -qi '^set-cookie: x' head || fail "$at$query: a header was split"
      grep -qi '^content-type: text/html' head || continue
      ! grep -a -q '<script\|<img\|<b>x' body || fail "$at$query: markup of an export is markup of the page"
      grep -q 'UBND xã\|script&gt;' body && seen=$((seen + 1))
    done
    case $path in *'{unit}'*) ;; *) break ;; esac
  done
done
[ $seen -gt 3 ] || fail "the hostile names were seen on $seen pages only"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" -ge 20 ] || fail "SQL of an export was run"
curl -s -b jar -o body "$site/?dang=csv"
! grep -q '^=\|,=cmd' body || fail "a formula of an export is a formula of the CSV"

# --- forms that are no forms ---
curl -s -b jar -o body "$site/nhap-tay"
token=$(form_token)
boundary=----x
part() { printf -- '--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%b\r\n' "$boundary" "$1" "$2"; }
send() { curl -s -b jar -o body -w '%{http_code}' -H "Content-Type: multipart/form-data; boundary=$boundary" --data-binary @form "$site/nhap-tay"; }
{ part csrf "$token"; part gi 'a\0377\0376b'; printf -- '--%s--\r\n' "$boundary"; } >form
[ "$(send)" = 403 ] || fail "bytes that are no UTF-8"
{ part csrf "$token"; part gi 'a\0b'; printf -- '--%s--\r\n' "$boundary"; } >form
[ "$(send)" = 403 ] || fail "a NUL"
{ part csrf "$token"; part 'a"; x="b' 'c'; } >form
case $(send) in 400 | 403) ;; *) fail "a form that ends early" ;; esac
python3 - "$token" >form <<'PY'
import sys
b = '----x'
sys.stdout.write(''.join(f'--{b}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in [('csrf', sys.argv[1])] + [(f'f{i}', 'x') for i in range(400)]) + f'--{b}--\r\n')
PY
case $(send) in 403 | 413) ;; *) fail "400 fields" ;; esac
{ part csrf "$token"; part gi "$(head -c 60000 /dev/zero | tr '\0' a)"; printf -- '--%s--\r\n' "$boundary"; } >form
[ "$(send)" = 413 ] || fail "a long field"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM manual_entry')" = 0 ] || fail "a form that is none was taken"
# a file that never comes to its end holds up nobody, and is forgotten
python3 - "$site" "$(awk '$6 == "motcua" { print $7 }' jar)" <<'PY'
import socket, sys, urllib.request
host, port = sys.argv[1].split('//')[1].split(':')
slow = []
for i in range(20):
    s = socket.create_connection((host, int(port)))
    s.sendall((f'POST /nap-du-lieu HTTP/1.1\r\nHost: {host}\r\nCookie: motcua={sys.argv[2]}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n--x\r\nContent-Disposition: form-data; name="tep"; filename="a.csv"\r\n\r\nabc').encode())
    slow.append(s)
assert urllib.request.urlopen(sys.argv[1] + '/healthz', timeout=5).read() == b'ok\n'
for s in slow:
    s.close()
assert urllib.request.urlopen(sys.argv[1] + '/healthz', timeout=5).read() == b'ok\n'
PY
kill -0 $serve || fail "serve died: $(cat serve.log)"
# nobody may send a file, so that nobody's bytes are waited for
[ "$(curl -s -o body -w '%{http_code}' -F 'tep=@doc.csv' "$site/nhap-tay")" != 200 ] || fail "a file of nobody"
! grep -q 'H99\|script' serve.log || fail "the log holds what was sent: $(cat serve.log)"
echo ok
