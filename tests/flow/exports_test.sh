#!/bin/sh
# Exports of other words and layouts, as a new clerk brings them: what is read, and what the digest says. Composed; no real person.
. "$(dirname "$0")/lib.sh"
MOTCUA_LANG=vi MOTCUA_NOW=2026-11-27T15:00
export MOTCUA_LANG MOTCUA_NOW
echo '{"store": "sqlite:motcua.db", "sources": []}' >motcua.json

# iGate's list: the procedure's code stands in front of its name, the moment behind the span in one title.
cat >igate.csv <<END
ỦY BAN NHÂN DÂN TỈNH MẪU
DANH SÁCH HỒ SƠ TIẾP NHẬN VÀ GIẢI QUYẾT
"(Từ ngày 01/10/2026 đến ngày 31/10/2026, thời điểm kết xuất: 07:30 02/11/2026)"

STT,Số hồ sơ,Thủ tục,Chủ hồ sơ,Cơ quan giải quyết,Hình thức nhận,Mức độ dịch vụ,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái
1,H99.101-261001-0001,1.001193 - Đăng ký khai sinh,Trần Thị Thử,UBND xã Mẫu Đông,Trực tuyến,Toàn trình,01/10/2026,06/10/2026,03/10/2026,Đã trả kết quả
2,H99.101-261002-0002,1.001193 - Đăng ký khai sinh,Trần Thị Hai,UBND xã Mẫu Đông,Trực tiếp,Một phần,02/10/2026,07/10/2026,,"Đã xử lý xong, chờ trả"
3,H99.101-261002-0003,Chứng thực bản sao (2.000815),Trần Thị Ba,UBND xã Mẫu Đông,Bưu chính công ích,Cung cấp thông tin,02/10/2026,07/10/2026,,Đang xử lý
4,H99.101-261003-0004,Việc của ông Trần Văn Bốn,Trần Văn Bốn,UBND xã Mẫu Đông,Trực tiếp,DVC khác,03/10/2026,08/10/2026,,Đang xử lý
END
expect_code 0 "$bin/motcua" import igate.csv
grep -q 'tính đến 07:30 02/11/2026 (theo tiêu đề)' stderr || { cat stderr; fail "the moment of the title"; }
grep -q 'mức độ: chưa biết từ “DVC khác”: để trống ở 1 dòng' stderr || { cat stderr; fail "an unknown word is not told"; }
sqlite3 motcua.db "SELECT substr(code, -4), COALESCE(procedure, '-'), channel, COALESCE(level, '-'), COALESCE(status, '-') FROM dossier ORDER BY code" >rows
cat >wanted <<END
0001|1.001193|2|4|10
0002|1.001193|1|3|9
0003|2.000815|3|2|4
0004|-|1|-|4
END
diff wanted rows || fail "what was read of igate.csv"
[ "$(sqlite3 motcua.db "SELECT code || ' ' || name FROM catalogue WHERE kind = 'procedure'")" = '1.001193 Đăng ký khai sinh' ] || fail "the name without its code"
! sqlite3 motcua.db .dump | grep -q 'Trần' || fail "a person is kept"
# a name alone gives no code, so how many procedures there were stays unknown and is not 0
"$bin/motcua" metrics --metric all --of 2026-10 --period month --format csv | grep -q . || fail metrics
[ "$(sqlite3 motcua.db "SELECT knows >> $(python3 - <<END
import re, os
s = open(os.environ['MOTCUA_SRC'] + '/src/rows/dossier.h', encoding='utf-8').read()
print(re.findall(r'X\((\w+), "', s).index('PROCEDURE'))
END
) & 1 FROM source")" = 0 ] || fail "a column of names makes the procedure of every dossier known"
echo "ok: iGate's list"

