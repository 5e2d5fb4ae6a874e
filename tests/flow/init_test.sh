#!/bin/sh
# motcua init: on a terminal (a python holds the other end) five questions, each answer tested; without one the file with remarks.
. "$(dirname "$0")/lib.sh"
start_portal --compose 300 --seed 178
cat >terminal.py <<'PY'
import os, pty, select, sys, time
# usage: terminal.py PROGRAM FILE ADDRESS: answers, each to the question that it belongs to
program, file, address = sys.argv[1:4]
talk = [("1/5", "khong_co"), ("1/5", "dvcqg_sync"),          # a family that is not there, then one that is
        ("2/5", "http://127.0.0.1:1"), ("3/5", "u"), ("MOTCUA_PASSWORD", "p"),  # nobody listens there
        ("2/5", address), ("3/5", ""),                       # the account is kept
        ("4/5", "sqlite:/khong/co/motcua.db"), ("4/5", "sqlite:motcua.db"),
        ("5/5", "khong-co"), ("5/5", "y-yen-2022")]
pid, fd = pty.fork()
if pid == 0:
    os.environ["MOTCUA_LANG"] = "en"
    os.execv(program, [program, "init", file])
seen, shown = "", ""
for question, answer in talk:
    end = time.monotonic() + 60
    while question not in seen:
        assert time.monotonic() < end, "not asked: %s\n%s" % (question, shown)
        if select.select([fd], [], [], 1)[0]:
            text = os.read(fd, 4096).decode("utf-8", "replace")
            seen += text
            shown += text
    seen = seen[seen.index(question) + len(question):]
    time.sleep(0.1)
    os.write(fd, (answer + "\n").encode())
while True:
    try:
        part = os.read(fd, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part.decode("utf-8", "replace")
open("shown", "w").write(shown)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
PY
python3 terminal.py "$bin/motcua" motcua.json "$address" || { cat shown 2>/dev/null; fail "the talk"; }
grep -q 'there is none of this name' shown && grep -q 'opencps' shown || fail "a family that is not there"
grep -q '▲' shown && grep -q '●' shown || fail "the look at the portal: $(cat shown)"
grep -q 'no file can be made there' shown || fail "a store that cannot be made"
python3 - "$address" <<'PY' || fail "the file: $(cat motcua.json)"
import json, sys
c = json.load(open("motcua.json"))
s = c["sources"][0]
assert s["manifest"] == "dvcqg_sync" and s["base_url"] == sys.argv[1] and s["auth"]["user"] == "u", s
assert c["store"] == "sqlite:motcua.db" and c["commitments"] == ["y-yen-2022"], c
PY
[ "$(stat -c %a motcua.json.password)" = 600 ] && [ "$(cat motcua.json.password)" = p ] || fail "the password's file"
! grep -q '"p"' motcua.json && [ -z "$(find . -name "*trial*")" ] || fail "what is left behind: $(ls)"
"$bin/motcua" collect 2>told || { cat told; fail "the config does not poll"; }
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" = 300 ] || fail "300 dossiers"

# without a terminal: blanks that are marked, a remark beside each part, and a config that loads
mkdir plain
cd plain
"$bin/motcua" init </dev/null 2>/dev/null
grep -q '…' motcua.json && [ "$(grep -c '"// ' motcua.json)" -ge 6 ] || fail "the file with remarks: $(cat motcua.json)"
"$bin/motcua" status >/dev/null 2>err || grep -vq 'unknown key' err || fail "a remark is no key: $(cat err)"
"$bin/motcua" commitments >/dev/null || fail "the file does not load"
sed -i 's#"// store"#"//store"#; s#"cutoff"#"cutof"#' motcua.json
expect_code 78 "$bin/motcua" commitments
echo ok
