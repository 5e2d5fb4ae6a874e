-- A store so small that every answer of every dashboard can be worked out by hand (golden.py). Moments are Vietnamese wall time.
-- T is midnight between Wednesday 23 and Thursday 24/11/2022: the month has 7 days left, so a forecast adds what the last 7 days added.
\set ON_ERROR_STOP 1
SET search_path = motcua, public;
CREATE FUNCTION pg_temp.at(text) RETURNS bigint LANGUAGE sql AS $$ SELECT extract(epoch FROM ($1 || '+07')::timestamptz)::bigint $$;
SELECT sample_month_make(pg_temp.at('2022-11-01 00:00'));
CREATE TEMP TABLE t AS SELECT pg_temp.at('2022-11-24 00:00') AS now, pg_temp.at('2022-11-17 00:00') AS before, pg_temp.at('2022-11-18 15:00') AS friday,
  pg_temp.at('2022-11-11 15:00') AS week1, pg_temp.at('2022-11-18 15:00') AS week2, pg_temp.at('2022-11-25 15:00') AS week3,
  pg_temp.at('2022-11-01 00:00') AS month, pg_temp.at('2022-12-01 00:00') AS month_end,
  pg_temp.at('2022-01-01 00:00') AS year, pg_temp.at('2023-01-01 00:00') AS year_end;

INSERT INTO source (id, name, title, knows, counts) VALUES (1, 'cong-tinh', 'Cổng tỉnh', -1, 1), (2, 'quoc-gia', NULL, -1, 0);
INSERT INTO unit (code, name, kind, parent) VALUES ('T01', 'Tỉnh Mẫu', 'province', NULL), ('X01', 'Xã An', 'commune', 'T01'),
  ('X02', 'Xã Bình', 'commune', 'T01');
INSERT INTO unit_source (source_id, unit, dossiers) VALUES (1, 'X01', 1), (1, 'X02', 1);
INSERT INTO target (set_name, position, title, metric, target, period_kind, unit_kinds) VALUES
  ('mau', 1, 'Nộp trực tuyến', 'online_rate', 8500, 'month', ' commune '), ('mau', 2, 'Số hóa', 'digitization_rate', 7000, 'month', ' commune ');
INSERT INTO sample_period SELECT 'month', month, month_end, now, 1, 1, 1 FROM t UNION ALL SELECT 'year', year, year_end, now, 1, 1, 1 FROM t
  UNION ALL SELECT 'week', week1, week2, friday, 1, 1, 1 FROM t UNION ALL SELECT 'week', week2, week3, now, 1, 1, 1 FROM t;

-- Metrics: unit X01, unit X02; T01 and ALL are their sum. n, d of each; the month as it was a week before and as it is.
CREATE TEMP TABLE m (metric text, kind text, starts bigint, at bigint, n1 int, d1 int, n2 int, d2 int);
INSERT INTO m SELECT v.metric, 'month', month, CASE v.late WHEN 1 THEN now ELSE before END, v.n1, v.d1, v.n2, v.d2 FROM t, (VALUES
  ('online_rate', 0, 60, 60, 20, 30), ('online_rate', 1, 90, 100, 40, 50),
  ('digitization_rate', 0, 20, 50, 35, 35), ('digitization_rate', 1, 60, 100, 40, 50)) v (metric, late, n1, d1, n2, d2);
INSERT INTO m SELECT v.metric, 'week', CASE v.w WHEN 1 THEN week1 ELSE week2 END, CASE v.w WHEN 1 THEN friday ELSE now END, v.n1, v.d1, v.n2, v.d2
  FROM t, (VALUES ('online_rate', 1, 9, 10, 7, 10), ('online_rate', 2, 8, 10, 10, 10), ('digitization_rate', 1, 5, 10, 8, 10),
  ('digitization_rate', 2, 0, 0, 0, 0)) v (metric, w, n1, d1, n2, d2);
INSERT INTO metric_sample (observed_at, period_from, numerator, denominator, unit, metric, period_kind)
  SELECT m.at, m.starts, u.n, u.d, u.unit, m.metric, m.kind
  FROM m CROSS JOIN LATERAL (VALUES ('X01', n1, d1), ('X02', n2, d2), ('T01', n1 + n2, d1 + d2), ('ALL', n1 + n2, d1 + d2)) u (unit, n, d);
