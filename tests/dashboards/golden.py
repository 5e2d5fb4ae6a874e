"""What every query of every dashboard answers on seed.sql: worked out by hand from the rows there, never taken from the queries.
A rate is n/d in percent; «còn thiếu» is the smallest whole number of dossiers; forecasts are the rows of seed.sql.
ANY stands for what depends on the hour or the server."""
import datetime


class Any:
    def __eq__(self, other):
        return True

    def __repr__(self):
        return 'ANY'


ANY = Any()


def at(text):
    """Vietnamese wall time."""
    return datetime.datetime.fromisoformat(text + '+07:00')


NOW, BEFORE = at('2022-11-24 00:00'), at('2022-11-17 00:00')
WEEK1, WEEK2, MONTH, YEAR = at('2022-11-11 15:00'), at('2022-11-18 15:00'), at('2022-11-01 00:00'), at('2022-01-01 00:00')
RANGE = at('2022-09-01 00:00'), at('2022-11-24 01:00')
ONLINE, DIGITIZED = 'Nộp trực tuyến', 'Số hóa'
P1, P2, P3 = at('2022-11-22 07:00'), at('2022-11-23 23:00'), at('2022-11-23 22:00')
DAY22, DAY23 = at('2022-11-22 00:00'), at('2022-11-23 00:00')

CHOSEN = {'area': 'T01', 'set': 'mau', 'commitment': '1', 'ruleset': 'thu', 'bucket': 'month'}
# by dashboard; None: as a fresh visitor has it, from the list
UNIT = {'motcua-xa': 'X01', 'motcua-chi-so': 'X01'}

VARIABLES = {
    'area': [('Toàn bộ', 'ALL'), ('Tỉnh Mẫu', 'T01')],
    'set': [('mau', 'mau')],
    'commitment': [(ONLINE, '1'), (DIGITIZED, '2')],
    'ruleset': [('Bộ thử', 'thu')],
    'source': [('Cổng tỉnh', 'cong-tinh'), ('quoc-gia', 'quoc-gia')],
    'motcua-cam-ket unit': [('Xã An', 'X01'), ('Xã Bình', 'X02')],
    'motcua-xa unit': [('Xã An', 'X01'), ('Xã Bình', 'X02')],
    'motcua-tien-do unit': [('Tỉnh Mẫu', 'T01'), ('Xã An', 'X01'), ('Xã Bình', 'X02')],
    'motcua-chi-so unit': [('Xã An', 'X01'), ('Xã Bình', 'X02')],
}

