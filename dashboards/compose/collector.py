"""Vận hành: the collector itself, from its own tables."""
from kit import *
from data import SOURCES


def make():
    return dashboard('motcua-van-hanh', 'Một cửa · Vận hành', '''Bộ thu thập: mỗi lần chạy mất bao lâu, lấy được gì, hàng đợi còn bao nhiêu, cơ sở
        dữ liệu lớn bao nhiêu.''', [SOURCES], [
        stat('Trong khoảng thời gian đang xem', '''Số lần thu thập, số lần không đủ, số bản ghi mới và thay đổi, dung lượng đã nhận.''', '''
SELECT COUNT(*) AS "Lần thu thập", COUNT(*) FILTER (WHERE outcome NOT IN ('complete', 'running')) AS "Không đủ",
       COALESCE(SUM(new_rows), 0) AS "Bản ghi mới", COALESCE(SUM(changed), 0) AS "Thay đổi", COALESCE(SUM(bytes), 0) AS "Đã nhận"
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND source = ANY (ARRAY[${source:sqlstring}]::text[])''', (16, 4), fields={
            'Không đủ': column(colors=steps(GREEN, (1, RED))), 'Đã nhận': column('bytes', 1)}),
        stat('Hàng đợi (outbox)', '''Trang đang chờ vào PostgreSQL, trang bị để riêng vì cơ sở dữ liệu không nhận, và mức đầy cao nhất trong các
            máy thu thập, theo lần báo gần nhất. Khi PostgreSQL mất, hàng đợi lớn lên mà không báo được: lúc ấy nguồn sẽ cũ đi.''', '''
SELECT COALESCE(SUM(pages), 0) AS "Đang chờ", COALESCE(SUM(refused), 0) AS "Để riêng", COALESCE(MAX(fill), 0) AS "Đầy"
FROM (SELECT DISTINCT ON (place) place, pages, refused, fill FROM motcua.v_outbox ORDER BY place, observed_at DESC) newest''', (8, 4),
             fields={'Đang chờ': column(colors=steps(GREEN, (1, AMBER))), 'Để riêng': column(colors=steps(GREEN, (1, RED))),
                     'Đầy': column('percent', 1, colors=steps(GREEN, (50, AMBER), (80, RED)))}),
        series('Bản ghi mỗi lần thu thập', '''Mới, thay đổi, không đổi trong từng lần thu thập, cộng các nguồn đã chọn theo ngày.''', '''
SELECT date_trunc('day', started, 'Asia/Ho_Chi_Minh') AS time, SUM(new_rows) AS "Mới", SUM(changed) AS "Thay đổi",
       SUM(unchanged) AS "Không đổi", SUM(rejected) AS "Loại"
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND source = ANY (ARRAY[${source:sqlstring}]::text[]) GROUP BY 1 ORDER BY 1''', bars=True, stack=True,
               fields={'Mới': column(fixed=BLUE), 'Thay đổi': column(fixed=AMBER), 'Không đổi': column(fixed=GRAY), 'Loại': column(fixed=RED)}),
        series('Thời gian mỗi lần thu thập', '''Từ yêu cầu đầu tiên đến khi trang cuối được ghi, từng nguồn.''', '''
SELECT started AS time, title AS metric, MAX(milliseconds) AS value
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND outcome <> 'running' AND source = ANY (ARRAY[${source:sqlstring}]::text[])
GROUP BY 1, 2 ORDER BY 1, 2''', unit='ms', points=True),
        series('Tốc độ', '''Số bản ghi mỗi giây của từng lần thu thập.''', '''
SELECT started AS time, title AS metric, MAX(1000.0 * got / milliseconds) AS value
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND milliseconds > 0 AND outcome <> 'running' AND source = ANY (ARRAY[${source:sqlstring}]::text[])
GROUP BY 1, 2 ORDER BY 1, 2''', unit='rowsps', points=True, decimals=0),
        series('Hàng đợi theo thời gian', '''Số trang đang chờ của từng máy thu thập, như nó báo khi PostgreSQL trả lời.''', '''
SELECT observed AS time, place AS metric, pages + refused AS value
FROM motcua.v_outbox WHERE $__unixEpochFilter(observed_at) ORDER BY 1, 2''', points=True),
        table('Lần thu thập gần đây', '''Một trăm lần gần nhất trong khoảng thời gian đang xem.''', '''
SELECT started AS "Bắt đầu", title AS "Nguồn", outcome AS "Kết quả", got AS "Bản ghi", new_rows AS "Mới", changed AS "Thay đổi",
       rejected AS "Loại", pages AS "Trang", bytes AS "Đã nhận", milliseconds AS "Thời gian"
FROM motcua.v_run WHERE $__unixEpochFilter(started_at) AND source = ANY (ARRAY[${source:sqlstring}]::text[])
ORDER BY started DESC, id DESC LIMIT 100''', (15, 10), {
            'Bắt đầu': column('dateTimeAsLocal', width=170), 'Kết quả': column(mappings=[OUTCOME], width=110), 'Đã nhận': column('bytes', 1),
            'Thời gian': column('ms')}),
        table('Bảng lớn nhất', '''Dung lượng từng bảng kể cả chỉ mục; bảng chia theo tháng được cộng các phần. Số dòng là ước lượng của
            PostgreSQL.''', '''
SELECT table_name AS "Bảng", partitions AS "Phần", rows_about AS "Số dòng", bytes AS "Dung lượng"
FROM motcua.v_storage ORDER BY bytes DESC, table_name LIMIT 30''', (9, 10), {
            'Dung lượng': column('bytes', 1), 'Số dòng': column('short')}),
        table('Hỏi lại cổng: vì sao, chờ bao lâu', '''Các lần thu thập phải hỏi lại cổng, kể cả khi cuối cùng đã đủ: số lần hỏi lại, thời gian
            chờ, lý do của lần cuối. Bảng trống: không phải hỏi lại lần nào.''', '''
SELECT started AS "Bắt đầu", title AS "Nguồn", tries AS "Hỏi lại", waited_ms AS "Chờ", retry_reason AS "Lý do lần cuối"
FROM motcua.v_run WHERE tries > 0 AND $__unixEpochFilter(started_at) AND source = ANY (ARRAY[${source:sqlstring}]::text[])
ORDER BY started DESC, id DESC LIMIT 100''', (24, 8), {
            'Bắt đầu': column('dateTimeAsLocal', width=170), 'Hỏi lại': column(width=110), 'Chờ': column('ms', width=110)}),
        table('Lược đồ', '''Các bước nâng cấp lược đồ đã thực hiện trong cơ sở dữ liệu này.''', '''
SELECT number AS "Số", name AS "Tệp", applied_at AS "Lúc" FROM motcua.v_migration ORDER BY number DESC''', (24, 7), {
            'Lúc': column('dateTimeAsLocal'), 'Số': column(width=80)}),
    ], 'now-30d')
