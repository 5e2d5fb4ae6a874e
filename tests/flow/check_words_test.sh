#!/bin/sh
# What a newcomer reads when a source is not right yet: one line for what is wrong, and what to do about it, in Vietnamese and in
# English. (A message that has no Vietnamese yet is words_test's to tell.)
. "$(dirname "$0")/lib.sh"
start_portal --pages "$cases/opencps"
config_opencps
cp motcua.json right.json
fault() {
  curl -s -X DELETE "$address/_portal/fault" >/dev/null
  for spec; do curl -s -X POST "$address/_portal/fault" -d "$spec" | grep -q ok || fail "no such fault: $spec"; done
}
reads() { # code, line and result, English found|advice, Vietnamese found|advice
  for language in en vi; do
    if [ $language = en ]; then words=$3; else words=$4; fi
    expect_code "$1" "$bin/motcua" -c wrong.json --lang $language check yyen --format csv
    found=${words%|*} advice=${words#*|}
    # The two columns may be in English still, where po/vi.po does not have them.
    grep -E "^$2," stdout | grep -E "$found|${3%|*}" | grep -qE "$advice|${3#*|}" || { cat stdout; fail "$language: no line: $2: $words"; }
  done
  echo "told: $2: $3"
}
with() { sed "$@" right.json >wrong.json; }

with 's|"base_url": "[^"]*"|"base_url": "http://khong-co.invalid"|'
reads 69 address,bad 'host name is not known|base_url and the machine.s DNS' 'không có tên máy này|base_url và DNS'
with 's|"base_url": "[^"]*"|"base_url": "http://127.0.0.1:1"|'
reads 69 connection,bad 'nobody answers at this address and port|portal runs, the port in base_url, and the firewall' \
  'không có ai trả lời|cổng có đang chạy không'
with 's|/o/rest/v2|/o/sai|'
reads 69 reply,bad 'status 404 from|Check base_url and the vars' '404|Hãy kiểm tra base_url và'
fault waf
with ''
reads 69 reply,bad "a firewall's page instead of data|It is not about user or password" 'tường lửa|Không phải do tài khoản'
fault 'status:503'
reads 75 reply,bad 'status 503|overloaded or down' '503|Hãy thử lại sau|quá tải'
fault 'redirect:https://cong-moi.example.invalid/dang-nhap'
reads 69 reply,bad 'redirects to a login page at https://cong-moi.example.invalid:443|wants a login before it answers' \
  'chuyển hướng đến trang đăng nhập tại https://cong-moi.example.invalid:443|đòi đăng nhập'
fault
PASSWORD=sai
reads 69 reply,bad 'the portal refuses the account|Check user and password' 'từ chối tài khoản|Hãy kiểm tra tên người dùng, mật khẩu'
PASSWORD=p
with 's|"55301"|"1"|'
reads 0 records,warning 'no record where the manifest looks|what the account may see' 'không có bản ghi|vars của nguồn này'
sed 's/"serviceCode"/"maThuTuc"/; s/"name": "opencps"/"name": "khac"/' "$MOTCUA_SRC/adapters/opencps.json" >khac.json
with 's|"manifest": "opencps"|"manifest": "./khac.json"|'
reads 0 members,warning 'not in this reply: data\[\].maThuTuc|name them so in a manifest' 'data\[\].maThuTuc|tệp mô tả'
with ''
reads 0 units,warning 'units are known, [0-9]* are not|motcua units import' 'đơn vị|motcua units import'
[ "$(sqlite3 motcua.db 'SELECT (SELECT COUNT(*) FROM dossier) + (SELECT COUNT(*) FROM unit WHERE code <> "ALL")')" = 0 ] || fail "a look has stored something"
