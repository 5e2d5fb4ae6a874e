#!/bin/sh
# axe-core finds nothing in the reports, on a desk and on a phone. Where npm has no registry the test is not run, and says so.
. "$(dirname "$0")/lib.sh"
. "$MOTCUA_SRC/tests/npm.sh"
npm_here "$MOTCUA_SRC/tests/browser"
start_portal --compose 1500 --seed 178
config_dvcqg
at=2022-11-25T15:00
"$bin/motcua" collect --at $at
"$bin/motcua" report --at $at -o friday.html
"$bin/motcua" report period --of 2022-Q4 --at $at -o quarter.html
"$bin/motcua" report unit H99.22.04 --at $at -o unit.html
"$bin/motcua" report form-06 --of 2022-11 --at $at -o form.html
"$bin/motcua" report hanoi-period --of 2022-11 --at $at -o hanoi.html
"$bin/motcua" status --at $at -o status.html
"$bin/motcua" advise --unit H99.22.04 --at $at -o advise.html
"$bin/motcua" score --at $at -o score.html
printf '<!DOCTYPE html><html><head></head><body><img src="data:,"><table><tr><th></th></tr></table></body></html>' >bad.html
look() { # page width
  cat >frame.html <<EOF
<!DOCTYPE html><meta charset="utf-8"><body style="margin:0"><iframe id="f" src="$1" style="width:$2px;height:3000px;border:0"></iframe><pre id="r"></pre>
<script>document.getElementById('f').onload = function () {
  var w = this.contentWindow, d = this.contentDocument, s = d.createElement('script');
  s.src = '$work/node_modules/axe-core/axe.min.js';
  s.onload = function () { w.axe.run(d, {resultTypes: ['violations']}).then(function (r) {
    document.getElementById('r').textContent = 'AXE ' + r.violations.length + ' of ' + (r.violations.length + r.passes.length) + ' ' +
      r.violations.map(function (v) { return v.id + ': ' + v.nodes[0].html; }).join('; ') + ' END'; }); };
  d.head.appendChild(s); };</script>
EOF
  chromium --headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$work/chromium" --allow-file-access-from-files --virtual-time-budget=60000 --dump-dom "file://$work/frame.html" 2>chromium.log |
    grep -o 'AXE [0-9].* END' || { cat chromium.log; fail "axe did not run on $1"; }
}
look bad.html 360 | grep -q '^AXE 0' && fail "axe finds nothing in a page that is wrong"
for page in friday quarter unit form hanoi status advise score; do
  for width in 360 1240; do
    found=$(look $page.html $width)
    echo "$page at $width: $found"
    case $found in
      "AXE 0 of "[1-9]*) ;;
      *) fail "$page.html at $width pixels" ;;
    esac
  done
done
