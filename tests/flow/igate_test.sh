#!/bin/sh
# VNPT iGate 2.0: a token by client credentials or by a person's password, renewed before it ends; the dossiers count the same as
# through OpenCPS, for both show the same ones.
. "$(dirname "$0")/lib.sh"
config_igate() { # manifest, more vars
  cat >motcua.json <<EOF
{"store": "sqlite:motcua.db",
 "sources": [{"name": "tinh", "manifest": "$1", "base_url": "$address", "vars": {"sso_url": "$address"${2:-}},
              "auth": {"user": "u", "password": {"env": "PASSWORD"}}}],
 "commitments": ["y-yen-2022"]}
EOF
}
logins() { curl -s "$address/_portal/state" | sed 's/.*"logins": *\([0-9]*\).*/\1/'; }
counts() { # of counters that both portals know
  "$bin/motcua" counts --period month --of 2022-11 --at 2022-11-25T15:00 --format csv |
    grep -E ',(received|received_online|eligible|online_eligible|carried_over|denied),' | sort
}
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00
config_opencps
"$bin/motcua" collect --at 2022-11-25T15:00
counts >wanted
[ "$(wc -l <wanted)" -gt 100 ] || fail "nothing to compare with"
for manifest in igate igate_password; do
  rm -f motcua.db*
  config_igate $manifest "$([ $manifest = igate ] || echo ', "client_id": "web-onegate"')"
  "$bin/motcua" collect --at 2022-11-25T15:00
  counts | cmp - wanted || fail "$manifest counts otherwise than opencps"
  [ "$(sqlite3 motcua.db 'SELECT COUNT(*), COUNT(DISTINCT key), COUNT(status), COUNT(channel), COUNT(due_at) > 0 FROM dossier')" = \
    "1500|1500|1500|1500|1" ] || fail "$manifest: fields are missing"
done
# A wrong secret is told as such, and not tried again.
(PASSWORD=wrong && export PASSWORD && expect_code 69 "$bin/motcua" collect)
[ "$(logins)" = 2 ] || fail "$(logins) logins"
# A token that ends sooner than it says: one refused page each time, then a new one.
rm -f motcua.db*
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00 --session-requests 3
config_igate igate
"$bin/motcua" collect --at 2022-11-25T15:00
[ "$(logins)" = 3 ] || fail "$(logins) logins"
counts | cmp - wanted
# A token that lives four seconds, pages that take half a second each: renewed in time, nothing is refused.
rm -f motcua.db*
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00 --session-ttl 4 --fault latency:500@/pa/dossier/search
config_igate igate
"$bin/motcua" collect --at 2022-11-25T15:00
[ "$(logins)" -ge 2 ] || fail "the token was not renewed"
# Eight pages, and a look whether there is more: a slice does not say how many there are.
[ "$(curl -s "$address/_portal/log" | grep -c '/pa/dossier/search')" = 9 ] || fail "a page was asked for in vain"
# With the total that spec=page gives, and with a page cut short: the same dossiers.
rm -f motcua.db*
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00 --fault 'cut:2000@page=3@#1'
config_igate igate ', "spec": "page"'
"$bin/motcua" collect --at 2022-11-25T15:00
[ "$(sqlite3 motcua.db 'SELECT expected, got, outcome FROM run')" = "1500|1500|complete" ] || fail "expected and got differ"
counts | cmp - wanted
for word in 'CÔNG DÂN' 0900000 'example.invalid' 'Thôn Mẫu' bi-mat; do
  ! grep -aq "$word" motcua.db* || fail "personal: $word"
