#!/bin/sh
# Every message has its Vietnamese, and the manual names every command and every key of the config.
. "$(dirname "$0")/lib.sh"
cd "$MOTCUA_SRC"
find src adapters '(' -name '*.c' -o -name '*.def' ')' | LC_ALL=C sort >"$work/sources"
xgettext --from-code=UTF-8 -k_ -kN_ -kP_:1,2 -L C --no-location -o "$work/all.pot" -f "$work/sources" 2>"$work/stderr"
python3 tests/docs/descriptions.py schema >"$work/descriptions.pot"
[ "$(grep -c '^msgid' "$work/descriptions.pot")" -gt 200 ] || fail "the descriptions of the schemas were not found"
cd "$work"
msgcat --use-first all.pot descriptions.pot -o both.pot
mv both.pot all.pot
msgmerge -q --no-fuzzy-matching -o merged.po "$MOTCUA_SRC/po/vi.po" all.pot
if grep '^#~ msgid' merged.po; then
  fail "messages in po/vi.po that no source has"
fi
msgattrib --untranslated --no-obsolete --no-wrap -o missing.po merged.po
if [ -s missing.po ] && grep -q '^msgid "..*"' missing.po; then
  grep '^msgid "..*"' missing.po
  fail "messages without Vietnamese in po/vi.po"
fi
python3 "$MOTCUA_SRC/tests/structure/plurals.py" all.pot || fail "messages with a number that have words for many alone"
msgfmt --check --statistics -o /dev/null "$MOTCUA_SRC/po/vi.po"
for command in $("$bin/motcua" --lang en help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
  grep -q "^\.It Cm $command" "$MOTCUA_SRC/docs/motcua.1" || fail "docs/motcua.1 does not explain '$command'"
  "$bin/motcua" help "$command" | grep -q "motcua $command" || fail "'motcua help $command' has no example"
done
python3 - "$MOTCUA_SRC" <<'EOF'
import json, sys
text = open(sys.argv[1] + '/docs/motcua.json.5', encoding='utf-8').read()
def keys(schema):
    for name, sub in schema.get('properties', {}).items():
        yield name
        yield from keys(sub)
schema = json.load(open(sys.argv[1] + '/schema/config.schema.json', encoding='utf-8'))
missing = sorted({k for s in [schema, *schema['$defs'].values()] for k in keys(s)} - set(
    k for k in {k for s in [schema, *schema['$defs'].values()] for k in keys(s)} if ('Ic ' + k) in text or ('"' + k + '"') in text))
assert not missing, 'docs/motcua.json.5 does not explain: ' + ', '.join(missing)
EOF