INSERT INTO metric_now (period_from, observed_at, numerator, denominator, metric, period_kind, unit)
  SELECT DISTINCT ON (unit, metric, period_kind, period_from) period_from, observed_at, numerator, denominator, metric, period_kind, unit
  FROM metric_sample ORDER BY unit, metric, period_kind, period_from, observed_at DESC;
INSERT INTO metric_now (period_from, observed_at, numerator, denominator, metric, period_kind, unit)
  SELECT month, now, 85, 100, 'dvcqg_online_rate', 'month', 'X01' FROM t;

-- Forecasts: aims are 85 and 70 %. Kept and reaching below: X02 digitized, T01 online.
INSERT INTO forecast SELECT 'mau', v.position, v.unit, 'month', month, now, v.low * 100, v.high * 100, 10, 20 FROM t, (VALUES
  (1, 'X01', 86, 92), (2, 'X01', 55, 68), (1, 'X02', 78, 87), (2, 'X02', 66, 82), (1, 'T01', 83, 88), (2, 'T01', 64, 69)) v (position, unit, low, high);

CREATE TEMP TABLE c (counter text, kind text, starts bigint, at bigint, v1 int, v2 int);
INSERT INTO c SELECT v.counter, 'month', month, now, v.v1, v.v2 FROM t, (VALUES ('received', 100, 50), ('finished', 80, 40), ('late', 4, 0),
  ('open', 30, 15), ('open_overdue', 2, 0), ('open_due_soon', 3, 1), ('waiting', 1, 0)) v (counter, v1, v2);
INSERT INTO c SELECT v.counter, 'year', year, CASE v.late WHEN 1 THEN now ELSE before END, v.v1, v.v2 FROM t, (VALUES
  ('open', 0, 25, 12), ('open_overdue', 0, 0, 0), ('open', 1, 30, 15), ('open_overdue', 1, 2, 0)) v (counter, late, v1, v2);
-- the first week twice: what was found last holds
INSERT INTO c SELECT v.counter, 'week', CASE v.w WHEN 2 THEN week2 ELSE week1 END, CASE v.w WHEN 0 THEN before WHEN 1 THEN friday ELSE now END,
  v.v1, v.v2 FROM t, (VALUES ('received', 0, 6, 5), ('finished', 0, 1, 1), ('received', 1, 10, 10), ('finished', 1, 9, 8),
  ('received', 2, 11, 10), ('finished', 2, 7, 7)) v (counter, w, v1, v2);
INSERT INTO count_sample (observed_at, period_from, value, unit, counter, period_kind)
  SELECT c.at, c.starts, u.v, u.unit, c.counter, c.kind
  FROM c CROSS JOIN LATERAL (VALUES ('X01', v1), ('X02', v2), ('T01', v1 + v2), ('ALL', v1 + v2)) u (unit, v);

-- Names of fields: of LV07 alone. A field without a code is told by its name.
INSERT INTO catalogue (kind, code, name) VALUES ('sector', 'LV07', 'Hộ tịch'), ('procedure', 'LV07', 'Không phải lĩnh vực');

