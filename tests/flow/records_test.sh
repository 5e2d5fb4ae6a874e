#!/bin/sh
# National records from a file, a pipe, or one a line: the same rows as the poll of the exchange gives, whatever their shape;
# a broken line costs itself alone, a cut file is told; memory does not grow with the file.
. "$(dirname "$0")/lib.sh"
start_portal --compose 2500 --seed 11 --to 2022-11-25T15:00
config_dvcqg
"$bin/motcua" collect --at 2022-11-25T15:00 2>>stderr
rows() { sqlite3 "$1" "SELECT * FROM dossier ORDER BY key" | sed 's/^[0-9]*|//; s/|[0-9]*$//'; }
rows motcua.db >polled
[ "$(wc -l <polled)" = 2500 ] || fail "nothing to compare with"
session=$(curl -s -d '{"username":"u","password":"p"}' "$address/dvcqg/login" | sed 's/.*"session":"\([^"]*\)".*/\1/')
curl -s -d "{\"session\":\"$session\",\"service\":\"DongBoHoSoMC\",\"page\":1,\"pageSize\":5000}" "$address/dvcqg/share" >wrapped.json
python3 - <<'PY'
import json
records = json.load(open('wrapped.json', encoding='utf-8'))['result']
assert len(records) == 2500
write = lambda name, text: open(name, 'w', encoding='utf-8').write(text)
one = lambda r: json.dumps(r, ensure_ascii=False)
write('list.json', json.dumps(records, ensure_ascii=False, indent=1))
write('lines.ndjson', '\n'.join(map(one, records)) + '\n')
write('together.json', ''.join(map(one, records)))
write('replies.json', ''.join(json.dumps({'error_code': '00', 'result': records[i:i + 700]}) + '\n' for i in range(0, 2500, 700)))
lines = [one(r) for r in records]
lines[7] = lines[7][:200]                                                            # no end
lines[9] = 'Đồng bộ thất bại: CÔNG DÂN MẪU'                                          # no JSON
lines[11] = lines[11].replace('"NgayTiepNhan": "', '"NgayTiepNhan": "CÔNG DÂN MẪU ') # no date
lines[13] = '[]'
write('broken.ndjson', '\n'.join(lines) + '\n')
PY
cp motcua.json poll.json
rm motcua.json
for file in wrapped.json list.json lines.ndjson together.json replies.json; do
  rm -f motcua.db*
  expect_code 0 "$bin/motcua" import $file --source truc --at 2022-11-25T15:00
  rows motcua.db | cmp - polled || fail "$file: the rows are not those of the poll"
  [ "$(sqlite3 motcua.db 'SELECT outcome, expected, got, rejected FROM run')" = 'complete|2500|2500|0' ] || fail "$file: the run"
done
# The same twice from a pipe changes nothing: 5,000 records came, of 2,500 dossiers.
cat lines.ndjson lines.ndjson | "$bin/motcua" import - --source truc --at 2022-11-25T16:00 2>>stderr
[ "$(sqlite3 motcua.db 'SELECT new_rows, changed, unchanged, expected, got FROM run ORDER BY id DESC LIMIT 1')" = '0|0|2500|5000|2500' ] ||
  fail "records from a pipe"
# Four broken lines of 2,500: each at its place, nothing of them kept but shapes. An empty list is no record and no harm.
rm -f motcua.db*
expect_code 0 "$bin/motcua" --lang en import broken.ndjson --source truc --at 2022-11-25T15:00
[ "$(sqlite3 motcua.db 'SELECT position, field FROM reject ORDER BY position' | tr '\n' ' ')" = '7|record 9|record 11|received_at ' ] ||
  fail "rejects: $(sqlite3 motcua.db 'SELECT position, field, reason FROM reject')"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM dossier')" = 2496 ] || fail "dossiers"
"$bin/motcua" --lang en rejects >rejects.txt
grep -q 'not JSON' rejects.txt || fail "the reason is not told"
! grep -aq 'CÔNG DÂN' motcua.db* rejects.txt stderr || fail "personal data of a reject"
# Cut in the middle: what came is kept, the run is partial, the place is told.
rm -f motcua.db*
head -c 1000000 list.json >cut.json
expect_code 65 "$bin/motcua" --lang en import cut.json --source truc --at 2022-11-25T15:00
grep -q 'middle of a record' stderr || fail "the cut is not told"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) > 300 FROM dossier")" = 1 ] || fail "what came before the cut is lost"
[ "$(sqlite3 motcua.db 'SELECT outcome FROM run')" = partial ] || fail "the cut file passed for a whole one"
# All code lists: status 1-10 (11 is none), channel 1-3 and none (the counter), level 2-4, paid online 1 and 2 but not 3; the due date that a
# request for more has moved, whichever of the two the sender keeps.
python3 - <<'PY'
import json
out = open('codes.ndjson', 'w', encoding='utf-8')
def put(number, **more):
    record = {'MaHoSo': 'H99.22.01-221101-%06d' % number, 'NgayTiepNhan': '20221101080000', 'NgayHenTra': '20221110170000', 'TrangThaiHoSo': '4'}
    record.update(more)
    out.write(json.dumps(record, ensure_ascii=False) + '\n')
