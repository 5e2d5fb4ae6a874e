#!/bin/sh
# Out of memory: the n-th allocation of the main flows fails, in turn. Some n of each flow; MEMORY_ALL=1: every one (hours);
# MEMORY_POINTS=N: N of each.
. "$(dirname "$0")/lib.sh"
# sanitizers bring their own allocator: then it is the release build that is tried, which ./dev test makes, too
if nm "$bin/motcua" | grep -q __asan_init; then
  bin=$MOTCUA_SRC/build/release/bin
  [ -e "$bin/motcua" ] && [ -e "$bin/motcua-short-memory.so" ] || fail "build the release preset first: this needs a program without sanitizers"
fi
start_portal --compose 40 --seed 178 --communes 3
config_dvcqg
"$bin/motcua" collect --at 2022-11-25T15:00 >/dev/null 2>stderr
mv motcua.db prepared.db
rm -f motcua.db-*
head -n 40 "$cases/export/ho-so.csv" >export.csv
mkdir tmp
points=${MEMORY_POINTS:-25}
[ -z "${MEMORY_ALL:-}" ] || points=all
TMPDIR=$work/tmp python3 "$MOTCUA_SRC/tests/faults/short_memory.py" "$bin/motcua" "$bin/motcua-short-memory.so" "$points" ${MEMORY_FLOWS:-} ||
  fail "memory that is short is not told, or leaves something"
[ -z "$(ls tmp)" ] || fail "left in the folder for temporary files: $(ls tmp)"

# what is larger than it may be is told as that only where memory was there
# shellcheck disable=SC3045 # dash has ulimit -v
in_little() { (ulimit -v "$1" && exec "$bin/motcua" report --at 2022-11-25T15:00 -o little.html); }
cp prepared.db motcua.db
told=0
for kilobytes in 60000 65000 70000 75000 80000 85000 90000 100000 120000; do
  rm -f little.html
  code=0
  in_little $kilobytes 2>stderr >/dev/null || code=$?
  case $code in
    0) ;;
    70) grep -q 'hết bộ nhớ' stderr || fail "at $kilobytes kB: $(cat stderr)"
      told=$((told + 1)) ;;
    127) continue ;; # its libraries do not fit
    *) fail "at $kilobytes kB: exit status $code: $(cat stderr)" ;;
  esac
  [ $code -eq 0 ] || [ ! -e little.html ] || fail "at $kilobytes kB a report was left"
done
echo "with little memory: told $told times"
