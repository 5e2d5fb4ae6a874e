#!/bin/sh
# Passwords, tokens and cookies are where they must be and nowhere else: not on a command line (of the program or of what it starts), not in
# messages, logs, recordings, stores, reports, pages or mails, whatever is refused (cores: flow/personal_test). Each secret is searched for as it is, and as base64 and percent-encoded.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
planted='bi-mat-cong-1 bi-mat-tep-2 bi-mat-kho-3 bi-mat-thu-4 bi-mat-nguoi-5 bi-mat-sai-6 bi-mat-dai-7@x'
: >words
for secret in $planted; do
  echo "$secret" >>words
  printf %s "$secret" | base64 >>words
  printf %s "u:$secret" | base64 >>words
  echo "$secret" | sed 's/@/%40/' >>words
done
sort -u -o words words
for secret in $planted; do grep -qxF "$secret" words || fail "$secret is not searched for"; done
search() { # what file...: none may hold a planted secret
  what=$1
  shift
  for file; do
    [ -e "$file" ] || fail "$what: nothing was written: $file"
    ! grep -aqFf words "$file" || { grep -aoFf words "$file" | head -n 2; fail "$what: a secret in $file"; }
  done
}
seen=0
watch() { # pid: what its neighbours see of it and of what it started, while it runs
  while kill -0 "$1" 2>/dev/null; do
    for process in "$1" $(cat "/proc/$1/task/$1/children" 2>/dev/null); do
      tr '\0' ' ' <"/proc/$process/cmdline" >>argv 2>/dev/null || :
    done
    seen=$((seen + 1))
    sleep 0.05
  done
}
echo bi-mat-tep-2 >portal-password
chmod 600 portal-password
PASSWORD=bi-mat-cong-1 MAIL=bi-mat-thu-4
export PASSWORD MAIL

# --- polls: a password that is right, from the environment and from a file; one that is wrong; a slow portal, looked at from outside
start_portal --compose 600 --seed 178 --user u --password bi-mat-cong-1 --fault latency:300
config_dvcqg
"$bin/motcua" collect --at 2022-11-25T15:00 >poll.log 2>&1 &
watch $!
[ $seen -gt 1 ] && [ -s argv ] || fail "the poll was not seen: this shows nothing"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" = 600 ] || { cat poll.log; fail "the poll with the right password"; }
curl -s -X DELETE "$address/_portal/fault" >/dev/null
sed -i 's|{"env": "PASSWORD"}|{"file": "portal-password"}|' motcua.json
expect_code 69 "$bin/motcua" collect --full --at 2022-11-25T16:00
cat stderr stdout >refused.log
"$bin/motcua" --log json collect --full --at 2022-11-25T16:10 >>refused.log 2>&1 || :
"$bin/motcua" check huyen >>refused.log 2>&1 || :
grep -qi 'login\|đăng nhập\|401' refused.log || { cat refused.log; fail "the refusal is not told"; }
# a password in the address itself, in the store's address, in a file that all can read, in the config
sed 's|"http://|"http://u:bi-mat-sai-6@|' motcua.json >address.json
"$bin/motcua" -c address.json collect --at 2022-11-25T16:20 >address.log 2>&1 || :
chmod 644 portal-password
"$bin/motcua" collect --at 2022-11-25T16:30 >mode.log 2>&1 && fail "a password that all can read is taken"
chmod 600 portal-password
sed 's|{"file": "portal-password"}|"bi-mat-sai-6"|' motcua.json >plain.json
"$bin/motcua" -c plain.json collect >plain.log 2>&1 && fail "a password in the config is taken"
for store in 'postgresql://u:bi-mat-kho-3@127.0.0.1:1/x' 'postgresql://u:bi-mat-dai-7@x@127.0.0.1:1/x' 'postgresql://u@127.0.0.1:1/x?password=bi-mat-kho-3' \
  'host=127.0.0.1 port=1 password=bi-mat-kho-3'; do
  for what in "db status" "db check" "collect" "status" "outbox"; do
    # shellcheck disable=SC2086
    MOTCUA_STORE=$store "$bin/motcua" -c motcua.json $what >>store.log 2>&1 || :
  done
done
# what looks like an address, and is none, is not quoted either: of the config and of the environment
for store in 'host=127.0.0.1 port=1 password=bi-mat-kho-3' 'postgresql:u:bi-mat-kho-3@127.0.0.1/x' 'u:bi-mat-kho-3@127.0.0.1' \
  'mysql://u:bi-mat-kho-3@127.0.0.1/x' 'postgresql://u:bi-mat-kho-3%zz@127.0.0.1:1/x' 'postgresql://u:bi-mat-kho-3/b@127.0.0.1:1/x' \
  'postgresql://u@127.0.0.1:1/x?passwordd=bi-mat-kho-3'; do
  sed "s|\"sqlite:motcua.db\"|\"$store\"|" motcua.json >wrong-store.json
  grep -q bi-mat-kho-3 wrong-store.json || fail "the address is not in the config"
  "$bin/motcua" -c wrong-store.json status >>store.log 2>&1 && fail "a wrong address is taken: $store"
  MOTCUA_STORE=$store "$bin/motcua" -c motcua.json status >>store.log 2>&1 && fail "a wrong address is taken: $store"
