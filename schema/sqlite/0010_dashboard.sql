-- What dashboards and spreadsheets ask again and again, as in PostgreSQL where SQLite can say it as well.
CREATE VIEW v_area AS
SELECT 'ALL' AS area, 'Toàn bộ' AS name, 0 AS position
UNION ALL
SELECT u.code, COALESCE(u.name, u.code), 1 FROM unit u WHERE EXISTS (SELECT 1 FROM unit c WHERE c.parent = u.code);

CREATE VIEW v_area_unit AS
SELECT a.area, a.unit, COALESCE(a.name, a.unit) AS unit_name, COALESCE(a.kind, 'other') AS kind, a.steps
FROM (
    SELECT 'ALL' AS area, u.code AS unit, u.name, u.kind, 1 AS steps FROM unit u
    UNION ALL
    SELECT u.code, u.code, u.name, u.kind, 0 FROM unit u
    UNION ALL
    SELECT u.parent, u.code, u.name, u.kind, 1 FROM unit u WHERE u.parent IS NOT NULL
    UNION ALL
    SELECT p.parent, u.code, u.name, u.kind, 2 FROM unit u JOIN unit p ON p.code = u.parent WHERE p.parent IS NOT NULL
    UNION ALL
    SELECT g.parent, u.code, u.name, u.kind, 3 FROM unit u JOIN unit p ON p.code = u.parent JOIN unit g ON g.code = p.parent
    WHERE g.parent IS NOT NULL
) a;

CREATE VIEW v_target AS
SELECT set_name, position, title, metric, target / 100.0 AS target, period_kind, unit_kinds,
       datetime(valid_from + 25200, 'unixepoch') AS valid_from, datetime(valid_to + 25200, 'unixepoch') AS valid_to
FROM target;

CREATE VIEW v_metric_period AS
SELECT n.unit, COALESCE(u.name, NULLIF(n.unit, 'ALL'), 'Toàn bộ') AS unit_name, n.metric, n.period_kind, n.period_from AS starts_at,
       datetime(n.period_from + 25200, 'unixepoch') AS starts, datetime(p.period_to + 25200, 'unixepoch') AS ends,
       n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) ELSE n.ratio / 10000.0 END AS rate,
       n.score / 10000.0 AS score
FROM metric_now n
JOIN sample_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE VIEW v_run AS
SELECT s.name AS source, COALESCE(s.title, s.name) AS title, r.id, r.started_at,
       datetime(r.started_at + 25200, 'unixepoch') AS started, datetime(r.observed_at + 25200, 'unixepoch') AS observed,
       r.outcome, r.message, r.expected, r.got, r.expected - r.got AS missing, r.new_rows, r.changed, r.unchanged, r.rejected,
       r.rejects_open, r.bytes, r.pages, r.milliseconds
FROM run r JOIN source s ON s.id = r.source_id;

CREATE VIEW v_reject AS
SELECT s.name AS source, j.stream, j.field, j.reason, COUNT(*) AS records,
       datetime(MIN(j.first_seen) + 25200, 'unixepoch') AS first_seen, datetime(MAX(j.last_seen) + 25200, 'unixepoch') AS last_seen
FROM reject j JOIN source s ON s.id = j.source_id GROUP BY s.name, j.stream, j.field, j.reason;

CREATE VIEW v_identity AS
SELECT b.unit, COALESCE(u.name, b.unit) AS unit_name, b.identity, b.period_kind,
       datetime(b.period_from + 25200, 'unixepoch') AS period_from, b.left_side, b.right_side,
       b.left_side - b.right_side AS difference, datetime(p.observed_at + 25200, 'unixepoch') AS observed
FROM identity_break b
JOIN sample_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from
LEFT JOIN unit u ON u.code = b.unit;
