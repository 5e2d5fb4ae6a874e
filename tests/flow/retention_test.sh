#!/bin/sh
# docs/retention.md says of every table of both stores how long it is kept, and of no other; each kind of "keep" is named at the tables that
# 'db prune' takes by it, and nothing else is.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
echo '{"store": "sqlite:motcua.db", "sources": []}' >motcua.json
for store in "sqlite:$work/motcua.db" "$MOTCUA_TEST_POSTGRES"; do MOTCUA_STORE=$store "$bin/motcua" db migrate 2>/dev/null; done
sed -n '/^| table/,/^$/s/^| \(`[^|]*`\) | .*/\1/p' "$MOTCUA_SRC/docs/retention.md" | tr -d '` ' | tr ',' '\n' | sort >told
sqlite3 motcua.db "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'" | sort >here
ask motcua "SELECT relname FROM pg_class WHERE relnamespace = 'motcua'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'migration'" |
  sort >there
for tables in here there; do
  # what only makes one store quick has no row of its own
  grep -v '^dossier_readable$' $tables >known
  [ $tables = there ] || { echo outbox_sample; cat known; } | sort -o known -
  diff told known >difference || { cat difference; fail "docs/retention.md does not speak of the tables of the store ($tables)"; }
done
[ "$(wc -l <told)" -gt 30 ] || fail "hardly any table"
# what goes by age: the list of 'db prune', from the source that it runs by
sed -n 's/^    {PRUNE_\([A-Z]*\), "\([a-z_]*\)".*/\2 \1/p' "$MOTCUA_SRC/src/store/prune.c" | tr A-Z a-z | sort >pruned
sed -n '/^| table/,/^$/p' "$MOTCUA_SRC/docs/retention.md" | grep 'keep\.' |
  sed 's/^| \([^|]*\) | .*`keep\.\([a-z]*\)`.*/\1 \2/' | tr -d '`,' | awk '{for (i = 1; i < NF; i++) print $i, $NF}' | sort >promised
diff pruned promised || fail "docs/retention.md promises other ages than 'db prune' keeps"
[ "$(wc -l <pruned)" -ge 6 ] || fail "the list of db prune was not found"
# how long logins last is what the code says
for limit in 'LIMIT_SESSION_IDLE_SECONDS (2 \* 3600)' 'LIMIT_SESSION_ALL_SECONDS  (12 \* 3600)' 'LIMIT_INVITATION_SECONDS   (3 \* 86400)' 'LIMIT_UPLOAD_KEEP_SECONDS 1800'; do
  grep -q "$limit" "$MOTCUA_SRC/src/base/limit.h" || fail "docs/retention.md has another time than src/base/limit.h: $limit"
done
echo "$(wc -l <told) tables, $(wc -l <pruned) of them forgotten by age"
