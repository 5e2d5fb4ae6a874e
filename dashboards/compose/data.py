"""Đối soát và chất lượng dữ liệu: can the other dashboards be believed?"""
from kit import *

SOURCES = choice('source', 'Nguồn', 'SELECT COALESCE(title, source) AS __text, source AS __value FROM motcua.v_freshness ORDER BY 1, 2',
                 many=True)


def make():
    return dashboard('motcua-du-lieu', 'Một cửa · Đối soát và chất lượng dữ liệu', '''Nguồn nào cũ, lần thu thập nào thiếu, số liệu nào không khớp,
        đẳng thức nào không đúng, bản ghi nào không đọc được.''', [SOURCES], [
        stat('Nguồn thu thập đủ lần cuối', '''Số nguồn mà lần thu thập cuối lấy đủ; số nguồn lần cuối thiếu hoặc hỏng.''', '''
SELECT COUNT(*) FILTER (WHERE outcome = 'complete') AS "Đủ", COUNT(*) FILTER (WHERE outcome <> 'complete') AS "Thiếu hoặc hỏng",
       COUNT(*) FILTER (WHERE outcome IS NULL) AS "Chưa thu thập"
FROM motcua.v_freshness WHERE source = ANY (ARRAY[${source:sqlstring}]::text[])''', (9, 4), fields={
            'Đủ': column(colors=steps(GREEN)), 'Thiếu hoặc hỏng': column(colors=steps(GREEN, (1, RED))),
            'Chưa thu thập': column(colors=steps(GRAY, (1, AMBER)))}),
        stat('Nguồn cũ nhất', '''Từ lần thu thập đủ gần nhất của nguồn cũ nhất đến hết khoảng thời gian đang xem. Mọi con số của nguồn đó cũ ít nhất như vậy.''', '''
SELECT EXTRACT(epoch FROM $__timeTo()::timestamptz - MIN(last_complete))::bigint AS "Tuổi"
FROM motcua.v_freshness WHERE source = ANY (ARRAY[${source:sqlstring}]::text[])''', (5, 4), unit='dtdurations',
             colors=steps(GREEN, (93600, AMBER), (259200, RED))),
        stat('Chất lượng', '''Bản ghi không đọc được đang chờ xử lý (theo nguồn đã chọn); số đẳng thức không đúng và số chỗ lệch giữa các số liệu
            lẽ ra phải khớp (cả hai: mọi đơn vị, các kỳ đang theo dõi).''', '''
SELECT (SELECT COALESCE(SUM(records), 0) FROM motcua.v_reject WHERE source = ANY (ARRAY[${source:sqlstring}]::text[])) AS "Bản ghi hỏng",
       (SELECT COUNT(*) FROM motcua.v_identity) AS "Đẳng thức sai"''', (10, 4), colors=steps(GREEN, (1, AMBER))),
        table('Độ mới của từng nguồn', '''Lần thu thập cuối, kết quả, cổng báo có bao nhiêu bản ghi, nhận được bao nhiêu, và lần gần nhất lấy đủ.
            «Để so sánh»: nguồn không vào số đếm, chỉ để đối chiếu.''', '''
SELECT COALESCE(title, source) AS "Nguồn", outcome AS "Kết quả", last_run AS "Lần cuối", last_complete AS "Lần đủ gần nhất",
       expected AS "Cổng báo", got AS "Nhận được", expected - got AS "Thiếu", CASE counts WHEN 0 THEN 'để so sánh' ELSE 'tính' END AS "Vai trò",
       message AS "Thông báo"
FROM motcua.v_freshness WHERE source = ANY (ARRAY[${source:sqlstring}]::text[]) ORDER BY last_complete NULLS FIRST, source''', (24, 6), {
            'Kết quả': column(mappings=[OUTCOME], width=110), 'Lần cuối': column('dateTimeAsLocal'),
            'Lần đủ gần nhất': column('dateTimeAsLocal'), 'Thiếu': column(colors=steps(GREEN, (1, AMBER)), width=90)}),
        history('Kết quả từng lần thu thập', '''Mỗi ô một ngày, theo lần thu thập kém nhất của ngày: 0 đủ, 1 thiếu hoặc bị ngắt, 2 hỏng. Ô trống:
            ngày không thu thập.''', '''
SELECT date_trunc('day', started, 'Asia/Ho_Chi_Minh') AS time, title AS metric,
       MAX(CASE outcome WHEN 'complete' THEN 0 WHEN 'failed' THEN 2 ELSE 1 END) AS value
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND outcome <> 'running' AND source = ANY (ARRAY[${source:sqlstring}]::text[])
GROUP BY 1, 2 ORDER BY 1, 2''', (12, 8), colors=steps(GREEN, (1, AMBER), (2, RED)), mappings=[
            {'type': 'value', 'options': {'0': {'index': 0, 'text': 'đủ'}, '1': {'index': 1, 'text': 'thiếu'}, '2': {'index': 2, 'text': 'hỏng'}}}]),
        series('Bản ghi không đọc được', '''Số bản ghi của từng nguồn không đọc được, tại lúc kết thúc mỗi lần thu thập. Sửa được manifest thì
            «motcua replay» đọc lại.''', '''
SELECT started AS time, title AS metric, MAX(rejects_open) AS value
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND rejects_open IS NOT NULL AND source = ANY (ARRAY[${source:sqlstring}]::text[])
GROUP BY 1, 2 ORDER BY 1, 2''', (12, 8)),
        table('Lần thu thập không đủ', '''Các lần thu thập thiếu, hỏng hoặc bị ngắt trong khoảng thời gian đang xem. Không có lần nào bị coi nhầm
            là đủ.''', '''
SELECT started AS "Bắt đầu", title AS "Nguồn", outcome AS "Kết quả", expected AS "Cổng báo", got AS "Nhận được", missing AS "Thiếu",
       message AS "Thông báo"
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND outcome NOT IN ('complete', 'running') AND source = ANY (ARRAY[${source:sqlstring}]::text[])
ORDER BY started DESC LIMIT 200''', (12, 9), {
            'Bắt đầu': column('dateTimeAsLocal', width=170), 'Kết quả': column(mappings=[OUTCOME], width=110)}),
        table('Bản ghi hỏng theo lý do', '''Bản ghi không đọc được đang chờ, gộp theo nguồn, trường và lý do. Trường cá nhân không bao giờ được
            lưu.''', '''
SELECT source AS "Nguồn", field AS "Trường", reason AS "Lý do", records AS "Bản ghi", first_seen AS "Từ", last_seen AS "Gần nhất"
FROM motcua.v_reject WHERE source = ANY (ARRAY[${source:sqlstring}]::text[]) ORDER BY records DESC, source, field, reason LIMIT 200''', (12, 9), {
            'Từ': column('dateTimeAsLocal'), 'Gần nhất': column('dateTimeAsLocal')}),
        table('Số liệu lẽ ra phải khớp', '''Cùng đơn vị, cùng kỳ, cùng chỉ số mà hai bên khác nhau: số tự đếm với số cổng quốc gia công bố, hoặc
            số hai nguồn công bố. «motcua reconcile» nói quy tắc nào gây lệch.''', '''
SELECT starts AS "Kỳ từ", period_kind AS "Loại kỳ", unit_name AS "Đơn vị", metric AS "Chỉ số", one AS "Bên này",
       one_numerator || '/' || one_denominator AS "Số bên này", other AS "Bên kia", other_numerator || '/' || other_denominator AS "Số bên kia",
       points AS "Lệch (điểm phần trăm)"
FROM motcua.v_disagreement WHERE $__unixEpochFilter(starts_at)
ORDER BY abs(points) DESC NULLS LAST, unit_name, metric, starts LIMIT 200''', (24, 8), {
            'Kỳ từ': column('dateTimeAsLocal'), 'Lệch (điểm phần trăm)': column(decimals=2),
            'Loại kỳ': column(mappings=[values(week=('tuần', GRAY), month=('tháng', GRAY), quarter=('quý', GRAY), year=('năm', GRAY))])}),
        table('Đẳng thức không đúng', '''Ví dụ tiếp nhận + từ kỳ trước = đã giải quyết + đang giải quyết + rút + dừng. Lưu và nêu ra, không
            tự sửa.''', '''
SELECT unit_name AS "Đơn vị", period_from AS "Kỳ từ", identity AS "Đẳng thức", left_side AS "Vế trái", right_side AS "Vế phải",
       difference AS "Lệch"
FROM motcua.v_identity ORDER BY abs(difference) DESC, unit_name, identity LIMIT 200''', (24, 6), {
            'Kỳ từ': column('dateTimeAsLocal')}),
    ], 'now-30d')
