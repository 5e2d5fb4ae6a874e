#!/bin/sh
# What ./dev run does after the build, and the pages as Chromium sees them on a desk and on a phone.
. "$(dirname "$0")/lib.sh"
sh "$MOTCUA_SRC/tests/demo.sh" "$bin" "$work/demo" >out 2>err || { cat out err; fail "the demonstration failed"; }
cat err
grep -q 'short' out && fail "the table is not in Vietnamese"
grep -q '▲' out || fail "no commitment is shown as broken"
grep -q '●' out || fail "no commitment is shown as kept"
[ "$(grep -c 'H99\.22\.' out)" -ge 27 ] || fail "fewer than 27 units in the table"
for page in demo/huyen-mau/bao-cao-2022-11-25.html demo/gia-lai/bao-cao-2026-10-09.html; do
  grep -qE 'https?://' "$page" && fail "$page names an outside address"
  for width in 1200 390; do
    cat >frame.html <<EOF
<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><iframe id="f" src="$page" style="width:${width}px;height:800px;border:0"></iframe><p id="r"></p>
<script>document.getElementById('f').onload = function () { var d = this.contentDocument;
  document.getElementById('r').textContent = 'RESULT ' + d.documentElement.scrollWidth + ' ' + d.querySelectorAll('table').length + ' ' +
  d.querySelectorAll('[src],[href]:not([href^="#"])').length; };</script>
EOF
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update \
      --disable-sync --allow-file-access-from-files --user-data-dir="$work/chromium" --virtual-time-budget=5000 --dump-dom \
      "file://$work/frame.html" >dom 2>chromium.log || { tail chromium.log; fail "Chromium failed"; }
    result=$(grep -o 'RESULT [0-9 ]*' dom) || { cat dom; fail "$page did not load"; }
    # shellcheck disable=SC2086
    set -- $result
    [ "$2" -le $((width + 1)) ] || fail "$page is $2 pixels wide on a screen of $width"
    [ "$3" -ge 3 ] || fail "$page has $3 tables"
    [ "$4" -eq 0 ] || fail "$page refers to $4 outside things"
    echo "$page at $width: $2 pixels wide, $3 tables"
  done
done
