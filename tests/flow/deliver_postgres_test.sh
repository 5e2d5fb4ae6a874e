#!/bin/sh
# The log of deliveries in PostgreSQL: a folder gets its files once, a letter whose run died behind the dot is told and not sent.
[ -n "${MOTCUA_TEST_POSTGRES:-}" ] || exec sh "${MOTCUA_SRC:?}/tests/postgres.sh" sh "$0"
. "$(dirname "$0")/lib.sh"
cat >motcua.json <<END
{"store": "$MOTCUA_TEST_POSTGRES", "commitments": ["y-yen-2022"],
 "deliver": {"smtp": {"server": "smtp://127.0.0.1:1", "from": "a@b.example", "tls": false},
             "recipients": [{"folder": "out"}, {"to": "c@d.example"}]}}
END
rows() { psql -At -c "SELECT state FROM motcua.delivery WHERE content <> 'issue' ORDER BY place" | tr '\n' ' '; }
expect_code 75 "$bin/motcua" deliver --at 2022-11-25T15:00
[ "$(rows)" = 'sent waiting ' ] || fail "the log says $(rows)"
rm -r out
expect_code 75 "$bin/motcua" deliver --at 2022-11-25T15:00
[ ! -e out ] || fail "a folder got its files twice"
# the run died: no process has that number
psql -q -c "UPDATE motcua.delivery SET state = 'sending', owner = split_part(owner, '/', 1) || '/99999999/0' WHERE state = 'waiting'"
expect_code 75 "$bin/motcua" deliver --at 2022-11-25T15:00
grep -q 'Message-ID' stdout || fail "nobody is told of the letter"
[ "$(rows)" = 'sent unsure ' ] || fail "the log says $(rows)"
# a run of another machine is believed until its claim is old
psql -q -c "UPDATE motcua.delivery SET state = 'claimed', owner = 'elsewhere/1/0', changed_at = extract(epoch FROM now()) WHERE state = 'unsure'"
expect_code 75 "$bin/motcua" deliver --at 2022-11-25T15:00
[ "$(rows)" = 'sent claimed ' ] || fail "a claim of another machine was taken"
psql -q -c "UPDATE motcua.delivery SET changed_at = changed_at - 1300 WHERE state = 'claimed'"
expect_code 75 "$bin/motcua" deliver --at 2022-11-25T15:00
[ "$(rows)" = 'sent waiting ' ] || fail "an old claim was not taken over"