-- Dossiers. The last four are nowhere: denied, withdrawn, stopped, of a source that does not count.
INSERT INTO dossier (source_id, key, unit, sector, status, received_at, due_at, finished_at, content_hash, known_from, first_seen, run_id)
  SELECT v.source, v.key, v.unit, v.sector, v.status, pg_temp.at(v.received), pg_temp.at(v.due), pg_temp.at(v.finished), 0, 0, 0, 1
  FROM (VALUES
  (1, 'o1', 'X01', 'Đất đai', 4, '2022-11-01 08:00', '2022-11-23 00:00', NULL), (1, 'o2', 'X01', 'Đất đai', 4, '2022-11-01 08:00', '2022-11-14 00:00', NULL),
  (1, 'o3', 'X01', 'LV07', 4, '2022-11-20 08:00', '2022-11-26 00:00', NULL), (1, 'o4', 'X02', 'LV07', 4, '2022-11-20 08:00', '2022-12-14 00:00', NULL),
  (1, 'f1', 'X01', 'Đất đai', 10, '2022-11-01 00:00', '2022-11-05 00:00', '2022-11-03 00:00'),
  (1, 'f2', 'X01', 'Đất đai', 10, '2022-11-01 00:00', '2022-11-04 00:00', '2022-11-05 00:00'),
  (1, 'f3', 'X02', 'Đất đai', 9, '2022-11-10 00:00', '2022-11-20 00:00', '2022-11-16 00:00'),
  (1, 'f4', 'X02', 'LV07', 10, '2022-10-20 00:00', NULL, '2022-10-30 00:00'),
  (1, 'n1', 'X01', 'Đất đai', 3, '2022-11-01 00:00', '2022-11-02 00:00', NULL), (1, 'n2', 'X01', 'Đất đai', 7, '2022-11-01 00:00', NULL, '2022-11-06 00:00'),
  (1, 'n3', 'X01', 'Đất đai', 8, '2022-11-01 00:00', NULL, '2022-11-06 00:00'), (2, 'n4', 'X01', 'Đất đai', 4, '2022-11-01 00:00', '2022-11-02 00:00', NULL))
  v (source, key, unit, sector, status, received, due, finished);

INSERT INTO run (source_id, id, observed_at, started_at, ended_at, expected, got, new_rows, changed, unchanged, rejected, bytes, pages, milliseconds,
  outcome, message, rejects_open)
  SELECT v.s, v.id, pg_temp.at(v.at), pg_temp.at(v.at), pg_temp.at(v.at) + 1, v.expected, v.got, v.fresh, v.changed, v.same, v.rejected, v.bytes, v.pages, v.ms,
         v.outcome, v.message, v.open FROM (VALUES
  (1, 1, '2022-11-22 07:00', 10, 10, 10, 0, 0, 0, 1000, 1, 500, 'complete', NULL, 0),
  (1, 2, '2022-11-23 23:00', 14, 10, 0, 2, 8, 2, 2000, 2, 1000, 'partial', 'thiếu trang 3', 2),
  (2, 3, '2022-11-23 22:00', NULL, 5, 5, 0, 0, 0, 500, 1, 250, 'complete', NULL, 0))
  v (s, id, at, expected, got, fresh, changed, same, rejected, bytes, pages, ms, outcome, message, open);
UPDATE run SET tries = 3, waited_ms = 7000, retry_reason = 'status 503' WHERE id = 2;
INSERT INTO reject (source_id, record, stream, field, reason, position, first_seen, last_seen, run_id) VALUES
  (1, 'k1', 'dossiers', 'due_at', 'not a date', 1, pg_temp.at('2022-11-22 07:00'), pg_temp.at('2022-11-22 07:00'), 1),
  (1, 'k2', 'dossiers', 'due_at', 'not a date', 2, pg_temp.at('2022-11-23 23:00'), pg_temp.at('2022-11-23 23:00'), 2);
INSERT INTO identity_break SELECT 'month', month, 'X01', 'finished = early + on_time + late', 80, 78 FROM t;
-- two sources publish the same figure; of the first one the later value holds
INSERT INTO figure (source_id, period_kind, period_from, unit, metric, observed_at, numerator, denominator, run_id)
  SELECT v.s, 'month', month, 'X01', 'ONLINE', pg_temp.at(v.at), v.n, 10, 1 FROM t, (VALUES (1, '2022-11-22 07:00', 7), (1, '2022-11-23 23:00', 9),
  (2, '2022-11-23 22:00', 7)) v (s, at, n);
-- The province of the store shares the second place of four; its first score was higher, and the month is of another kind.
INSERT INTO figure (source_id, period_kind, period_from, unit, metric, observed_at, score, run_id)
  SELECT 1, v.kind, year, v.unit, 'NATIONAL_TOTAL', pg_temp.at(v.at), v.score, 1 FROM t, (VALUES ('year', 'T01', '2022-11-20 07:00', 990000),
  ('year', 'T01', '2022-11-22 07:00', 660800), ('year', 'H02', '2022-11-22 07:00', 700000), ('year', 'H03', '2022-11-22 07:00', 660800),
  ('year', 'H04', '2022-11-22 07:00', 500000), ('year', 'H05', '2022-11-22 07:00', NULL)) v (kind, unit, at, score);
