#!/bin/sh
# cppcheck and gcc's analyzer over src, adapters and the sample portal, as the build tree compiles them. Usage: analyze.sh BUILD_TREE
#
# gcc 12 tells of a leak wherever memory is kept in a struct that the caller owns: -Wanalyzer-malloc-leak is off, and leaks are
# LeakSanitizer's, in every test of the debug build.
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 - "$build" "$work" <<'EOF'
import json, re, sys
build, work = sys.argv[1:]
seen, kept = set(), []
for entry in json.load(open(build + '/compile_commands.json')):
    file = entry['file']
    if file in seen or file.startswith(build) or '/tests/unit/' in file or not re.search('/(src|adapters|tests/portal)/', file):
        continue
    seen.add(file)
    kept.append(entry)
json.dump(kept, open(work + '/compile_commands.json', 'w'))
with open(work + '/commands', 'w') as out:
    for entry in kept:
        words = entry['command'].split()
        words = words[1:] if words[0].endswith('ccache') else words
        drop = {'-MD', '-fno-sanitize-recover=all', '-fsanitize=address,undefined'}
        line, skip = [], False
        for word in words:
            if skip or word in drop:
                skip = False
                continue
            if word in ('-MT', '-MF', '-o'):
                skip = True
                continue
            line.append(word)
        print('cd', entry['directory'], '&&', *line, '-O1 -o /dev/null -fanalyzer -Wno-analyzer-malloc-leak', file=out)
EOF
cppcheck --project="$work/compile_commands.json" --enable=warning,performance,portability --inline-suppr --quiet --std=c17 \
  --library="posix,gnu,sqlite3,libcurl,$here/cppcheck.cfg" --suppressions-list="$here/cppcheck.suppress" --error-exitcode=1
xargs -a "$work/commands" -d '\n' -P 2 -n 1 sh -c
