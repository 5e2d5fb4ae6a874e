#!/bin/sh
# What bash offers after TAB comes from the program's own tables; the other shells' files name the same options.
. "$(dirname "$0")/lib.sh"
for shell in bash zsh fish; do "$bin/motcua" completion $shell >$shell.txt; done
expect_code 64 "$bin/motcua" completion
expect_code 64 "$bin/motcua" completion tcsh
offers() { # words... : what is offered for the last of them
  bash -c '. ./bash.txt; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _motcua; printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
command -v bash >/dev/null || fail "bash is needed"
[ "$(offers motcua sta)" = status ] || fail "commands: $(offers motcua sta)"
[ "$(offers motcua advise --bu)" = --budget ] || fail "options of advise"
[ -z "$(offers motcua collect --bu)" ] || fail "collect has no --budget"
[ "$(offers motcua -c x.json collect --acc)" = --accept-missing ] || fail "a command after an option"
[ "$(offers motcua status --period qu)" = quarter ] || fail "values of --period"
[ "$(offers motcua report --format h)" = html ] || fail "formats of report"
[ "$(offers motcua units im)" = import ] || fail "words of units"
[ "$(offers motcua evidence wi)" = withdraw ] || fail "words of evidence"
# shellcheck disable=SC2013 # names have no blanks
for option in $(grep -o '^OPTION([a-z_]*, [A-Z]*, "[a-z-]*"' "$MOTCUA_SRC/src/cli/options.def" | sed 's/.*"\(.*\)"/\1/'); do
  grep -q -- "--$option\[" zsh.txt || fail "zsh: no --$option"
  grep -q -- "-l $option " fish.txt || fail "fish: no --$option"
  grep -q -- " --$option" bash.txt || fail "bash: no --$option"
done
for shell in zsh fish; do
  if command -v $shell >/dev/null; then $shell -n $shell.txt || fail "$shell does not read its file"; fi
done
echo ok
