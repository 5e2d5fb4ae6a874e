#!/bin/sh
# Files that the program writes: whole or not there, in the place that was named, with the rights that they had.
. "$(dirname "$0")/lib.sh"
chmod 755 "$work"

as_nobody() { # command... : as a plain user where this test runs as root
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
  else
    "$@"
  fi
}

cat >motcua.json <<'EOF'
{"store": "sqlite:motcua.db", "sources": [], "commitments": ["y-yen-2022"]}
EOF
printf 'code,name,kind,parent\nH1,Tỉnh Mẫu,province,\nH1.1,Xã Mẫu,commune,H1\n' >units.csv
"$bin/motcua" units import units.csv 2>/dev/null
"$bin/motcua" units --format csv >expected.csv
chmod a+r motcua.json motcua.db

# every rule of the one writer, as the user who runs this and as a plain one
"$bin/base-output_file_test" >"$work/stdout" 2>&1 || { cat "$work/stdout"; fail "rules of the writer"; }
as_nobody "$bin/base-output_file_test" >"$work/stdout" 2>&1 || { cat "$work/stdout"; fail "rules of the writer, plain user"; }

units() { "$bin/motcua" units --format csv "$@"; }
same() { cmp -s "$1" expected.csv || fail "$1 is not what was to be written"; }
clean() { [ -z "$(find . -name '.motcua-*')" ] || fail "a temporary file was left: $(find . -name '.motcua-*')"; }

# modes stay; a new file is as the umask says
umask 022
units -o new.csv
same new.csv
[ "$(stat -c %a new.csv)" = 644 ] || fail "mode of a new file"
echo old >private.csv
chmod 600 private.csv
units -o private.csv
same private.csv
[ "$(stat -c %a private.csv)" = 600 ] || fail "mode 0600 was lost"

# links: the target is written, the link stays; a prepared one beside the target is not followed
mkdir far
echo old >far/real.csv
ln -s far/real.csv link.csv
ln -s /nowhere/at/all real.csv.new
echo safe >victim
ln -s victim new.csv.new
units -o link.csv
same far/real.csv
[ -L link.csv ] || fail "the link was replaced"
units -o new.csv
[ "$(cat victim)" = safe ] || fail "a prepared link was followed"

# a FIFO, standard output by its names
mkfifo pipe.csv
cat pipe.csv >read.csv &
reader=$!
units -o pipe.csv
wait $reader
same read.csv
[ -p pipe.csv ] || fail "the FIFO was replaced"
for name in - /dev/stdout /dev/fd/1 /proc/self/fd/1; do
  (echo before; units -o $name; echo after) >all.txt
  (echo before; cat expected.csv; echo after) | cmp -s - all.txt || fail "-o $name in the middle of a file"
  units -o $name | cmp -s - expected.csv || fail "-o $name to a pipe"
done

# a device of our own that takes nothing stays a device
if [ "$(id -u)" -eq 0 ] && mknod full.csv c 1 7 2>/dev/null && (: >full.csv) 2>/dev/null; then
  expect_code 74 "$bin/motcua" units --format csv -o full.csv
  [ -c full.csv ] || fail "the device was replaced"
fi

# writers side by side: none fails, none mixes
: >failures
for writer in 1 2 3 4; do
  (for round in 1 2 3 4 5 6 7 8 9 10; do units -o shared.csv || echo "$writer $round" >>failures; done) &
done
wait
[ ! -s failures ] || fail "writers got in each other's way: $(wc -l <failures)"
same shared.csv

# what fails leaves the old file and nothing else
echo old >kept.csv
expect_code 74 "$bin/motcua" units --format csv -o no/such/folder.csv
expect_code 64 "$bin/motcua" units --format csv -o far
echo '{' >broken.json
expect_code 78 "$bin/motcua" -c broken.json units --format csv -o kept.csv
[ "$(cat kept.csv)" = old ] || fail "a failed command touched its output"

# a plain user: a file that may not be written is refused, though the folder would allow the rename
mkdir -m 777 open
cp motcua.json motcua.db open/
chmod 666 open/motcua.*
[ "$(id -u)" -ne 0 ] || chown 65534:65534 open
echo old >open/locked.csv
chmod 444 open/locked.csv
[ "$(id -u)" -ne 0 ] || chown 65534 open/locked.csv
(cd open && expect_code 74 as_nobody "$bin/motcua" units --format csv -o locked.csv)
[ "$(cat open/locked.csv)" = old ] || fail "a write-protected file was replaced"
(cd open && as_nobody "$bin/motcua" units --format csv -o own.csv && as_nobody "$bin/motcua" units --format csv -o own.csv)
same open/own.csv
clean

# init spares what is there, links too
expect_code 64 "$bin/motcua" init motcua.json
ln -s made.json hanging.json
expect_code 64 "$bin/motcua" init hanging.json
[ ! -e made.json ] || fail "init went through a link"
"$bin/motcua" init - >first.json
"$bin/motcua" init second.json
cmp -s first.json second.json || fail "init - is not what init writes"
clean

# nothing else in the program makes, replaces or renames a file (the outbox's lock files hold nothing)
# shellcheck disable=SC2015 # no line found is no fault
others=$(cd "$MOTCUA_SRC" && grep -nE 'O_CREAT|\b(renameat2?|rename|mkstemp|creat|tmpfile)\(|fopen\([^)]*"[wa]' -r src adapters --include='*.c' |
  grep -v -e '^src/base/output_file\.c:' -e '^src/store/outbox/queue\.c:.*O_NOFOLLOW' || :)
[ -z "$others" ] || fail "files are written past base/output_file: $others"