PANELS = {
    'motcua-cam-ket': {
        # X01 keeps online 90/100, not digitized 60/100; X02 digitized 40/50, not online 40/50
        'Đơn vị đạt đủ cam kết': [(0, 2)],
        'Đơn vị còn cam kết chưa đạt': [(2,)],
        'Hồ sơ còn thiếu': [(3 + 10,)],                      # 85 % of 50 is 42.5: 3 more than 40; 70 % of 100: 10 more than 60
        'Dự báo không đạt cuối kỳ': [(1,)],                  # digitized of X01: 68 % at the most
        'Cả địa bàn': [
            # 130/150, aim 85; the forecast reaches down to 83. Not kept: X02
            (ONLINE, 86.67, 85, 'near', 130, 150, 0, '83,00–88,00%', 7, 1),
            # 100/150, aim 70: 105. Not kept: X01
            (DIGITIZED, 66.67, 70, 'no', 100, 150, 5, '64,00–69,00%', 7, 1)],
        'Tỷ lệ lũy kế trong kỳ của địa bàn': [
            (BEFORE, ONLINE, 88.89), (BEFORE, DIGITIZED, 64.71), (NOW, ONLINE, 86.67), (NOW, DIGITIZED, 66.67)],
        'Từng đơn vị theo tuần: hơn hay kém chỉ tiêu (điểm phần trăm)': [
            (WEEK1, 'Xã An', 5), (WEEK1, 'Xã Bình', -15), (WEEK2, 'Xã An', -5), (WEEK2, 'Xã Bình', 15)],
        'Ai còn thiếu, thiếu bao nhiêu': [
            # (60 + x)/(100 + x) >= 70 %: x = 34; 60 - 40 points
            ('Xã An', DIGITIZED, 60, 70, 10, 34, 20, '55,00–68,00%', 'no'),
            # (40 + x)/(50 + x) >= 85 %: x = 17; 80 - 66.67
            ('Xã Bình', ONLINE, 80, 85, 3, 17, 13.33, '78,00–87,00%', 'near')],
        'Đạt sát mức: đang đạt, dự báo có thể trượt': [('Xã Bình', DIGITIZED, 80, 70, '66,00–82,00%', -20)],
        'Bảng xếp hạng': [(1, 'Xã Bình', 1, 2, 3, None), (2, 'Xã An', 1, 2, 10, None)],
    },
    'motcua-xa': {
        'Cam kết trong kỳ hiện tại': [(ONLINE, '● 90,00% / 85%'), (DIGITIZED, '▲ 60,00% / 70%')],
        'Hồ sơ đang giữ': [(30, 2, 3, 1, 10)],               # o2 fell due ten days ago
        'Thứ hạng': [(2, 1, 10)],
        'Các cam kết theo tuần': [(WEEK1, ONLINE, 90), (WEEK1, DIGITIZED, 50), (WEEK2, ONLINE, 80)],
        'So với trung vị các đơn vị cùng loại': [(WEEK1, 90, 80, 85), (WEEK2, 80, 90, 85)],
        'Hồ sơ quá hạn theo số ngày': [('1–3 ngày', 1), ('4–7 ngày', 0), ('8–30 ngày', 1), ('trên 30 ngày', 0)],
        'Đang giải quyết theo lĩnh vực': [('Đất đai', 0, 2), ('Hộ tịch (LV07)', 1, 0)],
        'Còn phải làm': [
            # 90 - 100 points
            (ONLINE, 90, 100, 90, 85, 'yes', 0, 0, -10, '86,00–92,00%', 'yes'),
            (DIGITIZED, 60, 100, 60, 70, 'no', 10, 34, 20, '55,00–68,00%', 'no')],
    },
    'motcua-tien-do': {
        # all three are chosen; the communes lie in the province, so it alone is counted
        'Kỳ hiện tại': [(150, 120, 4, 45, 2)],
        # the samples have 'received' of the month at T alone
        'Tiếp nhận và giải quyết': [(MONTH, 150, 120)],
        'Đang giải quyết và quá hạn': [(BEFORE, 37, 0), (NOW, 45, 2)],
        'Đang giải quyết theo lĩnh vực': [('Hộ tịch (LV07)', 2, 0), ('Đất đai', 0, 2)],
        # October: f4, 10 days. November: 2, 4 and 6 days; nine tenths of the way from 2 to 6 in two steps: 5.6
        'Thời gian giải quyết (ngày)': [(at('2022-10-01 00:00'), 10, 10), (MONTH, 4, 5.6)],
        'Theo đơn vị': [('Tỉnh Mẫu', 150, 120, 96.67, 45, 2, 4, 1), ('Xã An', 100, 80, 95, 30, 2, 3, 1), ('Xã Bình', 50, 40, 100, 15, 0, 1, 0)],
        'Thời gian giải quyết theo lĩnh vực': [('Đất đai', 3, 4, 5, 5.6, 33.33), ('Hộ tịch (LV07)', 1, 10, 10, 10, 0)],
    },
    'motcua-chi-so': {
        'Hiệu lực của bộ chỉ số': [('Quyết định thử', '▲ hết hiệu lực: từ 01/01/2021 đến 31/12/2021')],
        'Hạng của tỉnh trong cả nước': [('Tỉnh Mẫu', 66.08, 'hạng 2/4', P1)],
        'Điểm và thứ hạng': [(12, 20, 6, 1, 2, 2)],          # of 18 that are known
        'Điểm theo lĩnh vực': [(BEFORE, 'Thủ tục', 6), (BEFORE, 'Chính quyền điện tử', 4), (NOW, 'Thủ tục', 7), (NOW, 'Chính quyền điện tử', 5)],
        'Bị trừ điểm theo lĩnh vực': [('Thủ tục', 3), ('Chính quyền điện tử', 3)],
        'Bị trừ điểm ở đâu, vì sao': [
            ('A.1', 'Giải quyết đúng hạn', 'Thủ tục', 7, 10, 3, 'đúng hạn 70 %', 70, 3, 'Văn phòng'),
            ('B.1', 'Trực tuyến', 'Chính quyền điện tử', 5, 8, 3, 'chưa đủ', None, None, None)],
        'Thứ hạng lên xuống': [(1, 'Xã Bình', 15, 20, 1, 6, None, None), (2, 'Xã An', 12, 20, -1, 2, None, None)],
        'Phải có kế hoạch khắc phục': [('Xã An', 'lĩnh vực B dưới 75 %', at('2023-01-15 00:00'), 'Sở Nội vụ')],
    },
    'motcua-du-lieu': {
        'Nguồn thu thập đủ lần cuối': [(1, 1, 0)],
        'Nguồn cũ nhất': [(42 * 3600,)],                     # 01:00 on the 24th less 07:00 on the 22nd
        'Chất lượng': [(2, 1)],
        'Độ mới của từng nguồn': [
            ('Cổng tỉnh', 'partial', P2, P1, 14, 10, 4, 'tính', 'thiếu trang 3'),
            ('quoc-gia', 'complete', P3, P3, None, 5, None, 'để so sánh', None)],
        'Kết quả từng lần thu thập': [(DAY22, 'Cổng tỉnh', 0), (DAY23, 'Cổng tỉnh', 1), (DAY23, 'quoc-gia', 0)],
        'Bản ghi không đọc được': [(P1, 'Cổng tỉnh', 0), (P3, 'quoc-gia', 0), (P2, 'Cổng tỉnh', 2)],
        'Lần thu thập không đủ': [(P2, 'Cổng tỉnh', 'partial', 14, 10, 4, 'thiếu trang 3')],
        'Bản ghi hỏng theo lý do': [('cong-tinh', 'due_at', 'not a date', 2, P1, P2)],
        'Số liệu lẽ ra phải khớp': [
            (MONTH, 'month', 'Xã An', 'ONLINE', 'cong-tinh', '9/10', 'quoc-gia', '7/10', 20),
            (MONTH, 'month', 'Xã An', 'online_rate', 'tự đếm', '90/100', 'công bố', '85/100', 5)],
        'Đẳng thức không đúng': [('Xã An', MONTH, 'finished = early + on_time + late', 80, 78, 2)],
    },
    'motcua-van-hanh': {
        'Trong khoảng thời gian đang xem': [(3, 1, 15, 2, 3500)],
        'Hàng đợi (outbox)': [(3, 1, 20)],
        'Bản ghi mỗi lần thu thập': [(DAY22, 10, 0, 0, 0), (DAY23, 5, 2, 8, 2)],
        'Thời gian mỗi lần thu thập': [(P1, 'Cổng tỉnh', 500), (P3, 'quoc-gia', 250), (P2, 'Cổng tỉnh', 1000)],
        'Tốc độ': [(P1, 'Cổng tỉnh', 20), (P3, 'quoc-gia', 20), (P2, 'Cổng tỉnh', 10)],
        'Hàng đợi theo thời gian': [(DAY23, 'may-1', 0), (P2, 'may-1', 4)],
        'Lần thu thập gần đây': [
            (P2, 'Cổng tỉnh', 'partial', 10, 0, 2, 2, 2, 2000, 1000), (P3, 'quoc-gia', 'complete', 5, 5, 0, 0, 1, 500, 250),
            (P1, 'Cổng tỉnh', 'complete', 10, 10, 0, 0, 1, 1000, 500)],
        'Hỏi lại cổng: vì sao, chờ bao lâu': [(P2, 'Cổng tỉnh', 3, 7000, 'status 503')],
        'Bảng lớn nhất': ANY,                                # of the server's own making
        'Lược đồ': ANY,
    },
}

