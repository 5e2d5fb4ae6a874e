#!/bin/sh
# The OpenAPI document that serve gives: valid OpenAPI 3.1, the same routes as the program's table, replies that fit their shapes, no form without
# its token, nothing of a neighbour by any parameter. Where npm has no registry the test is not run, and says so.
. "$(dirname "$0")/lib.sh"
. "$flow/serve_lib.sh"
browser_here openapi.mjs
fill_store
"$bin/motcua" user add tinh --role province --password-file pw-tinh
"$bin/motcua" user add xa --role unit --unit "$own" --password-file pw-xa
routes_of | sed 's/ NEED_.*//' >routes
start_serve
node openapi.mjs "$site" routes "$own" "$other" || fail "the OpenAPI document"
echo ok
