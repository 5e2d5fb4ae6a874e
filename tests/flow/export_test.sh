#!/bin/sh
# The commitments of the composed export, polled in the national record shape: every row must equal what was computed apart.
. "$(dirname "$0")/lib.sh"
python3 - "$cases/export/ho-so.csv" <<'EOF'
import csv, json, sys
stamp = lambda text: text and text[6:10] + text[3:5] + text[0:2] + text[11:13] + text[14:16] + '00'
status = {'Đang xử lý': 4, 'Đã trả kết quả': 10, 'Đã xử lý xong': 9, 'Không được tiếp nhận': 3, 'Yêu cầu bổ sung giấy tờ': 5,
          'Công dân yêu cầu rút hồ sơ': 7, 'Dừng xử lý': 8}
channel = {'Trực tiếp': 1, 'Trực tuyến': 2, 'Bưu chính công ích': 3}
records = []
for row in csv.DictReader(open(sys.argv[1], encoding='utf-8-sig')):
    records.append({
        'MaHoSo': row['Mã hồ sơ'], 'MaTTHC': row['Mã TTHC'], 'MaLinhVuc': row['Lĩnh vực'], 'DonViXuLy': row['Đơn vị giải quyết'],
        'ChuHoSo': row['Chủ hồ sơ'], 'SoDienThoai': row['Số điện thoại'], 'MucDo': row['Mức độ DVC'][-1],
        'KenhThucHien': str(channel[row['Hình thức nộp']]), 'NgayTiepNhan': stamp(row['Ngày tiếp nhận']),
        'NgayHenTra': stamp(row['Ngày hẹn trả']), 'NgayKetThucXuLy': stamp(row['Ngày kết thúc xử lý']),
        'NgayTra': stamp(row['Ngày trả kết quả']), 'TrangThaiHoSo': str(status[row['Trạng thái']]),
        'DanhSachLePhi': [] if row['Phí, lệ phí (đồng)'] == '0' else [{'TenPhiLePhi': 'Phí', 'Gia': row['Phí, lệ phí (đồng)']}],
        'DuocThanhToanTrucTuyen': '1' if row['Hình thức thanh toán'] == 'Trực tuyến' else '3',
        'TaiLieuNop': [{'TepDinhKemId': 'x', 'DuocSoHoa': '1' if row['Số hóa thành phần hồ sơ'] == 'Có' else '0'}],
        'DanhSachGiayToKetQua': [{'TenGiayTo': 'x', 'DuongDanTepTinKetQua': 'x/y.pdf' if row['Kết quả điện tử'] == 'Có' else ''}]})
json.dump({'result': records}, open('records.json', 'w', encoding='utf-8'), ensure_ascii=False)
EOF
start_portal --records "$work/records.json"
config_dvcqg
"$bin/motcua" collect --at 2022-11-25T15:00
"$bin/motcua" metrics --period month --of 2022-11 --at 2022-11-25T15:00 --format csv >got.csv
"$bin/motcua" metrics --period week --at 2022-11-25T15:00 --format csv | tail -n +2 >>got.csv
if ! diff -u "$cases/export/expected.csv" got.csv >difference; then
  head -n 40 difference
  fail "$(grep -c '^[-+][^-+]' difference) lines differ"
fi
echo "$(wc -l <got.csv) lines equal"
