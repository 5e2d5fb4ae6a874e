#!/bin/sh
# cmake --install: everything that a machine needs, wherever it is put; the units of systemd as systemd reads them, and how little they may.
. "$(dirname "$0")/lib.sh"
build=$(cd "$bin/.." && pwd)
cmake --install "$build" --prefix "$work/here" >log 2>&1 || { cat log; fail "cmake --install"; }
for file in bin/motcua share/motcua/schema/counters.json share/motcua/schema/sqlite/0001_start.sql share/motcua/schema/postgres/0001_start.sql \
  share/motcua/adapters/opencps.json share/motcua/dashboards/motcua-cam-ket.json share/motcua/nginx.conf share/locale/vi/LC_MESSAGES/motcua.mo \
  share/man/man1/motcua.1 share/man/man5/motcua.json.5 share/man/vi/man5/motcua-import.5 share/bash-completion/completions/motcua share/zsh/site-functions/_motcua \
  share/fish/vendor_completions.d/motcua.fish lib/systemd/system/motcua.service share/doc/motcua/README.md; do
  [ -s "here/$file" ] || fail "not installed: $file"
done
[ -z "$(find here/share/man/man* -mindepth 1 -type d)" ] || fail "a folder among the manuals: $(find here/share/man -type d)"
# it runs from there, with its own data, in Vietnamese
(cd here && env -i PATH=/usr/bin:/bin ./bin/motcua help) >help && grep -q 'báo cáo' help || fail "the installed program"
(mkdir there && cd there && env -i PATH=/usr/bin:/bin ../here/bin/motcua init >/dev/null 2>&1 && env -i PATH=/usr/bin:/bin ../here/bin/motcua commitments >/dev/null) || fail "its data"

if ! command -v systemd-analyze >/dev/null; then
  echo "NOT RUN: no systemd-analyze here; the units were not tried"
  exit 77
fi
# systemd looks for the programs of units: those of the copy stand for the installed ones
mkdir units
for unit in here/lib/systemd/system/*; do
  sed "s#=\(-\{0,1\}\)/[^ ]*/bin/motcua#=\1$work/here/bin/motcua#; s/^Documentation=.*//" "$unit" >"units/${unit##*/}"
done
systemd-analyze verify units/* >verify 2>&1 || { cat verify; fail "the units"; }
! grep -q motcua verify || { cat verify; fail "what systemd says of the units"; }
for unit in units/*.service; do
  systemd-analyze security --offline=true --threshold=20 "$unit" >exposure 2>&1 || { tail -n 1 exposure; fail "$unit: more exposed than 2.0"; }
done
said=$(sed -n 's/.*`systemd-analyze security`: \([0-9.]*\)).*/\1/p' "$MOTCUA_SRC/README.md")
systemd-analyze security --offline=true units/motcua.service | grep -q "level for motcua.service: $said " || fail "the README says that the service is exposed by '$said'"
for timer in units/*.timer; do
  systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$timer")" >calendar || fail "$timer"
done
echo ok
