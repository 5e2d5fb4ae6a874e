"""Chỉ số: the index of 766 and of administrative reform; points lost, and where."""
from kit import *

RULESET = choice('ruleset', 'Bộ chỉ số', '''
SELECT DISTINCT ruleset_title AS __text, ruleset AS __value FROM motcua.v_score_now WHERE depth = 0 ORDER BY 1, 2''')
SCORED_UNIT = choice('unit', 'Đơn vị', '''
SELECT n.unit_name AS __text, n.unit AS __value FROM motcua.v_score_now n JOIN motcua.v_area_unit a ON a.unit = n.unit
WHERE n.is_current AND n.depth = 0 AND n.ruleset = ${ruleset:sqlstring} AND a.area = ${area:sqlstring} ORDER BY n.unit_name, n.unit''')


def make():
    return dashboard('motcua-chi-so', 'Một cửa · Chỉ số', '''Điểm của bộ chỉ số (766, cải cách hành chính): theo lĩnh vực, bị trừ điểm ở đâu và vì
        sao, ai phải có kế hoạch khắc phục, thứ hạng lên xuống.''', [AREA, RULESET, SCORED_UNIT], [
        tiles('Hiệu lực của bộ chỉ số', '''Bộ chỉ số có hiệu lực tại lần tính mới nhất hay không, từ ngày nào đến ngày nào, theo văn bản nào. Hết hiệu
            lực thì điểm chỉ để tham khảo.''', '''
SELECT document AS "Văn bản", said AS "Hiệu lực" FROM motcua.v_ruleset WHERE ruleset = ${ruleset:sqlstring}''', (24, 4), 'Hiệu lực'),
        table('Hạng của tỉnh trong cả nước', '''Theo điểm Cổng Dịch vụ công quốc gia công bố cho năm mới nhất; các tỉnh bằng điểm cùng hạng. Cần một nguồn
            evaluation_national.''', '''
SELECT unit_name AS "Tỉnh", points AS "Điểm", 'hạng ' || place || '/' || places AS "Hạng", observed AS "Công bố"
FROM motcua.v_national WHERE is_home AND is_newest AND period_kind = 'year' ORDER BY unit_name''', (24, 4), {
            'Điểm': column(decimals=2), 'Công bố': column('dateTimeAsLocal')}),
        stat('Điểm và thứ hạng', '''Kỳ chấm hiện tại: điểm của các tiêu chí đã có số liệu (điểm thẩm định nếu đã có, không thì tự chấm), điểm tối đa, điểm bị trừ (không kể tiêu chí chưa có
            số liệu), số tiêu chí chưa có số liệu, hạng trong các đơn vị cùng loại.''', '''
SELECT points AS "Điểm", maximum AS "Tối đa", lost AS "Bị trừ", missing AS "Chưa có số liệu", place AS "Hạng", places AS "Trong số"
FROM motcua.v_score_now
WHERE is_current AND depth = 0 AND ruleset = ${ruleset:sqlstring} AND unit = ${unit:sqlstring}''', (24, 4), decimals=None, fields={
            'Điểm': column(decimals=2, colors=steps(BLUE)), 'Tối đa': column(decimals=2, colors=steps(GRAY)),
            'Bị trừ': column(decimals=2, colors=steps(GREEN, (0.01, RED))), 'Chưa có số liệu': column(colors=steps(GREEN, (1, AMBER))),
            'Trong số': column(colors=steps(GRAY))}),
        series('Điểm theo lĩnh vực', '''Điểm từng lĩnh vực của bộ chỉ số theo ngày, theo lần chấm cuối của ngày đó. Bộ chỉ số đổi phiên bản thì
            đường có thể nhảy.''', '''
SELECT DISTINCT ON (date_trunc('day', observed, 'Asia/Ho_Chi_Minh'), position)
       date_trunc('day', observed, 'Asia/Ho_Chi_Minh') AS time, title AS metric, points AS value
FROM motcua.v_score_history
WHERE $__unixEpochFilter(observed_at) AND depth = 1 AND ruleset = ${ruleset:sqlstring} AND unit = ${unit:sqlstring}
ORDER BY date_trunc('day', observed, 'Asia/Ho_Chi_Minh'), position, observed_at DESC, period_from DESC''', (16, 9), decimals=2),
        bars('Bị trừ điểm theo lĩnh vực', '''Điểm bị trừ trong kỳ chấm hiện tại: điểm tối đa của tiêu chí đã có số liệu trừ điểm đạt được.''', '''
SELECT title AS "Lĩnh vực", lost AS "Bị trừ" FROM motcua.v_score_now
WHERE is_current AND depth = 1 AND ruleset = ${ruleset:sqlstring} AND unit = ${unit:sqlstring}
ORDER BY lost DESC NULLS LAST, position''', 'Lĩnh vực', (8, 9), lying=True, fields={'Bị trừ': column(decimals=2, fixed=RED)}),
        table('Bị trừ điểm ở đâu, vì sao', '''Tiêu chí thành phần bị trừ điểm trong kỳ chấm hiện tại, bị trừ nhiều nhất ở trên. «Còn thiếu»: số hồ sơ hoặc
            đầu việc cần thêm để đạt điểm tối đa.''', '''
SELECT criterion AS "Mã", title AS "Tiêu chí", area_title AS "Lĩnh vực", points AS "Điểm", maximum AS "Tối đa", lost AS "Bị trừ",
       cause AS "Nguyên nhân", rate AS "Tỷ lệ", short_by AS "Còn thiếu", responsible AS "Phụ trách"
FROM motcua.v_score_lost WHERE ruleset = ${ruleset:sqlstring} AND unit = ${unit:sqlstring}
ORDER BY lost DESC, criterion''', (24, 11), {
            'Mã': column(width=80), 'Điểm': column(decimals=2, width=80), 'Tối đa': column(decimals=2, width=80),
            'Bị trừ': column(decimals=2, width=90, colors=steps(AMBER, (1, RED))), 'Tỷ lệ': column('percent', 2, width=100),
            'Còn thiếu': column(width=100)}),
        table('Thứ hạng lên xuống', '''Các đơn vị của địa bàn theo tổng điểm, trong các đơn vị cùng loại. Số dương: tăng hạng so với một tuần
            trước, so với kỳ chấm trước.''', '''
SELECT r.place AS "Hạng", r.unit_name AS "Đơn vị", r.points AS "Điểm", r.maximum AS "Tối đa", r.places_up_week AS "Tuần qua",
       r.points - r.points_week_before AS "Điểm tuần qua", r.places_up_period AS "So kỳ trước",
       r.points - r.points_period_before AS "Điểm so kỳ trước"
FROM motcua.v_score_rank r
WHERE (r.unit IN (SELECT unit FROM motcua.v_area_unit WHERE area = ${area:sqlstring})) IS TRUE AND r.ruleset = ${ruleset:sqlstring} ORDER BY r.place, r.unit_name''', (14, 11), {
            'Hạng': column(width=70), 'Điểm': column(decimals=2), 'Tối đa': column(decimals=2), 'Điểm tuần qua': column(decimals=2),
            'Điểm so kỳ trước': column(decimals=2), 'Tuần qua': column(colors=steps(RED, (0, GRAY), (1, GREEN))),
            'So kỳ trước': column(colors=steps(RED, (0, GRAY), (1, GREEN)))}),
        table('Phải có kế hoạch khắc phục', '''Đơn vị trên địa bàn phải lập kế hoạch khắc phục theo quy định của bộ chỉ số, vì sao, trước ngày nào,
            gửi ai.''', '''
SELECT r.unit_name AS "Đơn vị", r.reason AS "Vì sao", r.due_before AS "Trước ngày", r.due_to AS "Gửi"
FROM motcua.v_remedy r
WHERE (r.unit IN (SELECT unit FROM motcua.v_area_unit WHERE area = ${area:sqlstring})) IS TRUE AND r.ruleset = ${ruleset:sqlstring} ORDER BY r.due_before NULLS LAST, r.unit_name''', (10, 11), {
            'Trước ngày': column('dateTimeAsLocal')}),
    ], 'now-1y')
