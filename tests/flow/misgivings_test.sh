#!/bin/sh
# What a poll did not understand, in PostgreSQL: put by its writer, through the outbox while the server is away, and never a reason
# for a poll to fail.
. "$(dirname "$0")/lib.sh"
. "$flow/postgres_lib.sh"

number() { # SQL expected
  got=$(ask motcua "$1")
  [ "$got" = "$2" ] || fail "$1 gives '$got', expected '$2'"
}
kept="SELECT string_agg(i.kind || ' ' || i.field || ' ' || i.word || ' ' || i.rows || ' ' || r.outcome, ',' ORDER BY i.run_id)
  FROM motcua.run_issue i JOIN motcua.run r ON r.id = i.run_id AND r.source_id = i.source_id"

# Three dossiers, one with a status that the manifest does not know, one with a date that is none.
mkdir files
cat >files/ho-so <<'EOF'
{"hs": [{"so": "H57.01-221101-0001", "tt": "MOI", "nhan": "2022-11-01 08:00:00"},
        {"so": "H57.01-221101-0002", "tt": "CHO_BO_SUNG_LAN_2", "nhan": "2022-11-01 08:00:00"},
        {"so": "H57.01-221101-0003", "tt": "MOI", "nhan": "2022-11-02 09:00:00"}], "tong": 3}
EOF
cat >rieng.json <<'EOF'
{"name": "rieng", "title": {"vi": "Riêng"}, "driver": "rest_json", "dates": "yyyy-MM-dd HH:mm:ss",
 "streams": [{"name": "dossiers", "kind": "dossier", "request": {"path": "/ho-so"}, "records": "hs", "total": "tong",
              "fields": {"key": "so", "code": "so", "received_at": "nhan", "status": {"from": "tt", "map": {"MOI": 4}}}}]}
EOF
start_portal --files files
cat >motcua.json <<EOF
{"store": "$MOTCUA_TEST_POSTGRES", "sources": [{"name": "rieng", "manifest": "./rieng.json", "base_url": "$address"}],
 "commitments": ["y-yen-2022"]}
EOF
collect() { "$bin/motcua" -c "${1:-motcua.json}" collect --full --at 2022-11-25T15:00; }
one='word status CHO_BO_SUNG_LAN_2 1 complete'

# --- the server answers
expect_code 0 collect
number "$kept" "$one"
expect_code 0 "$bin/motcua" counts --period month --of 2022-11 --at 2022-11-25T15:00 --format csv
cat stdout stderr >told
grep -q CHO_BO_SUNG_LAN_2 told || { cat told; fail "no figure tells the word"; }
echo "ok: the server answers"

# --- it is away from the start: what was not understood waits beside the pages, and comes with them
ask motcua 'TRUNCATE motcua.run_issue, motcua.run, motcua.dossier'
postgres_down
expect_code 75 collect
grep -q 'wait in' stderr || { cat stderr; fail "nothing waits"; }
postgres_up
expect_code 0 "$bin/motcua" outbox replay
number "$kept" "$one"
number 'SELECT COUNT(*) FROM motcua.dossier' 3
expect_code 0 "$bin/motcua" outbox replay
number "$kept" "$one"
echo "ok: through the outbox"

# --- an outbox of an older program, that has no place for them
rm -f motcua-outbox.db*
postgres_down
expect_code 75 collect
sqlite3 motcua-outbox.db 'ALTER TABLE run DROP COLUMN issues; PRAGMA user_version = 2'
expect_code 75 collect
postgres_up
expect_code 0 "$bin/motcua" outbox replay
number "SELECT COUNT(*) FROM motcua.run_issue" 2
echo "ok: an outbox of version 2"

# --- as the writer
ask postgres 'ALTER ROLE motcua CREATEROLE'
"$bin/motcua" db roles >/dev/null
ask motcua 'TRUNCATE motcua.run_issue, motcua.run, motcua.dossier; CREATE ROLE may_thu LOGIN IN ROLE motcua_writer'
sed 's|//motcua@|//may_thu@|' motcua.json >writer.json
expect_code 0 collect writer.json
number "$kept" "$one"
echo "ok: the writer"

# --- they cannot be written: told, and the poll is what it was
ask motcua 'TRUNCATE motcua.run_issue, motcua.run, motcua.dossier; REVOKE INSERT ON motcua.run_issue FROM motcua_writer'
expect_code 0 collect writer.json
grep -q 'not understood' stderr || { cat stderr; fail "no word that they could not be written"; }
number 'SELECT outcome || got FROM motcua.run' complete3
number "$kept" ''
echo "ok: they cannot be written"
