#!/bin/sh
# Delivery through a real SMTP server: TLS, account, refusal, grey list, cut connections, killed runs, several at once: nothing
# is lost in silence, nothing comes twice.
. "$(dirname "$0")/lib.sh"
start_portal --compose 2000 --seed 178
config_dvcqg
at=2022-11-25T15:00
"$bin/motcua" collect --at $at
stop_portal

mail_server=
stop_mail() {
  [ -z "$mail_server" ] || { kill "$mail_server" 2>/dev/null && wait "$mail_server" 2>/dev/null; } || :
  mail_server=
}
trap 'ended=$?; stop_mail; (exit $ended); leave' EXIT
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 30 -subj /CN=127.0.0.1 \
  -addext subjectAltName=IP:127.0.0.1 2>/dev/null
mkdir server
echo take >server/mode
/usr/bin/python3 "$flow/mail_server.py" server cert.pem key.pem >server/out 2>&1 &
mail_server=$!
tries=0
while [ ! -s server/port ]; do
  tries=$((tries + 1))
  [ $tries -lt $patience ] && kill -0 $mail_server 2>/dev/null || { cat server/out; fail "the mail server did not start"; }
  sleep 0.05
done
MAIL_PASSWORD='mat khau'
export MAIL_PASSWORD

config_mail() { # recipients [more of smtp]
  cat >motcua.json <<END
{"store": "sqlite:motcua.db", "commitments": ["y-yen-2022"],
 "report": {"issuing_body": "PHÒNG VĂN HÓA VÀ THÔNG TIN", "place": "Mẫu"},
 "deliver": {"smtp": {"server": "smtp://127.0.0.1:$(cat server/port)", "from": "mot-cua@mau.example", "from_name": "Phòng Văn hóa và Thông tin",
   "auth": {"user": "may", "password": {"env": "MAIL_PASSWORD"}}, "ca_file": "cert.pem"${2:-}}, "recipients": [$1]}}
END
}
taken() { find server/taken -name '*.eml' | wc -l; }
forget() { sqlite3 motcua.db 'DELETE FROM delivery'; rm -f server/taken/*; : >server/server.log; }
wait_log() { # words : until the server has logged them
  tries=0
  until grep -q "$1" server/server.log; do
    tries=$((tries + 1))
    [ $tries -lt $patience ] || fail "the server never said '$1'"
    sleep 0.05
  done
}
deliver() { "$bin/motcua" deliver --at $at "$@"; }
all='{"to": "chu-tich@mau.example", "name": "Chủ tịch\r\nBcc: x@y.example \u202e"},
     {"to": ["Xa04@mau.example", "pho-xa04@mau.example"], "unit": "h99.22.04"}, {"folder": "thả vào", "unit": "XÃ MẪU 05"}, {"folder": "thả vào"}'

# what is wrong in the config is said before anything is sent
config_dvcqg
expect_code 78 "$bin/motcua" deliver --at $at
config_mail '{"to": "a@b.example", "unit": "H99.22.99"}'
expect_code 78 "$bin/motcua" deliver --at $at
grep -q 'H99.22.09' stderr || fail "the nearest unit is not told"
for address in 'a b@c.example' 'a@b.example\r\nRCPT TO:<x@y.example>' 'a@b.example>, <c@d.example' 'không' 'a@@b' '"a"@b.example'; do
  config_mail "{\"to\": \"$(printf '%s' "$address" | sed 's/"/\\"/g')\"}"
  expect_code 78 "$bin/motcua" deliver --at $at
done
config_mail '{"to": "a@b.example", "folder": "f"}'
expect_code 78 "$bin/motcua" deliver --at $at
config_mail "$all" ', "tls": false'
expect_code 78 "$bin/motcua" deliver --at $at
expect_code 64 "$bin/motcua" deliver --at $at -o mail
[ "$(taken)" -eq 0 ] || fail "something was sent"

# a dry run writes the mails, needs no password, and leaves the log alone
config_mail "$all"
(unset MAIL_PASSWORD && deliver --dry-run -o dry)
[ "$(find dry -name '*.eml' | wc -l)" -eq 3 ] || fail "a dry run wrote not three mails"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM delivery')" -eq 0 ] || fail "a dry run entered something"
(unset MAIL_PASSWORD && expect_code 78 "$bin/motcua" deliver --at $at)

# an account or a certificate that is wrong: nothing is sent, all waits
(MAIL_PASSWORD=falsch && export MAIL_PASSWORD && expect_code 78 "$bin/motcua" deliver --at $at)
sed 's/"ca_file": "cert.pem"/"tls": true/' motcua.json >untrusted.json
expect_code 78 "$bin/motcua" -c untrusted.json deliver --at $at
[ "$(taken)" -eq 0 ] || fail "something was sent with a wrong account"
grep -q 'auth PLAIN False\|auth LOGIN False' server/server.log || fail "no account was tried"

# several runs at once, and once more: each letter once
forget
for run in 1 2 3 4; do
  deliver >"run$run" 2>&1 &
  eval "pid$run=$!"
done
# shellcheck disable=SC2154 # set by eval
for pid in $pid1 $pid2 $pid3 $pid4; do wait "$pid" || [ $? -eq 75 ] || fail "a run beside others ended otherwise"; done
deliver >later
[ "$(taken)" -eq 3 ] || fail "$(taken) mails instead of three"
[ "$(grep -c 'đã gửi từ trước' later)" -eq 5 ] || fail "the last run does not tell what was delivered"
[ "$(find 'thả vào' -type f | wc -l)" -eq 6 ] || fail "not two contents in three files"
python3 - server/taken dry <<'END'
import email, email.policy, glob, io, re, sys, zipfile
ids = []
for path in sorted(glob.glob(sys.argv[1] + '/*.eml')) + sorted(glob.glob(sys.argv[2] + '/*.eml')):
    raw = open(path, 'rb').read()
    assert b'\n' not in raw.replace(b'\r\n', b''), 'a bare end of a line'
    assert max(map(len, raw.split(b'\r\n'))) <= 200 and all(b < 127 for b in raw), 'a line too long, or no ASCII'
    head = raw.split(b'\r\n\r\n')[0]
    assert not re.search(rb'^(Bcc|RCPT)', head, re.M | re.I), 'a head was put in'
    m = email.message_from_bytes(raw, policy=email.policy.default)
    assert not m.defects, m.defects
    assert m['From'].addresses[0].display_name == 'Phòng Văn hóa và Thông tin', m['From']
    to = m['To'].addresses[0]
    assert len(m['To'].addresses) == 1 and not re.search('[\r\n\u202e]', to.display_name), m['To']
    if path.startswith('server'):
        assert m['X-Envelope'] == 'mot-cua@mau.example ' + to.addr_spec, (m['X-Envelope'], m['To'])
    assert re.search('25/11/2022', m['Subject']), m['Subject']
    body, *files = m.iter_parts()
    text = body.get_content()
    assert 'Số hóa' in text or 'số hóa' in text, text
    assert len(text.splitlines()) <= 20 and '<' not in text, text
    names = [f.get_filename() for f in files]
    stem = 'bao-cao-H99.22.04-2022-11-25' if 'xa04' in to.addr_spec.lower() else 'bao-cao-2022-11-25'
    assert names == [stem + '.docx', stem + '.xlsx'], names
    for f in files:
        z = zipfile.ZipFile(io.BytesIO(f.get_content()))
        assert z.testzip() is None and '[Content_Types].xml' in z.namelist()
    ids.append(m['Message-ID'])
assert len(ids) == 6 and len(set(ids)) == 3 and set(ids[:3]) == set(ids[3:]), ids
print('3 mails read back; the dry run had the same Message-IDs')
END
grep -q 'chu-tich' motcua.db && fail "an address is in the store"

one='{"to": "chu-tich@mau.example"}'
config_mail "$one"

# refusal: told each time, sent again only when asked
forget
echo refuse >server/mode
expect_code 69 "$bin/motcua" deliver --at $at
grep -q '550 5.1.1 No such mailbox here' stdout || fail "the server's reason is not told"
echo take >server/mode
expect_code 69 "$bin/motcua" deliver --at $at
[ "$(taken)" -eq 0 ] || fail "a refused letter was sent again"
deliver --again
[ "$(taken)" -eq 1 ] || fail "--again did not send it"

# a grey list; the connection cut before the letter, and inside it: sent later, once
forget
echo grey >server/mode
deliver >grey.out
grep -q '451 4.7.1 Greylisted' grey.out || fail "the grey list is not told"
[ "$(taken)" -eq 1 ] || fail "a grey list lost or doubled the letter"
for cut in cut-rcpt cut-data; do
  forget
  echo $cut >server/mode
  expect_code 75 "$bin/motcua" deliver --at $at
  [ "$(taken)" -eq 0 ] || fail "$cut: taken"
  echo take >server/mode
  deliver
  [ "$(taken)" -eq 1 ] || fail "$cut: the letter is lost or doubled"
done

# the server is not there; later it is
forget
port=$(cat server/port)
sed "s/:$port\"/:1\"/" motcua.json >nobody.json
expect_code 75 "$bin/motcua" -c nobody.json deliver --at $at
deliver
[ "$(taken)" -eq 1 ] || fail "a server that was away lost or doubled the letter"

# killed inside the letter: the server has nothing, the next run sends it
forget
echo hold-data >server/mode
"$bin/motcua" deliver --at $at >killed 2>&1 &
killed=$!
wait_log 'part hold-data'
kill -9 $killed
wait $killed 2>/dev/null || :
echo take >server/mode
deliver
deliver
[ "$(taken)" -eq 1 ] || fail "a run killed inside a letter lost or doubled it"

# killed after the dot: the server has taken the letter, nobody could note it. It is told each time, and not sent again
forget
echo hold-dot >server/mode
: >server/server.log
"$bin/motcua" deliver --at $at >killed 2>&1 &
killed=$!
wait_log 'taken 0'
kill -9 $killed
wait $killed 2>/dev/null || :
echo take >server/mode
for run in 1 2; do
  expect_code 75 "$bin/motcua" deliver --at $at
  grep -q 'Message-ID' stdout || fail "a letter of which nobody knows is not told"
done
[ "$(taken)" -eq 1 ] || fail "a letter that was taken was sent again"
deliver --again
[ "$(taken)" -eq 2 ] || fail "--again did not send it"
[ "$(grep -h '^Message-ID' server/taken/*.eml | sort -u | wc -l)" -eq 1 ] || fail "another Message-ID"
deliver | grep -q 'đã gửi từ trước' || fail "it is not noted as delivered"

# no answer to the dot: the same
forget
echo cut-dot >server/mode
expect_code 75 "$bin/motcua" deliver --at $at
echo take >server/mode
expect_code 75 "$bin/motcua" deliver --at $at
[ "$(taken)" -eq 0 ] || fail "sent although nobody knows whether it was"
deliver --again
[ "$(taken)" -eq 1 ] || fail "--again did not send it"

# the next cut-off is another letter
"$bin/motcua" deliver --at 2022-12-02T15:00 >/dev/null
[ "$(taken)" -eq 2 ] || fail "the next Friday got none"
