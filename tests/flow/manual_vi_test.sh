#!/bin/sh
# The manual pages in Vietnamese (po/man): nothing of the English ones is untranslated, unsure or left over, every page is named as translated or as
# not yet, mandoc finds no fault, and commands, options and files are those of the English page.
. "$(dirname "$0")/lib.sh"
command -v po4a >/dev/null || fail "apt-get install po4a"
cd "$MOTCUA_SRC"
cp po/man/vi.po "$work/vi.po"
sed "s|po/man/\$lang.po|$work/\$lang.po|" po/man/po4a.cfg >"$work/po4a.cfg"
po4a --quiet --keep 0 --variable "out=$work" "$work/po4a.cfg" >"$work/log" 2>&1 || { cat "$work/log"; fail "po4a"; }
LC_ALL=C msgfmt --check --statistics -o /dev/null "$work/vi.po" 2>"$work/told" || { cat "$work/told"; fail "po/man/vi.po"; }
cat "$work/told"
! grep -qE 'untranslated|fuzzy' "$work/told" || { msgattrib --untranslated "$work/vi.po"; msgattrib --only-fuzzy "$work/vi.po"; fail "po/man/vi.po is not complete: 'po4a --keep 0 --variable out=/tmp/DIR po/man/po4a.cfg' puts in what is new, then translate it"; }
[ -z "$(msgattrib --only-obsolete po/man/vi.po)" ] || fail "po/man/vi.po has what no page says any more"
sed -n 's/^\[type:man\] docs\/\([^ ]*\) .*/\1/p' po/man/po4a.cfg >"$work/pages"
sed -n 's/^# not yet: //p' po/man/po4a.cfg | tr ' ' '\n' >"$work/not-yet"
(cd docs && ls ./*.1 ./*.5 | sed 's|./||') | sort >"$work/all"
sort "$work/pages" "$work/not-yet" | cmp - "$work/all" || fail "po/man/po4a.cfg does not speak of every page of docs/"
words() { # file: what a reader types or opens
  grep -ohE '^\.(It )?(Fl|Cm|Ic|Pa|Ev|Ar) .*' "$1" | grep -oE -- '-{0,2}[a-z][a-zA-Z0-9_./-]{2,}' | sort -u
}
while read -r page; do
  translated=$(dirname "$bin")/man/vi/$page
  [ -s "$translated" ] || fail "the build made no $page in Vietnamese"
  mandoc -T lint -W warning "$translated" || fail "$page in Vietnamese"
  mandoc -T utf8 "$translated" | grep -q '[ạảấầẩậắặẹềểệịọốồộớờợụứừựỳỵỷ]' || fail "$page is not Vietnamese"
  words "docs/$page" >"$work/en-words"
  words "$translated" >"$work/vi-words"
  [ "$(wc -l <"$work/en-words")" -gt 3 ] || fail "$page names nothing"
  comm -23 "$work/en-words" "$work/vi-words" >"$work/lost"
  [ ! -s "$work/lost" ] || { cat "$work/lost"; fail "$page in Vietnamese does not name these"; }
done <"$work/pages"
echo "$(wc -l <"$work/pages") pages in Vietnamese, not yet: $(tr '\n' ' ' <"$work/not-yet")"
