#!/bin/sh
# Names that would drive a terminal, turn text around or look like the program's own lines: of files, tables, units, columns. None of their
# controls reaches standard error or output, of any command that tells of them; the letters of Vietnamese do.
. "$(dirname "$0")/lib.sh"
export MOTCUA_NOW=2022-11-25T15:00
bad=$(printf 'Xã \033[31mđỏ\033]0;tên\007 \342\200\256gpj\302\233 \342\201\246a')
echo '{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}' >motcua.json
printf 'code,name,kind,parent\nP,Tỉnh Mẫu,province,\nC1,"%s",commune,P\n' "$bad" >units.csv
printf 'Mã hồ sơ,Mã đơn vị,Tên TTHC,Ngày tiếp nhận,Trạng thái,Cột %s\nA1,C1,"%s",02/11/2022 08:00,"%s",1\nA2,Không có %s,x,03/11/2022 08:00,Đang xử lý,1\n' \
  "$bad" "$bad" "$bad" "$bad" >"$bad.csv"
printf '<table><caption>%s</caption><tr><th>%s</th></tr><tr><td>1</td></tr></table>' "$bad" "$bad" >"$bad.html"
all() { # command...: its words, whatever its status
  "$bin/motcua" "$@" >>told 2>&1 || :
}
: >told
for lang in vi en; do
  all --lang $lang units import units.csv
  all --lang $lang import "$bad.csv" --source xa
  all --lang $lang import "$bad.csv" --source xa --explain columns
  all --lang $lang import "$bad.html" --source "$bad"
  all --lang $lang import "nowhere $bad.csv" --source xa
  all --lang $lang -c "$bad" status
  all --lang $lang status --unit "$bad"
  all --lang $lang score --ruleset "$bad"
  all --lang $lang report --format docx -o "no folder $bad/x.docx"
  all --lang $lang collect "$bad"
  all --lang $lang forget "$bad"
  for command in units status counts report sources runs rejects procedures "db check" "db status" score advise; do
    # shellcheck disable=SC2086
    all --lang $lang $command
  done
done
grep -q 'đỏ' told && [ "$(wc -l <told)" -gt 100 ] || { cat told; fail "too little was told to show anything"; }
python3 - <<'PY' || fail "a control reached the terminal"
import sys
text = open('told', encoding='utf-8').read()   # fails where bytes are not UTF-8
bad = [(i, c) for i, c in enumerate(text) if (ord(c) < 32 and c != '\n') or 0x7f <= ord(c) < 0xa0 or 0x202a <= ord(c) <= 0x202e or 0x2066 <= ord(c) <= 0x206f]
for i, c in bad[:5]:
    print(hex(ord(c)), repr(text[max(0, i - 60):i + 30]))
sys.exit(bool(bad))
PY
echo "$(wc -l <told) lines, no control"