INSERT INTO outbox_sample (observed_at, place, pages, refused, bytes, maximum, oldest) VALUES
  (pg_temp.at('2022-11-23 00:00'), 'may-1', 0, 0, 4096, 100000, NULL),
  (pg_temp.at('2022-11-23 23:00'), 'may-1', 3, 1, 20000, 100000, pg_temp.at('2022-11-23 22:00'));

-- Scores of one ruleset. T: as it is; a week before X01 had 10 points and the first place, X02 9 and the second.
INSERT INTO score_ruleset (ruleset, title, version, period_kind, document, remedy_document, remedy_to, remedy_before, valid_from, valid_to)
  VALUES ('thu', 'Bộ thử', '1@aa', 'year', 'Quyết định thử', 'Quyết định thử', 'Sở Nội vụ', pg_temp.at('2023-01-15 00:00'),
    pg_temp.at('2021-01-01 00:00'), pg_temp.at('2022-01-01 00:00'));
INSERT INTO score_criterion (ruleset, criterion, position, parent, area, depth, parts, title, responsible, assumed) VALUES
  ('thu', 'TOTAL', 0, NULL, NULL, 0, 2, 'Tổng', NULL, 0), ('thu', 'A', 1, 'TOTAL', 'A', 1, 1, 'Thủ tục', NULL, 0),
  ('thu', 'A.1', 2, 'A', 'A', 2, 0, 'Giải quyết đúng hạn', 'Văn phòng', 0), ('thu', 'B', 3, 'TOTAL', 'B', 1, 2, 'Chính quyền điện tử', NULL, 0),
  ('thu', 'B.1', 4, 'B', 'B', 2, 0, 'Trực tuyến', NULL, 0), ('thu', 'B.2', 5, 'B', 'B', 2, 0, 'An toàn thông tin', NULL, 0);
INSERT INTO score_period SELECT 'thu', 'year', year, year_end, now, 1 FROM t;
CREATE TEMP TABLE s AS SELECT * FROM (VALUES -- unit, criterion, points before, points, maximum, known, missing, place before, place
  ('X01', 'TOTAL', 10, 12, 20, 18, 1, 1, 2), ('X01', 'A', 6, 7, 10, 10, 0, NULL, NULL), ('X01', 'B', 4, 5, 10, 8, 1, NULL, NULL),
  ('X02', 'TOTAL', 9, 15, 20, 20, 0, 2, 1)) v (unit, criterion, was, points, maximum, known, missing, place_was, place);
INSERT INTO score_sample (observed_at, period_from, points, maximum, known, missing, place, places, unit, ruleset, criterion, period_kind, version)
  SELECT o.at, year, o.points * 10000, maximum * 10000, known * 10000, missing, o.place, CASE WHEN o.place > 0 THEN 2 END, unit, 'thu', criterion, 'year', '1@aa'
  FROM s, t, LATERAL (VALUES (t.before, s.was, s.place_was), (t.now, s.points, s.place)) o (at, points, place);
INSERT INTO score_now (period_from, observed_at, points, maximum, known, missing, place, places, unit, ruleset, criterion, period_kind, version)
  SELECT year, now, points * 10000, maximum * 10000, known * 10000, missing, place, CASE WHEN place > 0 THEN 2 END, unit, 'thu', criterion, 'year', '1@aa' FROM s, t;
INSERT INTO score_now (period_from, observed_at, points, maximum, known, missing, rate, aim, short_by, unit, ruleset, criterion, period_kind, version, cause)
  SELECT year, now, 70000, 100000, 100000, 0, 700000, 1000000, 3, 'X01', 'thu', 'A.1', 'year', '1@aa', 'đúng hạn 70 %' FROM t UNION ALL
  SELECT year, now, 50000, 80000, 80000, 0, NULL, NULL, NULL, 'X01', 'thu', 'B.1', 'year', '1@aa', 'chưa đủ' FROM t UNION ALL
  SELECT year, now, NULL, 20000, 0, 1, NULL, NULL, NULL, 'X01', 'thu', 'B.2', 'year', '1@aa', NULL FROM t;
INSERT INTO remedy_due SELECT 'thu', 'year', year, 'X01', now, 'lĩnh vực B dưới 75 %' FROM t;
ANALYZE;
