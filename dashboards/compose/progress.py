"""Tiến độ giải quyết: what comes in, what gets done, what lies, how long it takes."""
from kit import *

# Units with others below them count all of them: one that lies in another that was chosen too is not counted again.
TOPMOST = '''c.unit = ANY (ARRAY(
    SELECT x.unit FROM unnest(ARRAY[${unit:sqlstring}]::text[]) x (unit) WHERE NOT EXISTS (
      SELECT 1 FROM motcua.v_area_unit a WHERE a.unit = x.unit AND a.steps > 0 AND a.area = ANY (ARRAY[${unit:sqlstring}]::text[]))))'''
BUCKET = fixed_choice('bucket', 'Gộp theo', [('month', 'tháng'), ('week', 'tuần')])


def percentile(share):
    """As percentile_cont, in days, of hundredths of a day that are counted: `upto` dossiers took no longer, of `total`."""
    at = '%s * (total - 1)' % share
    low, high = ('MIN(hundredths) FILTER (WHERE upto > %s(%s))' % (edge, at) for edge in ('FLOOR', 'CEIL'))
    return '(%s + (%s - %s) * MOD(%s, 1)) / 100' % (low, high, low, at.replace('total', 'MAX(total)'))


def make():
    return dashboard('motcua-tien-do', 'Một cửa · Tiến độ giải quyết', '''Hồ sơ tiếp nhận, giải quyết, đang giữ, quá hạn; theo đơn vị, lĩnh vực;
        thời gian giải quyết.''', [AREA, UNITS_AND_AREA, BUCKET], [
        stat('Kỳ hiện tại', '''Kỳ (tháng hoặc tuần, theo ô «Gộp theo») đang chạy, tính đến lần thu thập mới nhất: tiếp nhận, đã giải quyết, giải
            quyết quá hạn; đang giải quyết và quá hạn là tại lúc đó.''', '''
SELECT SUM(c.value) FILTER (WHERE c.counter = 'received') AS "Tiếp nhận",
       SUM(c.value) FILTER (WHERE c.counter = 'finished') AS "Đã giải quyết",
       SUM(c.value) FILTER (WHERE c.counter = 'late') AS "Giải quyết quá hạn",
       SUM(c.value) FILTER (WHERE c.counter = 'open') AS "Đang giải quyết",
       SUM(c.value) FILTER (WHERE c.counter = 'open_overdue') AS "Đang quá hạn"
FROM motcua.v_count_now c
WHERE c.period_kind = ${bucket:sqlstring}
  AND c.counter IN ('received', 'finished', 'late', 'open', 'open_overdue')
  AND ''' + TOPMOST, (24, 4), fields={
            'Giải quyết quá hạn': column(colors=steps(GREEN, (1, AMBER))), 'Đang quá hạn': column(colors=steps(GREEN, (1, RED)))}),
        series('Tiếp nhận và giải quyết', '''Số hồ sơ tiếp nhận và đã giải quyết trong từng kỳ theo giờ Việt Nam: tháng theo lịch, tuần từ 15 giờ
            thứ Sáu đến 15 giờ thứ Sáu sau. Kỳ đang chạy chưa trọn.''', '''
SELECT period_from AS time, SUM(value) FILTER (WHERE counter = 'received') AS "Tiếp nhận",
       SUM(value) FILTER (WHERE counter = 'finished') AS "Đã giải quyết"
FROM (SELECT DISTINCT ON (c.unit, c.counter, c.period_from) c.unit, c.counter, c.period_from, c.value
      FROM motcua.v_count_sample c
      WHERE $__unixEpochFilter(c.observed_at) AND c.period_kind = ${bucket:sqlstring} AND c.counter IN ('received', 'finished')
        AND ''' + TOPMOST + '''
      ORDER BY c.unit, c.counter, c.period_from, c.observed_at DESC) newest
GROUP BY period_from ORDER BY 1''', bars=True, fields={'Tiếp nhận': column(fixed=BLUE), 'Đã giải quyết': column(fixed=GREEN)}),
        series('Đang giải quyết và quá hạn', '''Mỗi ngày một điểm, theo lần thu thập cuối của ngày đó.''', '''
SELECT day AS time, SUM(value) FILTER (WHERE counter = 'open') AS "Đang giải quyết",
       SUM(value) FILTER (WHERE counter = 'open_overdue') AS "Quá hạn"
FROM (SELECT DISTINCT ON (c.unit, c.counter, date_trunc('day', c.observed, 'Asia/Ho_Chi_Minh'))
             c.counter, date_trunc('day', c.observed, 'Asia/Ho_Chi_Minh') AS day, c.value
      FROM motcua.v_count_sample c
      WHERE $__unixEpochFilter(c.observed_at) AND c.period_kind = 'year' AND c.counter IN ('open', 'open_overdue')
        AND ''' + TOPMOST + '''
      ORDER BY c.unit, c.counter, date_trunc('day', c.observed, 'Asia/Ho_Chi_Minh'), c.period_from DESC, c.observed_at DESC) newest
GROUP BY day ORDER BY 1''', fields={'Đang giải quyết': column(fixed=BLUE), 'Quá hạn': column(fixed=RED)}),
        bars('Đang giải quyết theo lĩnh vực', '''Hồ sơ đang giải quyết của chính các đơn vị đã chọn, tại lần tính mới nhất; 15 lĩnh vực nhiều
            nhất.''', '''
SELECT sector AS "Lĩnh vực", COUNT(*) FILTER (WHERE NOT is_overdue) AS "Còn hạn", COUNT(*) FILTER (WHERE is_overdue) AS "Quá hạn"
FROM motcua.v_open WHERE unit = ANY (ARRAY[${unit:sqlstring}]::text[]) GROUP BY sector ORDER BY COUNT(*) DESC, sector LIMIT 15''', 'Lĩnh vực', (12, 10),
             stack=True, lying=True, fields={'Còn hạn': column(fixed=BLUE), 'Quá hạn': column(fixed=RED)}),
        series('Thời gian giải quyết (ngày)', '''Từ lúc tiếp nhận đến khi có kết quả, ngày lịch: trung vị (một nửa số hồ sơ nhanh hơn) và mức mà
            90% hồ sơ không vượt quá; theo tháng hoặc tuần (thứ Hai) của ngày có kết quả.''', '''
WITH edge AS MATERIALIZED (
  SELECT ARRAY(SELECT EXTRACT(epoch FROM e AT TIME ZONE 'Asia/Ho_Chi_Minh')::bigint
               FROM generate_series(date_trunc(${bucket:sqlstring}, $__timeFrom()::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh'),
                                    $__timeTo()::timestamptz AT TIME ZONE 'Asia/Ho_Chi_Minh', ('1 ' || ${bucket:sqlstring})::interval) e ORDER BY 1) AS edges
), counted AS (
  SELECT width_bucket(finished_at, (SELECT edges FROM edge)) AS bucket, hundredths, COUNT(*) AS n
  FROM motcua.v_taken WHERE $__unixEpochFilter(finished_at) AND unit = ANY (ARRAY[${unit:sqlstring}]::text[]) GROUP BY 1, 2
), ranked AS (
  SELECT bucket, hundredths, SUM(n) OVER (PARTITION BY bucket ORDER BY hundredths) AS upto, SUM(n) OVER (PARTITION BY bucket) AS total FROM counted
)
SELECT to_timestamp((SELECT edges[r.bucket] FROM edge)) AS time,
       ''' + percentile('0.5') + ''' AS "Trung vị",
       ''' + percentile('0.9') + ''' AS "90% hồ sơ"
FROM ranked r GROUP BY r.bucket ORDER BY r.bucket''',
               (12, 10), unit='d', decimals=1, points=True, fields={'Trung vị': column(fixed=BLUE), '90% hồ sơ': column(fixed=AMBER)}),
        table('Theo đơn vị', '''Kỳ hiện tại của từng đơn vị đã chọn, kể cả các đơn vị trực thuộc. Đúng hạn: giải quyết trước hạn và đúng hạn trên
            tổng số đã giải quyết.''', '''
SELECT unit_name AS "Đơn vị", received AS "Tiếp nhận", finished AS "Đã giải quyết",
       ROUND(100.0 * (finished - late) / NULLIF(finished, 0), 2) AS "Đúng hạn", open AS "Đang giải quyết", overdue AS "Quá hạn",
       due_soon AS "Sắp đến hạn", waiting AS "Chờ người dân"
FROM (SELECT unit, MAX(unit_name) AS unit_name, MAX(value) FILTER (WHERE counter = 'received') AS received,
             MAX(value) FILTER (WHERE counter = 'finished') AS finished, MAX(value) FILTER (WHERE counter = 'late') AS late,
             MAX(value) FILTER (WHERE counter = 'open') AS open, MAX(value) FILTER (WHERE counter = 'open_overdue') AS overdue,
             MAX(value) FILTER (WHERE counter = 'open_due_soon') AS due_soon, MAX(value) FILTER (WHERE counter = 'waiting') AS waiting
      FROM motcua.v_count_now WHERE period_kind = ${bucket:sqlstring} AND unit = ANY (ARRAY[${unit:sqlstring}]::text[])
       AND counter IN ('received', 'finished', 'late', 'open', 'open_overdue', 'open_due_soon', 'waiting')
      GROUP BY unit) c
ORDER BY overdue DESC NULLS LAST, unit_name''', (24, 12), {
            'Đúng hạn': column('percent', 2), 'Quá hạn': column(colors=steps(GREEN, (1, RED))),
            'Sắp đến hạn': column(colors=steps(GREEN, (1, AMBER)))}),
        table('Thời gian giải quyết theo lĩnh vực', '''Hồ sơ có kết quả trong khoảng thời gian đang xem: số lượng, thời gian giải quyết (ngày lịch)
            mà 50%, 75%, 90% hồ sơ không vượt quá, và tỷ lệ quá hạn.''', '''
WITH counted AS (
  SELECT sector_code, hundredths, COUNT(*) AS n, COUNT(*) FILTER (WHERE is_late) AS late
  FROM motcua.v_taken WHERE $__unixEpochFilter(finished_at) AND unit = ANY (ARRAY[${unit:sqlstring}]::text[]) GROUP BY 1, 2
), ranked AS (
  SELECT c.*, SUM(n) OVER (PARTITION BY sector_code ORDER BY hundredths) AS upto, SUM(n) OVER (PARTITION BY sector_code) AS total FROM counted c
), done AS (
  SELECT sector_code, SUM(n)::bigint AS n, ''' + percentile('0.5') + ''' AS half,
         ''' + percentile('0.75') + ''' AS three_quarters,
         ''' + percentile('0.9') + ''' AS nine_tenths, ROUND(100.0 * SUM(late) / SUM(n), 2) AS late
  FROM ranked GROUP BY sector_code
)
SELECT COALESCE(s.sector, d.sector_code, 'không rõ') AS "Lĩnh vực", d.n AS "Hồ sơ", d.half AS "50%", d.three_quarters AS "75%",
       d.nine_tenths AS "90%", d.late AS "Quá hạn"
FROM done d LEFT JOIN motcua.v_sector s ON s.sector_code = d.sector_code ORDER BY 2 DESC, 1''', (24, 10), {
            '50%': column('d', 1), '75%': column('d', 1), '90%': column('d', 1),
            'Quá hạn': column('percent', 2, colors=steps(GREEN, (5, AMBER), (20, RED)))}),
    ], 'now-6M')
