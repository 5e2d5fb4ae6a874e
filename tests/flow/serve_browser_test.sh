#!/bin/sh
# The pages of motcua serve in Debian's Chromium, on a phone and on a desk, light and dark, without JavaScript, on paper; axe-core finds
# nothing. Pictures stay in the build tree (serve-pictures). Where npm has no registry the test is not run, and says so.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
browser_here pages.js
fill_store
"$bin/motcua" user add tinh --role province --password-file pw-tinh
"$bin/motcua" user add xa --role unit --unit "$own" --password-file pw-xa
"$bin/motcua" metrics --unit "$own" --format json >metrics.json
start_serve
pictures=$(dirname "$bin")/serve-pictures
mkdir -p "$pictures"
node pages.js "$site" "$pictures" "$own" "$(name_folded "$own")" metrics.json || fail "the pages"
echo ok
