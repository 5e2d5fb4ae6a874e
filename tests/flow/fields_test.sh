#!/bin/sh
# A dossier gets a field more: no row of a filled store changes, no history is written, `db check` is clean; only where a source tells
# the new field is there a change. A store that was filled when hashes went by position is taken as it is.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

# the program with a field more, and the data with the migration that such a field comes with
mkdir field
"${CMAKE:-cmake}" -S "$MOTCUA_SRC" -B field/build -G Ninja -DCMAKE_BUILD_TYPE=Debug -DMOTCUA_WERROR=OFF \
  '-DCMAKE_C_FLAGS=-O0 "-DDOSSIER_FIELDS_MORE(X)=X(ROOM,\"room\",FIELD_NUMBER,\"a field that only this test knows\")"' >field/log 2>&1 &&
  "${CMAKE:-cmake}" --build field/build -j2 --target motcua >>field/log 2>&1 || { tail -n 20 field/log; fail "no program with a field more"; }
more=$work/field/build/bin/motcua
data=$work/field/build/share/motcua
echo 'ALTER TABLE dossier ADD COLUMN room INTEGER; ALTER TABLE dossier_history ADD COLUMN room INTEGER;' >"$data/schema/sqlite/0900_room.sql"
echo 'ALTER TABLE motcua.dossier ADD COLUMN room bigint; ALTER TABLE motcua.dossier_history ADD COLUMN room bigint;' >"$data/schema/postgres/0900_room.sql"

sed -i 's/"from_via_postal": {/"room": {"$ref": "#\/$defs\/field"}, &/' "$data/schema/manifest.schema.json"

start_portal --compose 40 --seed 7
curl -s -X POST "$address/_portal/drift?k=0" >/dev/null
ask postgres "CREATE DATABASE fields OWNER motcua"

rows() { # SQL
  case $kind in
    sqlite) sqlite3 -separator ' ' fields.db "$1" ;;
    *) ask fields "SET search_path = motcua; $1" | tr '|' ' ' ;;
  esac
}
config() { # manifest
  cat >motcua.json <<END
{"store": "$store", "sources": [{"name": "huyen", "manifest": "$1", "base_url": "$address", "auth": {"user": "u", "password": {"env": "PASSWORD"}}}]}
END
}
same() { # program: it reads all again and finds nothing to write
  expect_code 0 "$1" collect --full --at "$2"
  grep -q '40 dossiers (new 0, changed 0, unchanged 40' stderr || { cat stderr; fail "$kind: dossiers count as changed"; }
  [ "$(rows 'SELECT COUNT(*) FROM dossier_history')" = 0 ] || fail "$kind: history was written"
  expect_code 0 "$1" db check
}

for kind in sqlite postgres; do
  [ $kind = sqlite ] && store=sqlite:$work/fields.db || store=$(store_of fields)
  config dvcqg_sync
  expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
  same "$bin/motcua" 2022-12-02T15:00

  # hashes of before: the saved ones belong to these very dossiers
  grep -v '^#' "$cases/stores/positional-hashes.txt" >saved
  [ "$(wc -l <saved)" = 40 ] && rows "SELECT key FROM dossier ORDER BY key" >keys && cut -d ' ' -f 1 saved | LC_ALL=C sort | cmp - keys || fail "other dossiers"
  rows "SELECT key, content_hash FROM dossier ORDER BY key" >new
  ! grep -qxFf saved new || fail "the saved hashes are not those of before"
  while read -r key hash; do
    echo "UPDATE dossier SET content_hash = $hash WHERE key = '$key';"
  done <saved >update.sql
  rows "$(cat update.sql)"
  same "$bin/motcua" 2022-12-09T15:00
  rows "SELECT key, content_hash FROM dossier ORDER BY key" | cmp - saved || fail "$kind: rows were rewritten"
  rows "UPDATE dossier SET level = 2 WHERE key = 'H99.22.01-220801-000001'"
  expect_code 65 "$bin/motcua" db check
  grep -q 'H99.22.01-220801-000001' stdout || { cat stdout; fail "$kind: a row changed by hand is not told"; }
  rows "UPDATE dossier SET level = 4 WHERE key = 'H99.22.01-220801-000001'"

  # half of the rows by position, half by name; and a field more
  rows "UPDATE dossier SET content_hash = 0 WHERE key > 'H99.22.03'"
  expect_code 0 "$bin/motcua" collect --full --at 2022-12-10T15:00
  rows "DELETE FROM dossier_history"
  MOTCUA_DATADIR=$data expect_code 0 "$more" db migrate
  (MOTCUA_DATADIR=$data && export MOTCUA_DATADIR && same "$more" 2022-12-16T15:00)

  # only a source that tells the field makes a change
  sed 's/"fields": {/"fields": {"room": {"from": "MaHoSo", "map": {"none": 1}, "else": 7},/' "$data/adapters/dvcqg_sync.json" >room.json
  config "$work/room.json"
  MOTCUA_DATADIR=$data expect_code 0 "$more" collect --full --at 2022-12-23T15:00
  grep -q '40 dossiers (new 0, changed 40' stderr || { cat stderr; fail "$kind: a field that is told makes no change"; }
  [ "$(rows 'SELECT COUNT(*) FROM dossier WHERE room = 7')" = 40 ] || fail "$kind: the new field is not kept"
  MOTCUA_DATADIR=$data expect_code 0 "$more" db check
  echo "ok: $kind"
done
