"""Cam kết: an area at a glance; who is short and by how much; what the month will end with."""
from kit import *

LATEST_OF_DAY = '''
SELECT DISTINCT ON (1, 2) date_trunc('day', s.observed, 'Asia/Ho_Chi_Minh') AS time, t.title AS metric, s.rate AS value
FROM motcua.v_metric_sample s
JOIN motcua.v_target t ON t.metric = s.metric AND t.period_kind = s.period_kind
WHERE $__unixEpochFilter(s.observed_at) AND s.observed <= s.period_to AND s.rate IS NOT NULL
  AND s.unit = ${area:sqlstring} AND t.set_name = ${set:sqlstring}
ORDER BY 1, 2, s.observed_at DESC, s.period_from DESC'''


def make():
    return dashboard('motcua-cam-ket', 'Một cửa · Cam kết', '''Đơn vị nào giữ cam kết, đơn vị nào chưa, còn thiếu bao nhiêu hồ sơ,
        cuối kỳ sẽ ra sao nếu công việc tiếp tục như vừa qua.''', [AREA, UNITS, SET, COMMITMENT], [
        stat('Đơn vị đạt đủ cam kết', '''Số đơn vị đạt mọi cam kết có phát sinh hồ sơ trong kỳ hiện tại. Cam kết không phát sinh thì không
            tính là đạt hay không đạt.''', '''
SELECT COUNT(*) FILTER (WHERE judged > 0 AND kept = judged) AS "Đạt đủ", COUNT(*) FILTER (WHERE judged > 0) AS "Có số liệu"
FROM motcua.v_standing WHERE set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])''', fields={
                'Đạt đủ': column(colors=steps(GREEN)), 'Có số liệu': column(colors=steps(GRAY))}),
        stat('Đơn vị còn cam kết chưa đạt', '''Số đơn vị có ít nhất một cam kết chưa đạt trong kỳ hiện tại.''', '''
SELECT COUNT(*) FILTER (WHERE kept < judged) AS "Chưa đạt"
FROM motcua.v_standing WHERE set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])''', colors=steps(GREEN, (1, RED))),
        stat('Hồ sơ còn thiếu', '''Tổng số hồ sơ trong kỳ phải đổi từ chưa đạt sang đạt yêu cầu để mọi đơn vị giữ đủ cam kết.''', '''
SELECT COALESCE(SUM(short_total), 0) AS "Hồ sơ"
FROM motcua.v_standing WHERE set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])''', colors=steps(GREEN, (1, RED))),
        stat('Dự báo không đạt cuối kỳ', '''Số đơn vị có ít nhất một cam kết mà cả khoảng dự báo cuối kỳ
            đều dưới chỉ tiêu.''', '''
SELECT COUNT(DISTINCT unit) AS "Đơn vị" FROM motcua.v_forecast
WHERE is_bound AND forecast_state = 'no' AND set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])''',
             colors=steps(GREEN, (1, AMBER))),
        table('Cả địa bàn', '''Từng cam kết tính gộp cho cả địa bàn: cộng tử số và mẫu số của các đơn vị, không lấy trung bình các tỷ lệ.
            «Còn thiếu» là số hồ sơ phải đổi; dự báo là khoảng của tỷ lệ cuối kỳ nếu công việc tiếp tục như vừa qua, đúng khoảng bốn trong năm lần. «Đạt sát mức»: đang đạt nhưng dự báo có thể xuống dưới chỉ tiêu.''', '''
SELECT f.title AS "Cam kết", f.rate AS "Tỷ lệ", f.target AS "Chỉ tiêu",
       CASE WHEN f.is_near THEN 'near' ELSE f.kept END AS "Kết quả", f.numerator AS "Đạt",
       f.denominator AS "Tổng số", f.fix_existing AS "Còn thiếu", f.forecast_said AS "Dự báo cuối kỳ", f.days_left AS "Còn lại",
       COALESCE(b.units, 0) AS "Đơn vị chưa đạt"
FROM motcua.v_forecast f
LEFT JOIN (SELECT position, COUNT(*) AS units FROM motcua.v_commitment
           WHERE kept = 'no' AND set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])
           GROUP BY position) b ON b.position = f.position
WHERE f.set_name = ${set:sqlstring} AND f.unit = ${area:sqlstring} ORDER BY f.position''', (15, 8), {
            'Tỷ lệ': column('percent', 2), 'Chỉ tiêu': column('percent', 0), 'Kết quả': column(mappings=[KEPT]),
            'Còn thiếu': column(colors=steps(GREEN, (1, RED))), 'Còn lại': column('d', 1),
            'Đơn vị chưa đạt': column(colors=steps(GREEN, (1, RED)))}),
        series('Tỷ lệ lũy kế trong kỳ của địa bàn', '''Mỗi ngày một điểm: tỷ lệ từ đầu kỳ (tháng hoặc năm, theo bộ cam kết) đến lần thu thập
            cuối của ngày đó. Sang kỳ mới thì tính lại từ đầu.''', LATEST_OF_DAY, (9, 8), unit='percent', decimals=2),
        history('Từng đơn vị theo tuần: hơn hay kém chỉ tiêu (điểm phần trăm)', '''Tỷ lệ của riêng hồ sơ trong tuần (từ 15 giờ thứ Sáu trước đến 15 giờ
            thứ Sáu) trừ chỉ tiêu của cam kết đã chọn. Xanh: từ chỉ tiêu trở lên; vàng: kém không quá 10 điểm; đỏ: kém hơn. Ô trống: không phát
            sinh.''', '''
SELECT m.starts AS time, u.label AS metric, m.above AS value
FROM motcua.v_target_period m
JOIN motcua.v_unit u ON u.unit = m.unit
WHERE $__unixEpochFilter(m.starts_at) AND m.period_kind = 'week' AND m.unit = ANY (ARRAY[${unit:sqlstring}]::text[])
  AND m.set_name = ${set:sqlstring} AND m.position::text = ${commitment:sqlstring}
  AND (m.unit_kinds = '' OR position(' ' || u.kind || ' ' IN m.unit_kinds) > 0)
ORDER BY 1, 2''', (24, 14), unit='none', decimals=1, colors=steps(RED, (-10, AMBER), (0, GREEN))),
        table('Ai còn thiếu, thiếu bao nhiêu', '''Cam kết chưa đạt trong kỳ hiện tại. «Còn thiếu»: số hồ sơ của kỳ phải đổi thành đạt; «Hoặc hồ
            sơ mới»: số hồ sơ mới đều đạt cần có thêm; «7 ngày qua»: thay đổi của tỷ lệ lũy kế, điểm phần trăm.''', '''
SELECT unit_name AS "Đơn vị", title AS "Cam kết", rate AS "Tỷ lệ", target AS "Chỉ tiêu", fix_existing AS "Còn thiếu",
       need_new AS "Hoặc hồ sơ mới", change_7_days AS "7 ngày qua", forecast_said AS "Dự báo cuối kỳ", forecast_state AS "Khi hết kỳ"
FROM motcua.v_forecast
WHERE is_bound AND kept = 'no' AND set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])
ORDER BY fix_existing DESC, unit_name, position''', (24, 12), {
            'Tỷ lệ': column('percent', 2), 'Chỉ tiêu': column('percent', 0), 'Còn thiếu': column(colors=steps(GREEN, (1, AMBER), (10, RED))),
            '7 ngày qua': column(decimals=2, colors=steps(RED, (0, GREEN))), 
            'Khi hết kỳ': column(mappings=[AT_END])}),
        table('Đạt sát mức: đang đạt, dự báo có thể trượt', '''Cam kết hiện đạt, nhưng dự báo cuối kỳ có thể xuống dưới chỉ tiêu.''', '''
SELECT unit_name AS "Đơn vị", title AS "Cam kết", rate AS "Tỷ lệ", target AS "Chỉ tiêu", forecast_said AS "Dự báo cuối kỳ",
       change_7_days AS "7 ngày qua"
FROM motcua.v_forecast
WHERE is_bound AND is_near AND set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])
ORDER BY forecast_low - target, unit_name, position''', (12, 10), {
            'Tỷ lệ': column('percent', 2), 'Chỉ tiêu': column('percent', 0), 
            '7 ngày qua': column(decimals=2, colors=steps(RED, (0, GREEN)))}),
        table('Bảng xếp hạng', '''Xếp theo điểm đã công bố nếu có; không thì theo số cam kết đạt rồi đến số hồ sơ còn thiếu (ít hơn xếp trên).
            Bằng nhau thì cùng hạng. Hạng là trong toàn bộ các đơn vị của bộ cam kết.''', '''
SELECT rank AS "Hạng", COALESCE(unit_name, unit) AS "Đơn vị", kept AS "Đạt", judged AS "Trên", short_total AS "Còn thiếu", points AS "Điểm"
FROM motcua.v_league WHERE rank IS NOT NULL AND set_name = ${set:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])
ORDER BY rank, unit_name''', (12, 10), {
            'Hạng': column(width=70), 'Điểm': column(decimals=2), 'Còn thiếu': column(colors=steps(GREEN, (1, RED)))}),
    ], 'now-90d')
