#!/bin/sh
# The documents: links lead somewhere, commands and options exist, blocks of commands run, and what they print is what is printed.
. "$(dirname "$0")/lib.sh"
cd "$MOTCUA_SRC"
find . -name '*.md' -not -path './build/*' -not -path './demo/*' -not -path '*/node_modules/*' | LC_ALL=C sort >"$work/documents"
xargs python3 -B tests/docs/words.py "$bin/motcua" "$MOTCUA_SRC" <"$work/documents" || fail "links, files or commands"
python3 -B tests/docs/run.py "$bin/motcua" "$bin/motcua-portal" "$MOTCUA_SRC" docs/examples.md docs/huong-dan/*.md || fail "what the documents say"