done
# Fees by a second look-up, 50 dossiers at a time: the same as the national exchange says of the same dossiers, also where the token ends
# in the middle of it, a look-up is cut short, or has to wait. Without the look-up they are not known.
fees() {
  "$bin/motcua" counts --period month --of 2022-11 --at 2022-11-25T15:00 --format csv | grep -E ',(fee_due|paid_online),' | sort
}
fees >fees
! grep -qE '[0-9]$' fees || fail "fees are known without a look-up"
rm -f motcua.db*
config_dvcqg
"$bin/motcua" collect --at 2022-11-25T15:00
fees >wanted-fees
[ "$(grep -cE ',fee_due,[1-9]' wanted-fees)" -gt 10 ] || fail "nothing to compare with"
look() { # what is expected of the portal: requests for fees
  rm -f motcua.db*
  config_igate igate_fees
  expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
  fees | diff wanted-fees - || fail "fees differ"
  counts | cmp - wanted || fail "the other counts differ"
  [ "$(curl -s "$address/_portal/log" | grep -c '/pa/dossier-fee/')" = "$1" ] || fail "requests for fees: $(curl -s "$address/_portal/log" | grep -c '/pa/dossier-fee/')"
  [ "$(sqlite3 motcua.db 'SELECT outcome, got FROM run')" = 'complete|1500' ] || fail "the run"
}
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00
look 30
expect_code 0 "$bin/motcua" --lang en check --record kept
! grep -raq 'CÔNG DÂN' kept motcua.db* || fail "personal: a payer"
"$bin/motcua" check --record whole --full >/dev/null
cp motcua.db polled.db
rm -f motcua.db*
expect_code 0 "$bin/motcua" collect tinh --replay whole
fees | diff wanted-fees - || fail "a replay's fees differ"
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00 --session-requests 7 # of 38 the 8th, 15th, 22nd and 29th are look-ups
look 34
start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00 --fault 'cut:900@/pa/dossier-fee@%9' --fault 'status:503@/pa/dossier-fee@%7'
rm -f motcua.db*
config_igate igate_fees
expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
fees | diff wanted-fees - || fail "fees differ after faults"
# A look-up that is refused or garbled: told, and no page goes into the store half known.
for fault in status:404 garbage; do
  start_portal --compose 1500 --seed 5 --to 2022-11-25T15:00 --fault "$fault@/pa/dossier-fee@%6"
  rm -f motcua.db*
  config_igate igate_fees
  code=0
  "$bin/motcua" collect --at 2022-11-25T15:00 2>>stderr || code=$?
  [ $code = 75 ] || [ $code = 65 ] || fail "$fault: exit status $code"
  [ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier WHERE fee_due IS NULL')" = 0 ] || fail "$fault: a page is half known"
  [ "$(sqlite3 motcua.db 'SELECT outcome FROM run')" = partial ] || fail "$fault: the run passes for a whole one"
done
# Its statistics: counts and digitization by agency, asked for the month of the poll; what an agency does not say is no zero.
mkdir -p files/pa/dossier-statistic files/pa/kgg-digitize
asked='agency-id=6f00&from-date=2022-11-01&to-date=2022-11-30'
cat >"files/pa/dossier-statistic/--statistic-agency-kgg?$asked" <<'JSON'
[{"agency": {"id": "a1", "code": "H99.22.01", "name": "UBND xã Mẫu 01"}, "received": 120, "receivedOnline": 100, "receivedDirect": 20,
  "resolved": 110, "resolvedOverdue": 3, "officer": "CÔNG DÂN MẪU"},
 {"agency": {"id": "a2", "name": "UBND xã Mẫu 02"}, "received": 7, "resolved": "7"}, {"received": 1}]
JSON
cat >"files/pa/kgg-digitize/digitization-by-agency?$asked" <<'JSON'
[{"agency": {"code": "H99.22.01"}, "totalReceiver": 120, "totalReceiverHavingFile": 90, "totalReceiverNopeFile": 30, "totalComplete": 110,
  "totalCompleteHavingFile": 44, "percent": 75.0}]
JSON
start_portal --files files
rm -f motcua.db*
config_igate igate_statistics ', "agency_id": "6f00"'
expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
[ "$(sqlite3 motcua.db 'SELECT unit, metric, numerator, denominator FROM figure ORDER BY 1, 2' | tr '\n' ' ')" = \
  'H99.22.01|IGATE_DIGITIZED|90|120 H99.22.01|IGATE_RESULT_DIGITIZED|44|110 H99.22.01|finished|110| H99.22.01|late|3| H99.22.01|received|120| H99.22.01|received_counter|20| H99.22.01|received_online|100| a2|finished|7| a2|received|7| ' ] ||
  fail "statistics: $(sqlite3 motcua.db 'SELECT unit, metric, numerator, denominator FROM figure ORDER BY 1, 2')"
[ "$(sqlite3 motcua.db 'SELECT field FROM reject')" = unit ] || fail "the row of no agency is no reject"
! grep -aq 'CÔNG DÂN' motcua.db* || fail "personal: an officer"
