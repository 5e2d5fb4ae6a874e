#!/bin/sh
# motcua forget: one dossier leaves every place that keeps it, in both stores and in the outbox, down to the bytes of the file; its
# neighbours stay; what is left to others is said; what the portal still gives comes again.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"
at=2022-11-25T15:00
start_portal --compose 300 --seed 31
config_dvcqg

one() { # SQL on the store that is tried
  case $MOTCUA_STORE in
    sqlite:*) sqlite3 "${MOTCUA_STORE#sqlite:}" "$1" ;;
    *) ask motcua "SET search_path = motcua; $1" ;;
  esac
}
gone() { # what
  for table in dossier dossier_history; do
    [ "$(one "SELECT COUNT(*) FROM $table WHERE code = '$code'")" = 0 ] || fail "$1: still in $table"
  done
  [ "$(one "SELECT COUNT(*) FROM reject WHERE key = '$key'")" = 0 ] || fail "$1: still in reject"
  [ "$(one "SELECT COUNT(*) FROM supplement WHERE same = '$code'")" = 0 ] || fail "$1: still in supplement"
}

for MOTCUA_STORE in "sqlite:$work/a.db" "$MOTCUA_TEST_POSTGRES"; do
  export MOTCUA_STORE
  "$bin/motcua" collect --at 2022-11-18T15:00 2>stderr
  code=$(one "SELECT MIN(code) FROM dossier WHERE code IS NOT NULL")
  key=$(one "SELECT key FROM dossier WHERE code = '$code'")
  source=$(one "SELECT id FROM source")
  # a former version, a reject of it, a supplement, a word that quotes it, an entry by hand that names it
  one "UPDATE dossier SET known_from = known_from - 100 WHERE code = '$code'"
  columns=$(one "SELECT 1" >/dev/null; case $MOTCUA_STORE in
    sqlite:*) one "SELECT group_concat(name) FROM pragma_table_info('dossier')" ;;
    *) one "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'motcua.dossier'::regclass AND attnum > 0 AND NOT attisdropped" ;;
  esac)
  one "INSERT INTO dossier_history ($columns, replaced_at, replaced_by) SELECT $columns, known_from + 50, run_id FROM dossier WHERE code = '$code'"
  one "INSERT INTO reject (source_id, record, stream, field, reason, key, position, first_seen, last_seen, run_id)
    SELECT $source, 'r', 'dossiers', 'due_at', 'not a date', '$key', 0, 1, 1, MAX(id) FROM run"
  one "INSERT INTO supplement (source_id, same, observed_at, run_id) SELECT $source, '$code', 1, MAX(id) FROM run"
  one "INSERT INTO run_issue (run_id, kind, field, word, source_id, rows) SELECT MAX(id), 'word', 'status', 'xem $code', $source, 1 FROM run"
  one "UPDATE run SET message = 'hồ sơ $code' WHERE id = (SELECT MAX(id) FROM run)"
  all=$(one "SELECT COUNT(*) FROM dossier")

  expect_code 64 "$bin/motcua" forget
  # a part of codes and names is no code: neither told as quoted, nor erased with words that hold these letters
  issues=$(one "SELECT COUNT(*) FROM run_issue")
  for part in x 1 H99 99.22 "${code%?}"; do
    "$bin/motcua" --lang en forget "$part" --format csv >part 2>stderr || { cat stderr; fail "forget $part"; }
    [ ! -s part ] && grep -q 'Nothing of this code is kept' stderr || { cat part stderr; fail "forget $part found something"; }
  done
  [ "$(one "SELECT COUNT(*) FROM run_issue")" = "$issues" ] || fail "a part of a code erased words"
  "$bin/motcua" --lang en forget "$code" --dry-run >people 2>stderr
  grep -q 'former versions of the dossier' people && grep -q 'messages of readings' people || { cat people; fail "places are not told in words"; }
  "$bin/motcua" --lang en forget "$code" --dry-run --format csv >dry 2>stderr
  grep -q '^dossier,1,erased' dry && grep -q '^dossier_history,1,erased' dry || { cat dry; fail "the dry run does not tell"; }
  [ "$(one "SELECT COUNT(*) FROM dossier")" = "$all" ] || fail "a dry run erased"
  # as somebody types it: small letters, a blank in front
  "$bin/motcua" --lang en forget " $(echo "$code" | tr A-Z a-z)" --format csv >told 2>stderr || { cat stderr; fail "forget"; }
  cmp dry told || { diff dry told; fail "the dry run told something else"; }
  for place in dossier dossier_history reject supplement run_issue; do
    grep -q "^$place,1,erased" told || { cat told; fail "$place is not told"; }
  done
  grep -q '^run.message,1,quoted' told || { cat told; fail "what is quoted elsewhere is not told"; }
  grep -q 'Backups:' stderr && grep -q 'the next reading brings it again' stderr || { cat stderr; fail "backups and portal are not told"; }
  gone "$MOTCUA_STORE"
  [ "$(one "SELECT COUNT(*) FROM dossier")" = $((all - 1)) ] || fail "neighbours went, too"
  one "UPDATE run SET message = NULL"
  case $MOTCUA_STORE in
    sqlite:*)
      sqlite3 "$work/a.db" 'PRAGMA secure_delete = ON; UPDATE run SET message = NULL; PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
      ! grep -aq "$code" a.db a.db-wal 2>/dev/null || fail "the bytes of the code are still in the file" ;;
  esac
  "$bin/motcua" --lang en forget "$code" >none 2>stderr
  [ ! -s none ] && grep -q 'Nothing of this code is kept' stderr || { cat none stderr; fail "a second time"; }
  # the portal gives it still: it comes again, as was said
  "$bin/motcua" collect --full --at $at 2>stderr
  [ "$(one "SELECT COUNT(*) FROM dossier WHERE code = '$code'")" = 1 ] || fail "a full reading does not bring it again"
done

# --- in the outbox, while the server is away ---
ask motcua "DROP SCHEMA motcua CASCADE"
"$bin/motcua" db migrate 2>stderr
postgres_kill
"$bin/motcua" collect --at $at 2>stderr || [ $? -eq 75 ] || { cat stderr; fail "a poll into the outbox"; }
box=$(ls ./*outbox*.db)
grep -aq "$code" "$box" "$box-wal" 2>/dev/null || fail "nothing is planted: the outbox does not hold it"
postgres_up
# with the server back, forget opens the store and the outbox alike; nothing was replayed yet
"$bin/motcua" --lang en forget "$code" --format csv >told 2>stderr || { cat stderr; fail "forget in the outbox"; }
grep -q '^outbox,1,erased' told || { cat told; fail "the outbox is not told"; }
! grep -aq "$code" "$box" "$box-wal" 2>/dev/null || fail "the bytes of the code are still in the outbox"
"$bin/motcua" outbox replay 2>stderr || { cat stderr; fail "what is left in the outbox cannot be replayed"; }
[ "$(one "SELECT COUNT(*) FROM dossier WHERE code = '$code'")" = 0 ] || fail "the outbox brought it back"
[ "$(one "SELECT COUNT(*) FROM dossier")" = 299 ] || fail "the outbox lost its neighbours: $(one "SELECT COUNT(*) FROM dossier")"
echo "forgotten in both stores and in the outbox"
