#!/bin/sh
# Runs one fuzz target. usage: run.sh SOURCE_TREE NAME OPTION_OF_LIBFUZZER...
# Its inputs begin as the seeds of seeds.py; $FUZZ_CORPUS is a folder that keeps what is found. What fails is written there, too.
set -eu
top=$1 name=$2
shift 2
target=$top/build/clang/bin/fuzz-$name
[ -x "$target" ] || { echo "no $target: cmake --preset clang && cmake --build --preset clang"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$top/tests/fuzz/seeds.py" "$top" "$name" "$work/seeds"
corpus=${FUZZ_CORPUS:-$work/corpus}
mkdir -p "$corpus"
dictionary=$top/tests/fuzz/$name.dict
[ -f "$dictionary" ] || dictionary=$top/tests/fuzz/words.dict
# Two frames of a stack for each allocation, a smaller quarantine and no filling of new memory: a third of the time went there. A failed
# input runs again with more.
export ASAN_OPTIONS="${FUZZ_ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1:malloc_context_size=2:quarantine_size_mb=32:max_malloc_fill_size=0}" UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 MOTCUA_LANG=en
cd "$work"
code=0
"$target" -dict="$dictionary" -seed="${FUZZ_SEED:-1}" -max_len="${FUZZ_MAX_LEN:-2048}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
  -artifact_prefix="$work/failed-" "$@" "$corpus" "$work/seeds" >log 2>&1 || code=$?
grep -aE 'stat::(number_of_executed_units|average_exec_per_sec|new_units_added|peak_rss_mb)' log || :
if [ $code -ne 0 ]; then
  grep -aEv '^(#|serve:)' log | tail -n 60
  for input in "$work"/failed-*; do
    [ -f "$input" ] && { cp "$input" "${FUZZ_FAILED:-/tmp}/"; echo "the input: ${FUZZ_FAILED:-/tmp}/$(basename "$input")"; }
  done
fi
exit $code