done
for member in base_url proxy server; do
  case $member in
  base_url) sed 's|"http://|"http:// u:bi-mat-sai-6@|' motcua.json >wrong-member.json ;;
  proxy) sed 's|"sources"|"network": {"proxy": "u:bi-mat-sai-6@h"}, "sources"|' motcua.json >wrong-member.json ;;
  server) sed 's|"sources"|"deliver": {"smtp": {"server": "u:bi-mat-sai-6@h", "from": "a@b.example"}}, "sources"|' motcua.json >wrong-member.json ;;
  esac
  grep -q bi-mat-sai-6 wrong-member.json || fail "no secret in $member"
  "$bin/motcua" -c wrong-member.json status >>store.log 2>&1 && fail "a wrong $member is taken"
done
[ -s store.log ] || fail "no command spoke of a store that is away"
search "polls" argv poll.log refused.log address.log mode.log plain.log store.log motcua.db ./*.db*

# --- recordings
sed -i 's|{"file": "portal-password"}|{"env": "PASSWORD"}|' motcua.json
"$bin/motcua" check huyen --record taken --full >check.log 2>&1 || { cat check.log; fail "check --record"; }
[ "$(find taken -type f | wc -l)" -gt 1 ] || fail "nothing was recorded"
find taken -type f -exec cat {} + >recorded
session=$(curl -s -d '{"username":"u","password":"bi-mat-cong-1"}' "$address/dvcqg/login" | sed 's/.*"session":"\([^"]*\)".*/\1/')
[ ${#session} -gt 5 ] || fail "the portal gives no session"
shape=$(echo "$session" | cut -c 1-6)
! grep -aqF "$session" recorded || fail "a session is in the recording"
search "recordings" recorded check.log
echo "recorded $(find taken -type f | wc -l) files, the portal's sessions begin with $shape"

# --- what goes out: reports, mails
python3 - <<'PY'
import json
config = json.load(open('motcua.json'))
config['deliver'] = {'smtp': {'server': 'smtps://127.0.0.1:1', 'from': 'mot-cua@example.invalid', 'auth': {'user': 'u', 'password': {'env': 'MAIL'}}},
                     'recipients': [{'to': 'van-phong@example.invalid'}]}
json.dump(config, open('mail.json', 'w'))
PY
expect_code 75 "$bin/motcua" -c mail.json deliver --at 2022-11-25T15:00
cat stderr >mail.log
"$bin/motcua" -c mail.json deliver --dry-run --at 2022-11-25T15:00 -o mails >>mail.log 2>&1
find mails -type f -exec cat {} + >letters
for format in html csv json txt docx xlsx; do "$bin/motcua" report --at 2022-11-25T15:00 -o bao-cao.$format 2>>mail.log; done
for what in sources runs rejects schedule "db status"; do
  # shellcheck disable=SC2086
  "$bin/motcua" $what --format json >>lists.json 2>&1 || :
done
search "what goes out" letters mail.log lists.json bao-cao.html bao-cao.csv bao-cao.json bao-cao.txt bao-cao.docx bao-cao.xlsx

# --- serve: logins that are right and wrong, forms, the pages, the log, the store; its jobs' command lines
echo bi-mat-nguoi-5 >pw
"$bin/motcua" user add tinh --role province --password-file pw >user.log 2>&1
start_serve
tr '\0' ' ' <"/proc/$serve/cmdline" >>argv
login() { # password: the answer's head and page
  form=$(curl -s -c jar "$site/dang-nhap" | sed -n 's/.*name="form" value="\([^"]*\)".*/\1/p;s/.*name="csrf" value="\([^"]*\)".*/\1/p' | head -n 1)
  curl -s -i -b jar -c jar --data-urlencode "ten=tinh" --data-urlencode "mk=$1" ${form:+--data-urlencode "form=$form" --data-urlencode "csrf=$form"} "$site/dang-nhap"
}
login bi-mat-sai-6 >wrong.page
login bi-mat-nguoi-5 >right.page
cookie=$(sed -n 's/^#HttpOnly_[^\t]*\t.*\t\([^\t]*\)$/\1/p' jar | head -n 1)
[ ${#cookie} -gt 20 ] || { cat right.page jar; fail "no login"; }
for page in / /nguon /bao-cao /nap-du-lieu /api/v1/sources /metrics /nowhere; do curl -s -b jar "$site$page" >>pages; done
curl -s -b jar "$site/?mk=bi-mat-sai-6" >/dev/null
curl -s -H 'Authorization: Basic dTpiaS1tYXQtc2FpLTY=' "$site/api/v1/league" >>pages
stop_serve
search "serve" argv serve.log user.log wrong.page right.page pages motcua.db ./motcua.db*
for file in serve.log pages ./motcua.db*; do ! grep -aqF "$cookie" "$file" || fail "the cookie of a login is in $file"; done

[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM account')" = 1 ] || fail "no account"
! find . -name 'core*' -type f | grep . || fail "a core was left"
echo "$(wc -l <words) forms of secrets, $seen looks from outside, nothing seen"