# What Grafana shows of some of these rows: column: (text, colour) of each row, from the panel's unit, decimals, mappings, thresholds and overrides.
# Grafana writes numbers in English; None: the colour of any text. Colours of the house: good, near, bad, plain.
GOOD, NEAR, BAD, GREY, BLUE = '#2e9e62', '#d9922b', '#c8402f', '#7c8591', '#3b78c4'
SHOWN = {
    ('motcua-cam-ket', 'Đơn vị đạt đủ cam kết'): {'Đạt đủ': [('0', GOOD)], 'Có số liệu': [('2', GREY)]},
    ('motcua-cam-ket', 'Đơn vị còn cam kết chưa đạt'): {'Chưa đạt': [('2', BAD)]},
    ('motcua-cam-ket', 'Cả địa bàn'): {'Tỷ lệ': [('86.67%', None), ('66.67%', None)], 'Chỉ tiêu': [('85%', None), ('70%', None)], 'Kết quả': [('◊ đạt sát mức', NEAR), ('▲ chưa đạt', BAD)], 'Còn thiếu': [('0', GOOD), ('5', BAD)],
                                       'Đơn vị chưa đạt': [('1', BAD), ('1', BAD)]},
    ('motcua-cam-ket', 'Từng đơn vị theo tuần: hơn hay kém chỉ tiêu (điểm phần trăm)'): {
        'Xã An': [('5.0', GOOD), ('-5.0', NEAR)], 'Xã Bình': [('-15.0', BAD), ('15.0', GOOD)]},
    ('motcua-cam-ket', 'Ai còn thiếu, thiếu bao nhiêu'): {'Còn thiếu': [('10', BAD), ('3', NEAR)], '7 ngày qua': [('20.00', GOOD), ('13.33', GOOD)],
                                                          'Khi hết kỳ': [('▲ chưa đạt', BAD), ('◊ chưa chắc', NEAR)]},
    ('motcua-xa', 'Hồ sơ đang giữ'): {'Quá hạn': [('2', BAD)], 'Lâu nhất (ngày)': [('10', BAD)]},
    ('motcua-chi-so', 'Điểm và thứ hạng'): {'Điểm': [('12.00', BLUE)], 'Bị trừ': [('6.00', BAD)]},
    ('motcua-chi-so', 'Thứ hạng lên xuống'): {'Tuần qua': [('1', GOOD), ('-1', BAD)]},
    ('motcua-du-lieu', 'Kết quả từng lần thu thập'): {'Cổng tỉnh': [('đủ', GOOD), ('thiếu', NEAR)]},
    ('motcua-van-hanh', 'Hàng đợi (outbox)'): {'Đầy': [('20.0%', GOOD)], 'Để riêng': [('1', BAD)]},
}