for i in range(1, 12):
    put(i, TrangThaiHoSo=str(i) if i % 2 else i)
for i, channel in enumerate(['1', 2, '3', None, '4']):
    put(20 + i, KenhThucHien=channel)
for i, level in enumerate([2, '3', '4']):
    put(30 + i, MucDo=level)
for i, paid in enumerate(['1', 2, '3', None]):
    put(40 + i, DuocThanhToanTrucTuyen=paid, DanhSachLePhi=[{'Gia': '0'}, {'Gia': '15000'}] if i != 2 else [{'Gia': '0'}])
asked = lambda *days: [{'NguoiYeuCauBoSung': 'CÁN BỘ MẪU', 'NgayBoSung': '20221105080000', 'NgayHenTraTruoc': '20221110170000', 'NgayHenTraMoi': d} for d in days]
put(50, DanhSachHoSoBoSung=asked('20221117170000'))
put(51, DanhSachHoSoBoSung=asked('20221117170000', '20221114170000', ''), NgayHenTra='20221110170000')
put(52, DanhSachHoSoBoSung=asked(''))
put(53, DanhSachHoSoBoSung=asked('20221117170000'), NgayHenTra='20221121170000')
put(54, DanhSachHoSoBoSung=asked('mai'))
PY
rm -f motcua.db*
# A word that no list has makes its field unknown and is told; no dossier is lost for it.
expect_code 0 "$bin/motcua" --lang en import codes.ndjson --source truc --at 2022-11-25T15:00
for word in '(9)' '(xxx)' '(99)'; do
  grep -qF "$word" "$work/stderr" "$work/stdout" || { cat "$work/stderr"; fail "not told: $word"; }
done
values() { sqlite3 motcua.db "SELECT COALESCE($1, 'none') FROM dossier WHERE key BETWEEN 'H99.22.01-221101-0000$2' AND 'H99.22.01-221101-0000$3' ORDER BY key" | tr '\n' ' '; }
[ "$(values status 01 11)" = '1 2 3 4 5 6 7 8 9 10 none ' ] || fail "statuses: $(values status 01 11)"
[ "$(values channel 20 29)" = '1 2 3 1 none ' ] || fail "channels: $(values channel 20 29)"
[ "$(values level 30 39)" = '2 3 4 ' ] || fail "levels: $(values level 30 39)"
[ "$(values paid_online 40 49)" = '1 1 0 none ' ] || fail "paid online: $(values paid_online 40 49)"
[ "$(values fee_due 40 49)" = '1 1 0 1 ' ] || fail "fee due: $(values fee_due 40 49)"
[ "$(values "datetime(due_at, 'unixepoch', '+7 hours')" 50 59)" = \
  '2022-11-17 17:00:00 2022-11-17 17:00:00 2022-11-10 17:00:00 2022-11-21 17:00:00 none ' ] || fail "due dates: $(values due_at 50 59)"
[ "$(sqlite3 motcua.db 'SELECT COUNT(*) FROM reject')" = 0 ] || fail "a dossier is lost for a code that is not known"
# A session that ends after three requests, in the middle of the listing: logged in again, nothing lost, nothing twice.
rm -f motcua.db*
cp poll.json motcua.json
start_portal --compose 2500 --seed 11 --to 2022-11-25T15:00 --session-requests 3
sed -i "s|http://127.0.0.1:[0-9]*|$address|" motcua.json
expect_code 0 "$bin/motcua" collect --at 2022-11-25T15:00
rows motcua.db | cmp - polled || fail "a session that ended lost something"
[ "$(curl -s "$address/_portal/state" | sed 's/.*"logins": *\([0-9]*\).*/\1/')" -ge 2 ] || fail "the session did not end"
rm motcua.json
# Another portal's records by its manifest; a source that is polled takes none.
python3 - <<'PY'
import json
json.dump([{'id': '1', 'code': 'H99.22.01-221101-000001', 'agency': {'code': 'H99.22.01', 'name': 'UBND xã Mẫu 01'},
            'acceptedDate': '2022-11-01T08:00:00.000+0700', 'dossierStatus': {'id': 2, 'name': 'Đang xử lý'},
            'applicant': {'data': {'fullname': 'CÔNG DÂN MẪU'}}}], open('igate.json', 'w'), ensure_ascii=False)
PY
rm -f motcua.db*
expect_code 0 "$bin/motcua" import igate.json --manifest igate --source tinh
[ "$(sqlite3 motcua.db "SELECT unit, status, received_at, (SELECT manifest FROM source) FROM dossier")" = 'H99.22.01|4|1667264400|igate' ] ||
  fail "another manifest's records"
expect_code 64 "$bin/motcua" -c poll.json import igate.json --manifest igate --source huyen
# Some 100 MB of records in the memory of one page.
cat lines.ndjson lines.ndjson lines.ndjson lines.ndjson lines.ndjson lines.ndjson lines.ndjson lines.ndjson >long.ndjson
rm -f motcua.db*
cat long.ndjson long.ndjson long.ndjson >longer.ndjson
(in_bounds "$bin/motcua" import - --source truc <longer.ndjson) 2>>stderr || fail "memory"
[ "$(sqlite3 motcua.db 'SELECT new_rows, unchanged FROM run')" = '2500|0' ] || fail "records of a long pipe"
