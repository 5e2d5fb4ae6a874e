"""Xã: one unit, as its head sees it on a phone."""
from kit import *


def make():
    return dashboard('motcua-xa', 'Một cửa · Xã', '''Một đơn vị: các cam kết, hồ sơ đang giữ và quá hạn, so với trung vị của các đơn vị cùng loại
        trên địa bàn.''', [AREA, ONE_UNIT, SET, COMMITMENT], [
        tiles('Cam kết trong kỳ hiện tại', '''Tỷ lệ lũy kế từ đầu kỳ / chỉ tiêu. ● đạt, ◊ đạt sát mức (dự báo cuối kỳ có thể xuống dưới chỉ tiêu), ▲ chưa đạt, ○ không phát sinh, – chưa có số liệu.
            Đạt hay không được so bằng số hồ sơ, không phải bằng tỷ lệ đã làm tròn.''', '''
SELECT s.title AS "Cam kết",
       CASE WHEN f.is_near THEN '◊ ' || substr(s.said, 3) || ' sát mức' ELSE s.said END AS "Kết quả"
FROM motcua.v_commitment_said s
LEFT JOIN motcua.v_forecast f ON f.set_name = s.set_name AND f.unit = s.unit AND f.position = s.position
WHERE s.set_name = ${set:sqlstring} AND s.unit = ${unit:sqlstring} ORDER BY s.position''', (24, 5), 'Kết quả'),
        stat('Hồ sơ đang giữ', '''Tại lần tính mới nhất: đang giải quyết; đã quá ngày hẹn trả; còn không quá 3 ngày đến hẹn; đang chờ người
            dân bổ sung hoặc nộp phí; quá hạn lâu nhất (số ngày, tính cả ngày mới bắt đầu).''', '''
SELECT MAX(c.value) FILTER (WHERE c.counter = 'open') AS "Đang giải quyết",
       MAX(c.value) FILTER (WHERE c.counter = 'open_overdue') AS "Quá hạn",
       MAX(c.value) FILTER (WHERE c.counter = 'open_due_soon') AS "Sắp đến hạn",
       MAX(c.value) FILTER (WHERE c.counter = 'waiting') AS "Chờ người dân",
       (SELECT MAX(a.days_longest) FROM motcua.v_overdue_ageing a WHERE a.unit = ${unit:sqlstring}) AS "Lâu nhất (ngày)"
FROM motcua.v_count_now c WHERE c.unit = ${unit:sqlstring} AND c.period_kind = 'month'
  AND c.counter IN ('open', 'open_overdue', 'open_due_soon', 'waiting')''', (16, 4), fields={
            'Quá hạn': column(colors=steps(GREEN, (1, RED))), 'Sắp đến hạn': column(colors=steps(GREEN, (1, AMBER))),
            'Lâu nhất (ngày)': column(colors=steps(GREEN, (1, AMBER), (8, RED)))}),
        stat('Thứ hạng', '''Hạng theo cam kết trong toàn bộ các đơn vị (điểm công bố nếu có, không thì số cam kết đạt, rồi số hồ sơ còn thiếu);
            số cam kết đạt; tổng hồ sơ còn thiếu.''', '''
SELECT rank AS "Hạng", kept AS "Cam kết đạt", short_total AS "Hồ sơ còn thiếu"
FROM motcua.v_league WHERE set_name = ${set:sqlstring} AND unit = ${unit:sqlstring}''', (8, 4), fields={
            'Hồ sơ còn thiếu': column(colors=steps(GREEN, (1, RED)))}),
        series('Các cam kết theo tuần', '''Tỷ lệ của riêng hồ sơ trong từng tuần (15 giờ thứ Sáu đến 15 giờ thứ Sáu sau), không phải lũy kế.''', '''
SELECT m.starts AS time, t.title AS metric, m.rate AS value
FROM motcua.v_metric_period m JOIN motcua.v_target t ON t.metric = m.metric
WHERE $__unixEpochFilter(m.starts_at) AND m.period_kind = 'week' AND m.rate IS NOT NULL
  AND m.unit = ${unit:sqlstring} AND t.set_name = ${set:sqlstring}
ORDER BY 1, 2''', unit='percent', decimals=1, high=100),
        series('So với trung vị các đơn vị cùng loại', '''Tỷ lệ theo tuần của cam kết đã chọn: đơn vị này, trung vị của các đơn vị cùng loại trên
            địa bàn (một nửa cao hơn, một nửa thấp hơn), và chỉ tiêu.''', '''
SELECT m.starts AS time, MAX(m.rate) FILTER (WHERE m.unit = ${unit:sqlstring}) AS "Đơn vị này",
       percentile_cont(0.5) WITHIN GROUP (ORDER BY m.parts) / 10000 AS "Trung vị", MAX(m.target) AS "Chỉ tiêu"
FROM motcua.v_target_period m
JOIN motcua.v_area_unit a ON a.unit = m.unit AND a.area = ${area:sqlstring}
 AND a.kind = (SELECT kind FROM motcua.v_unit WHERE unit = ${unit:sqlstring})
WHERE $__unixEpochFilter(m.starts_at) AND m.period_kind = 'week'
  AND m.set_name = ${set:sqlstring} AND m.position::text = ${commitment:sqlstring}
GROUP BY m.starts ORDER BY 1''', unit='percent', decimals=1, high=100, fields={
            'Đơn vị này': column(fixed=BLUE), 'Trung vị': column(fixed=GRAY), 'Chỉ tiêu': column(fixed=RED)}),
        bars('Hồ sơ quá hạn theo số ngày', '''Hồ sơ đang giải quyết đã quá ngày hẹn trả, chia theo số ngày quá hạn (ngày mới bắt đầu tính là một
            ngày).''', '''
SELECT b.label AS "Quá hạn", COALESCE(b.value, 0) AS "Hồ sơ"
FROM (SELECT COALESCE(SUM(days_1_3), 0) AS a, COALESCE(SUM(days_4_7), 0) AS b, COALESCE(SUM(days_8_30), 0) AS c,
             COALESCE(SUM(days_over_30), 0) AS d
      FROM motcua.v_overdue_ageing WHERE unit = ${unit:sqlstring}) n
CROSS JOIN LATERAL (VALUES (1, '1–3 ngày', n.a), (2, '4–7 ngày', n.b), (3, '8–30 ngày', n.c), (4, 'trên 30 ngày', n.d))
  b (position, label, value)
ORDER BY b.position''', 'Quá hạn', (8, 9), fields={'Hồ sơ': column(fixed=RED)}),
        bars('Đang giải quyết theo lĩnh vực', '''Hồ sơ đơn vị đang giải quyết theo lĩnh vực: còn hạn và quá hạn.''', '''
SELECT sector AS "Lĩnh vực", COUNT(*) FILTER (WHERE NOT is_overdue) AS "Còn hạn", COUNT(*) FILTER (WHERE is_overdue) AS "Quá hạn"
FROM motcua.v_open WHERE unit = ${unit:sqlstring} GROUP BY sector ORDER BY COUNT(*) DESC, sector LIMIT 12''', 'Lĩnh vực', (16, 9),
             stack=True, lying=True, fields={'Còn hạn': column(fixed=BLUE), 'Quá hạn': column(fixed=RED)}),
        table('Còn phải làm', '''Từng cam kết của đơn vị: còn thiếu bao nhiêu hồ sơ, và cuối kỳ sẽ ra sao nếu công việc tiếp tục như vừa qua.''', '''
SELECT title AS "Cam kết", numerator AS "Đạt", denominator AS "Tổng số", rate AS "Tỷ lệ", target AS "Chỉ tiêu",
       CASE WHEN is_near THEN 'near' ELSE kept END AS "Kết quả",
       fix_existing AS "Còn thiếu", need_new AS "Hoặc hồ sơ mới", change_7_days AS "7 ngày qua", forecast_said AS "Dự báo cuối kỳ",
       forecast_state AS "Khi hết kỳ"
FROM motcua.v_forecast WHERE set_name = ${set:sqlstring} AND unit = ${unit:sqlstring} ORDER BY position''', (24, 7), {
            'Tỷ lệ': column('percent', 2), 'Chỉ tiêu': column('percent', 0), 'Kết quả': column(mappings=[KEPT]),
            'Còn thiếu': column(colors=steps(GREEN, (1, RED))), '7 ngày qua': column(decimals=2, colors=steps(RED, (0, GREEN))),
            'Khi hết kỳ': column(mappings=[AT_END])}),
    ], 'now-26w')
