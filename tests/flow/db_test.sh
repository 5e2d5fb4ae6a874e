#!/bin/sh
# motcua db status, migrate and check, on both kinds of store: what is there, what is wrong, and with which exit status.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=en
export MOTCUA_LANG
start_portal --compose 2000 --seed 178

store_use() { # address
  config_dvcqg
  sed -i "s|sqlite:motcua.db|$1|" motcua.json
}
change() { # SQL, on the store in hand
  case $store in
    sqlite) sqlite3 motcua.db "$1" ;;
    *) psql -q -X -v ON_ERROR_STOP=1 -c 'SET search_path = motcua' -c "$1" >/dev/null ;;
  esac
}
expect_state() { # check state : the first line of a check
  got=$("$bin/motcua" db check --format csv 2>/dev/null | sed -n "s/^$1,\([^,]*\),.*/\1/p" | head -n 1)
  [ "$got" = "$2" ] || fail "$store: $1 is '$got', not '$2'"
}
# Breaks something, expects it to be found and told, and mends it.
expect_found() { # check breaking-SQL mending-SQL words
  change "$2"
  expect_code 65 "$bin/motcua" db check --format csv
  grep "^$1,wrong," stdout | grep -qF -e "$4" || { cat stdout; fail "$store: '$4' is not told by $1"; }
  change "$3"
  expect_code 0 "$bin/motcua" db check --format csv
}

newest=$(find "$MOTCUA_SRC/schema/sqlite" -name '0*.sql' | sed 's|.*/0*\([0-9]*\)_.*|\1|' | sort -n | tail -n 1)
for store in sqlite postgresql; do
  if [ $store = sqlite ]; then
    store_use sqlite:motcua.db
    expect_code 69 "$bin/motcua" db status
    expect_code 69 "$bin/motcua" db check
    [ ! -e motcua.db ] || fail "looking made a file"
  else
    store_use "$MOTCUA_TEST_POSTGRES"
    expect_code 65 "$bin/motcua" db check
    "$bin/motcua" db status --format csv >status
    grep -q '^migrate,0001_start.sql,,$' status || { cat status; fail "a migration that is missing is not told"; }
    [ "$(psql -A -t -X -c "SELECT to_regnamespace('motcua') IS NULL")" = t ] || fail "looking made a schema"
  fi
  "$bin/motcua" db migrate 2>err
  grep -q "schema 0 brought to $newest" err || { cat err; fail "migrate does not tell what it did"; }
  "$bin/motcua" db migrate 2>err
  grep -q "schema $newest, nothing to do" err || { cat err; fail "migrate does something twice"; }
  "$bin/motcua" collect --at 2022-11-25T15:00 2>/dev/null
  "$bin/motcua" db status --format csv >status
  grep -q "^schema here,$newest,,$" status || { cat status; fail "the schema's number"; }
  grep -q '^migrate,nothing to do,,$' status || { cat status; fail "what migrate would do"; }
  grep -qE '^table,dossier,2000,' status || { cat status; fail "the rows of a table"; }
  "$bin/motcua" db status --format json | python3 -m json.tool >/dev/null || fail "status is no JSON"
  expect_code 0 "$bin/motcua" db check --format csv
  grep -vE '^check,|,ok,' stdout && fail "$store: something is found in a whole store"

  expect_found hashes "UPDATE dossier SET status = status + 1 WHERE code LIKE '%-000007'" \
    "UPDATE dossier SET status = status - 1 WHERE code LIKE '%-000007'" '-000007'
  expect_found units "UPDATE unit SET code = 'X' WHERE code = 'H99.22.05'" "UPDATE unit SET code = 'H99.22.05' WHERE code = 'X'" H99.22.05
  expect_found runs "UPDATE run SET outcome = 'running', started_at = 1000" "UPDATE run SET outcome = 'complete'" huyen
  expect_found columns 'ALTER TABLE reject RENAME COLUMN shape TO form' 'ALTER TABLE reject RENAME COLUMN form TO shape' reject.shape
  expect_found history "INSERT INTO dossier_history (source_id, key, content_hash, known_from, first_seen, run_id, replaced_at)
    VALUES (1, 'k', 0, 20, 20, 1, 10)" 'DELETE FROM dossier_history' huyen
  change "UPDATE run SET outcome = 'running', started_at = $(date +%s)"
  expect_state runs note
  change "UPDATE run SET outcome = 'complete'"
  change "INSERT INTO reject (source_id, record, stream, field, reason, position, first_seen, last_seen, run_id)
    VALUES (1, 'r', 's', 'f', 'why', 0, 1, 1, 1)"
  expect_state rejects note
  change 'DELETE FROM reject'
  if [ $store = sqlite ]; then
    # sqlite3 leaves foreign keys off
    expect_found references "INSERT INTO cursor (source_id, stream, value) VALUES (77, 's', 'v')" \
      'DELETE FROM cursor WHERE source_id = 77' 'cursor -> source'
    change 'PRAGMA user_version = 999'
    expect_code 69 "$bin/motcua" db check
    expect_code 69 "$bin/motcua" db migrate
    "$bin/motcua" db status --format csv | grep -q '^migrate,refused' || fail "a newer store is not refused"
    change "PRAGMA user_version = $newest"
    expect_code 64 "$bin/motcua" db roles
    size=$(wc -c <motcua.db)
    dd if=/dev/urandom of=motcua.db bs=1 seek=$((size / 2)) count=2048 conv=notrunc 2>/dev/null
    rm -f motcua.db-wal motcua.db-shm
    expect_code 65 "$bin/motcua" db check
  else
    expect_found sources 'UPDATE dossier SET source_id = 77' 'UPDATE dossier SET source_id = 1' 77
    change 'REVOKE DELETE ON figure FROM motcua'
    expect_state rights wrong
    change 'REVOKE SELECT ON target FROM motcua'
    expect_code 65 "$bin/motcua" db check --format csv
    grep -q '^rights,wrong,this role may not read,target,' stdout || { cat stdout; fail "a right that is missing is not told"; }
    change 'GRANT ALL ON figure, target TO motcua'
    expect_found constraints 'ALTER TABLE figure ADD CONSTRAINT bound CHECK (max >= 0) NOT VALID' \
      'ALTER TABLE figure DROP CONSTRAINT bound' 'figure bound'
    # an owner without the right to create goes on, until there is something to be made
    psql -q -X -c 'REVOKE CREATE ON DATABASE motcua FROM motcua, PUBLIC' -c 'ALTER DATABASE motcua OWNER TO postgres'
    expect_code 0 "$bin/motcua" collect --full --at 2022-11-25T16:00
    change "DELETE FROM migration WHERE number = $newest"
    expect_code 65 "$bin/motcua" db check --format csv
    grep -q '^schema,wrong,"schema' stdout || { cat stdout; fail "an older schema is not told"; }
    change "INSERT INTO migration (number, name) VALUES (999, 'x')"
    expect_code 69 "$bin/motcua" db migrate
  fi
done
expect_code 64 "$bin/motcua" db
expect_code 64 "$bin/motcua" db heal
expect_code 64 "$bin/motcua" db migrate --format csv
expect_code 64 "$bin/motcua" db status now