# At the range's end, an hour after T; hours since the last complete poll: 01:00 on the 24th less 07:00 on the 22nd, less 22:00 on the 23rd.
ALERTS = {
    'motcua-se-khong-dat': [(NOW, ONLINE, 0), (NOW, DIGITIZED, 2)],
    'motcua-qua-han': [(NOW, 'Xã An', 2), (NOW, 'Xã Bình', 0)],
    'motcua-nguon-cu': [(at('2022-11-24 01:00'), 'Cổng tỉnh', 42), (at('2022-11-24 01:00'), 'quoc-gia', 3)],
    'motcua-hang-doi': [(DAY23, 'may-1', 0), (P2, 'may-1', 4)],
}

# The same panels with other choices: dashboard, choices, panel, rows.
CHOICES = [
    ('motcua-tien-do', {'bucket': 'week', 'unit': ['X01', 'X02']}, 'Tiếp nhận và giải quyết', [(WEEK1, 20, 17), (WEEK2, 21, 14)]),
    ('motcua-tien-do', {'unit': ['X01', 'X02']}, 'Kỳ hiện tại', [(150, 120, 4, 45, 2)]),
    ('motcua-tien-do', {'unit': ['X02']}, 'Kỳ hiện tại', [(50, 40, 0, 15, 0)]),
    # weeks of the calendar: f4 on Sunday 30/10, f1 and f2 on 3 and 5/11 (2 and 4 days), f3 on Wednesday 16/11
    ('motcua-tien-do', {'bucket': 'week'}, 'Thời gian giải quyết (ngày)',
     [(at('2022-10-24 00:00'), 10, 10), (at('2022-10-31 00:00'), 3, 3.8), (at('2022-11-14 00:00'), 6, 6)]),
    ('motcua-cam-ket', {'unit': ['X02']}, 'Ai còn thiếu, thiếu bao nhiêu', [('Xã Bình', ONLINE, 80, 85, 3, 17, 13.33, '78,00–87,00%', 'near')]),
    ('motcua-cam-ket', {'area': 'ALL'}, 'Tỷ lệ lũy kế trong kỳ của địa bàn',
     [(BEFORE, ONLINE, 88.89), (BEFORE, DIGITIZED, 64.71), (NOW, ONLINE, 86.67), (NOW, DIGITIZED, 66.67)]),
    ('motcua-cam-ket', {'commitment': '2'}, 'Từng đơn vị theo tuần: hơn hay kém chỉ tiêu (điểm phần trăm)', [(WEEK1, 'Xã An', -20), (WEEK1, 'Xã Bình', 10)]),
    ('motcua-xa', {'unit': 'X02'}, 'Cam kết trong kỳ hiện tại', [(ONLINE, '▲ 80,00% / 85%'), (DIGITIZED, '◊ 80,00% / 70% sát mức')]),
    ('motcua-xa', {'unit': 'X02'}, 'Hồ sơ đang giữ', [(15, 0, 1, 0, None)]),
    ('motcua-du-lieu', {'source': ['quoc-gia']}, 'Chất lượng', [(0, 1)]),
]
