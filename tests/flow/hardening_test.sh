#!/bin/sh
# What makes a fault of memory harder to use, looked for in the program that is installed: position-independent, full RELRO, no
# stack or segment that is both written and run, stack protector, checked libc calls, control-flow marks (binutils: readelf, objdump).
. "$(dirname "$0")/lib.sh"
! nm "$bin/motcua" 2>/dev/null | grep -q __asan_init || bin=$MOTCUA_SRC/build/release/bin
[ -x "$bin/motcua" ] || fail "build the release preset first"
program=$bin/motcua
readelf -hW "$program" >header
readelf -lW "$program" >segments
readelf -dW "$program" >dynamic
readelf -sW --dyn-syms "$program" >symbols
grep -q 'Type: *DYN' header || fail "no PIE"
grep -q 'FLAGS_1.*PIE' dynamic || fail "a library, not a PIE"
grep -q GNU_RELRO segments || fail "no RELRO"
grep -qE 'BIND_NOW|FLAGS_1.*NOW' dynamic || fail "RELRO is not full: symbols are bound late"
grep -qE 'GNU_STACK .* RW +0x' segments || fail "the stack can be run: $(grep GNU_STACK segments)"
! grep -E '^ *LOAD' segments | grep -q 'RWE' || fail "a segment is written and run"
grep -q '__stack_chk_fail' symbols || fail "no stack protector"
[ "$(grep -c '__[a-z]*_chk' symbols)" -gt 5 ] || fail "libc's calls are not checked (FORTIFY)"
# Debian's own start files have no marks of control flow (CET), so the linker leaves the note out; our functions must have them.
case $(uname -m) in
  x86_64)
    objdump -d --no-show-raw-insn "$program" | awk '/^[0-9a-f]+ <(main|collect_stop|cli_read)>:$/ { n++; getline; if ($2 == "endbr64") ok++ }
      END { exit !(n >= 1 && n == ok) }' || fail "functions do not begin with endbr64 (CET)" ;;
esac
! grep -q 'RUNPATH\|RPATH' dynamic || fail "looks for libraries in a folder of its own"
echo "hardened: PIE, full RELRO, no executable stack, stack protector, FORTIFY ($(grep -c '__[a-z]*_chk' symbols) calls), CET"