# OpenCPS' list in UTF-16 and in Windows-1258 is the same list
python3 - <<'END'
import unicodedata
rows = ['Mã hồ sơ;Tên thủ tục hành chính;Đơn vị thụ lý;Kênh tiếp nhận;Mức độ dịch vụ;Ngày tiếp nhận;Hạn xử lý;Ngày hoàn thành;Tình trạng',
        '000.00.22.H99-261101-0001;Đăng ký thường trú;UBND xã Mẫu Nam;Nộp trực tuyến;Mức độ 4; 01/11/2026 08:05:00 SA;06/11/2026 05:00:00 CH;04/11/2026;Hoàn thành',
        '000.00.22.H99-261102-0002;Đăng ký thường trú;UBND xã Mẫu Nam;Tại quầy;Mức độ 3; 02/11/2026 01:30:00 CH;07/11/2026 05:00:00 CH;;Chờ bổ sung']
text = '\r\n'.join(rows) + '\r\n'
open('utf16.csv', 'wb').write(text.encode('utf-16'))
out = b''
for c in text:
    try:
        out += c.encode('cp1258')
        continue
    except UnicodeEncodeError:
        pass
    marks = unicodedata.normalize('NFD', c)
    tones = [m for m in marks[1:] if m in '̣̀́̃̉']
    base = unicodedata.normalize('NFC', marks[0] + ''.join(m for m in marks[1:] if m not in tones))
    out += base.encode('cp1258') + ''.join(tones).encode('cp1258')
open('w1258.csv', 'wb').write(out)
END
for file in utf16 w1258; do
  rm -f motcua.db
  expect_code 0 "$bin/motcua" import $file.csv
  sqlite3 motcua.db "SELECT code, channel, level, status, datetime(received_at + 25200, 'unixepoch'), datetime(due_at + 25200, 'unixepoch'),
    COALESCE(datetime(finished_at + 25200, 'unixepoch'), '-') FROM dossier ORDER BY code" >rows
  cat >wanted <<END
000.00.22.H99-261101-0001|2|4|9|2026-11-01 08:05:00|2026-11-06 17:00:00|2026-11-04 00:00:00
000.00.22.H99-261102-0002|1|3|5|2026-11-02 13:30:00|2026-11-07 17:00:00|-
END
  diff wanted rows || fail "what was read of $file.csv"
done
echo "ok: OpenCPS' list"

# Who received and who handles: both units get their names; where one column tells a unit, it is the unit, whatever the column is called.
rm -f motcua.db
cat >hai.csv <<END
Mã hồ sơ,Đơn vị xử lý,Nơi tiếp nhận,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái
H99-261102-0001,UBND xã Một,Trung tâm Phục vụ hành chính công tỉnh,02/11/2026,14/11/2026,Đang xử lý
H99-261102-0002,UBND xã Một,UBND xã Một,02/11/2026,14/11/2026,Đang xử lý
END
cat >mot.csv <<END
Mã hồ sơ,Nơi tiếp nhận,Ngày tiếp nhận,Ngày hẹn trả,Trạng thái
H99.102-261102-0003,Phường Mẫu Bắc,02/11/2026,14/11/2026,Đang xử lý
END
expect_code 0 "$bin/motcua" import hai.csv
grep -q '2 đơn vị mới: ' stderr || { cat stderr; fail "new units"; }
expect_code 0 "$bin/motcua" import mot.csv --source so
sqlite3 motcua.db "SELECT substr(d.code, -4), u.name, COALESCE(r.name, '-') FROM dossier d JOIN unit u ON u.code = d.unit
  LEFT JOIN unit r ON r.code = d.receiving_unit ORDER BY d.code" >rows
cat >wanted <<END
0001|UBND xã Một|Trung tâm Phục vụ hành chính công tỉnh
0002|UBND xã Một|-
0003|Phường Mẫu Bắc|-
END
diff wanted rows || fail "who received and who handles"
[ "$(sqlite3 motcua.db "SELECT COUNT(*) FROM unit WHERE name IS NULL")" = 0 ] || fail "a unit without its name"
echo "ok: units"
