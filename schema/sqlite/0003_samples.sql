-- Time series. A sample is what an evaluation found when a poll had ended: a row where a value differs from the row before it
-- of the same key, or where it is the first of a day (Vietnamese wall time). Rows are only ever added; one that is found again
-- at the same moment is replaced.
--
-- source_id of a sample is 0: what all counting sources say together of a unit, each dossier once. A unit that several sources
-- feed has one series, and it does not break where another source joins. Other numbers are free for series of one source.

-- Counters of a unit with all below it; unit ALL: the total. NULL: unknown from then on.
CREATE TABLE count_sample (
    unit        TEXT NOT NULL,
    counter     TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    source_id   INTEGER NOT NULL DEFAULT 0,
    value       INTEGER,
    PRIMARY KEY (unit, counter, observed_at, period_kind, period_from, source_id)
) STRICT, WITHOUT ROWID;

-- ratio, score: 1/10000, as a portal published them.
CREATE TABLE metric_sample (
    unit        TEXT NOT NULL,
    metric      TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    source_id   INTEGER NOT NULL DEFAULT 0,
    numerator   INTEGER,
    denominator INTEGER,
    ratio       INTEGER,
    score       INTEGER,
    PRIMARY KEY (unit, metric, observed_at, period_kind, period_from, source_id)
) STRICT, WITHOUT ROWID;

-- The newest row of each key of metric_sample.
CREATE TABLE metric_now (
    source_id   INTEGER NOT NULL DEFAULT 0,
    metric      TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    unit        TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    numerator   INTEGER,
    denominator INTEGER,
    ratio       INTEGER,
    score       INTEGER,
    PRIMARY KEY (source_id, metric, period_kind, period_from, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_now_by_unit ON metric_now (unit, period_kind, period_from);

-- The periods that are sampled, and how far: up to the runs of which turn, and as at when.
CREATE TABLE sample_period (
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    period_to   INTEGER NOT NULL,
    observed_at INTEGER NOT NULL,
    turn        INTEGER NOT NULL,
    definitions INTEGER NOT NULL,        -- hash of what count_own depends on; 0: to be counted anew
    tree        INTEGER NOT NULL,        -- hash of what turns it into samples
    PRIMARY KEY (period_kind, period_from)
) STRICT, WITHOUT ROWID;

-- What each unit's own dossiers gave in a sampled period: the counters in their order. unit '': dossiers of no unit. A changed
-- dossier is taken out as it was and put in as it is; nothing else is counted again.
CREATE TABLE count_own (
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    unit        TEXT NOT NULL,
    numbers     TEXT NOT NULL,
    PRIMARY KEY (period_kind, period_from, unit)
) STRICT, WITHOUT ROWID;

-- Identities between counters that do not hold (received + carried_over = finished + ...), in the newest evaluation.
CREATE TABLE identity_break (
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    unit        TEXT NOT NULL,
    identity    TEXT NOT NULL,
    left_side   INTEGER NOT NULL,
    right_side  INTEGER NOT NULL,
    PRIMARY KEY (period_kind, period_from, unit, identity)
) STRICT, WITHOUT ROWID;

-- The configured commitments, each with the metric that there are data for.
CREATE TABLE target (
    set_name    TEXT NOT NULL,
    position    INTEGER NOT NULL,        -- 1 first
    title       TEXT NOT NULL,
    metric      TEXT NOT NULL,
    target      INTEGER NOT NULL,        -- 1/10000: 85 % is 8500
    period_kind TEXT NOT NULL,
    unit_kinds  TEXT NOT NULL,           -- ' commune department ', a space around each; '': all units
    valid_from  INTEGER,
    valid_to    INTEGER,
    PRIMARY KEY (set_name, position)
) STRICT, WITHOUT ROWID;

-- Counts up whenever runs are about to be sampled; one row.
CREATE TABLE sample_turn (
    id   INTEGER PRIMARY KEY CHECK (id = 1),
    turn INTEGER NOT NULL
) STRICT;
INSERT INTO sample_turn (id, turn) VALUES (1, 1);

-- The turn in which a run's changes went into the samples; 0: not yet; -1: pages came after it.
ALTER TABLE run ADD COLUMN sampled INTEGER NOT NULL DEFAULT 0;
UPDATE run SET sampled = 1 WHERE outcome <> 'running';
-- Records of the source that could not be read, when the run had ended.
ALTER TABLE run ADD COLUMN rejects_open INTEGER;
-- When a poll first named the unit; NULL: imported, or before there were samples.
ALTER TABLE unit ADD COLUMN known_from INTEGER;
-- The run that replaced this version; NULL: before there were samples.
ALTER TABLE dossier_history ADD COLUMN replaced_by INTEGER;

CREATE INDEX dossier_by_run ON dossier (run_id);
CREATE INDEX dossier_history_by_run ON dossier_history (run_id);
CREATE INDEX dossier_history_by_replaced ON dossier_history (replaced_by);
CREATE INDEX figure_by_run ON figure (run_id);

-- For people with the sqlite3 shell and for spreadsheets; moments as text, Vietnamese wall time. The same names as in PostgreSQL.
CREATE VIEW v_clock AS
SELECT newest, datetime(newest + 25200, 'unixepoch') AS newest_time,
       (day - 1 - (day - 2) % 7 + 1) * 86400 - 25200 AS friday_end
FROM (SELECT newest, (newest + 25200) / 86400 AS day FROM (SELECT MAX(observed_at) AS newest FROM sample_period));

CREATE VIEW v_metric_now AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       datetime(n.period_from + 25200, 'unixepoch') AS period_from,
       datetime(p.period_to + 25200, 'unixepoch') AS period_to,
       n.period_from = (SELECT MAX(c.period_from) FROM sample_period c WHERE c.period_kind = n.period_kind) AS is_current,
       datetime(n.observed_at + 25200, 'unixepoch') AS observed,
       n.numerator, n.denominator,
       CASE WHEN n.denominator > 0 THEN ROUND(100.0 * n.numerator / n.denominator, 2) END AS rate,
       n.ratio / 10000.0 AS published_ratio, n.score / 10000.0 AS published_score
FROM metric_now n
JOIN sample_period p ON p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE VIEW v_metric_last_friday AS
SELECT n.unit, u.name AS unit_name, n.metric, n.period_kind,
       datetime(n.period_from + 25200, 'unixepoch') AS period_from,
       datetime(s.observed_at + 25200, 'unixepoch') AS observed,
       s.numerator, s.denominator,
       CASE WHEN s.denominator > 0 THEN ROUND(100.0 * s.numerator / s.denominator, 2) END AS rate,
       s.ratio / 10000.0 AS published_ratio, s.score / 10000.0 AS published_score
FROM v_clock c
JOIN (SELECT p.period_kind, MIN(p.period_from) AS period_from FROM sample_period p, v_clock k
      WHERE p.period_from < k.friday_end AND p.period_to >= k.friday_end - 86400 GROUP BY p.period_kind) w
JOIN metric_now n ON n.source_id = 0 AND n.period_kind = w.period_kind AND n.period_from = w.period_from
JOIN metric_sample s ON s.unit = n.unit AND s.metric = n.metric AND s.period_kind = n.period_kind
     AND s.period_from = n.period_from AND s.source_id = 0
     AND s.observed_at = (SELECT MAX(x.observed_at) FROM metric_sample x WHERE x.unit = n.unit AND x.metric = n.metric
                          AND x.period_kind = n.period_kind AND x.period_from = n.period_from AND x.source_id = 0
                          AND x.observed_at >= c.friday_end - 604800 AND x.observed_at < c.friday_end)
LEFT JOIN unit u ON u.code = n.unit;

CREATE VIEW v_change AS
SELECT n.unit, n.unit_name, n.metric, n.period_kind, n.period_from, n.observed, f.observed AS observed_before,
       n.numerator, f.numerator AS numerator_before, n.denominator, f.denominator AS denominator_before,
       n.rate, f.rate AS rate_before, ROUND(n.rate - f.rate, 2) AS change
FROM v_metric_now n
JOIN v_metric_last_friday f ON f.unit = n.unit AND f.metric = n.metric AND f.period_kind = n.period_kind
     AND f.period_from = n.period_from
WHERE n.is_current;

-- Units that a commitment set binds and that there are data of; last the total.
CREATE VIEW v_commitment AS
WITH place AS (
    SELECT u.code, u.name, COALESCE(u.kind, 'other') AS kind, MAX(us.dossiers) AS dossiers
    FROM unit u JOIN unit_source us ON us.unit = u.code GROUP BY u.code, u.name, u.kind
), bound AS (
    SELECT t.*, p.code AS unit, p.name AS unit_name,
           (SELECT MAX(s.period_from) FROM sample_period s WHERE s.period_kind = t.period_kind) AS period_from
    FROM target t JOIN place p ON (t.unit_kinds = '' OR INSTR(t.unit_kinds, ' ' || p.kind || ' ') > 0)
    WHERE p.dossiers OR p.kind <> 'province'
    UNION ALL
    SELECT t.*, 'ALL', NULL, (SELECT MAX(s.period_from) FROM sample_period s WHERE s.period_kind = t.period_kind)
    FROM target t
), judged AS (
    SELECT b.*, n.numerator AS n, n.denominator AS d, n.observed_at,
           b.target * n.denominator - 10000 * n.numerator AS short_by
    FROM bound b LEFT JOIN metric_now n ON n.source_id = 0 AND n.metric = b.metric AND n.period_kind = b.period_kind
         AND n.period_from = b.period_from AND n.unit = b.unit
)
SELECT set_name, position, title, unit, unit_name, metric, period_kind,
       datetime(period_from + 25200, 'unixepoch') AS period_from,
       datetime(observed_at + 25200, 'unixepoch') AS observed,
       n AS numerator, d AS denominator,
       CASE WHEN d > 0 THEN ROUND(100.0 * n / d, 2) END AS rate, target / 100.0 AS target,
       CASE WHEN n IS NULL OR d IS NULL THEN 'unknown' WHEN d = 0 THEN 'none' WHEN short_by <= 0 THEN 'yes' ELSE 'no' END AS kept,
       CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 OR short_by <= 0 THEN 0 ELSE (short_by + 9999) / 10000 END
           AS fix_existing,
       CASE WHEN n IS NULL OR d IS NULL THEN NULL WHEN d = 0 OR short_by <= 0 THEN 0
            WHEN target < 10000 THEN (short_by + 10000 - target - 1) / (10000 - target) END AS need_new
FROM judged;

CREATE VIEW v_league AS
WITH points AS (
    SELECT t.set_name, f.unit, f.score, ROW_NUMBER() OVER (PARTITION BY t.set_name, f.unit ORDER BY f.observed_at DESC, f.source_id) AS nth
    FROM (SELECT DISTINCT set_name, period_kind FROM target) t
    JOIN figure f ON f.metric = 'TOTAL' AND f.period_kind = t.period_kind
         AND f.period_from = (SELECT MAX(s.period_from) FROM sample_period s WHERE s.period_kind = t.period_kind)
), standing AS (
    SELECT c.set_name, c.unit, c.unit_name, SUM(c.kept = 'yes') AS kept, SUM(c.kept IN ('yes', 'no')) AS judged,
           COALESCE(SUM(c.fix_existing), 0) AS short_total,
           (SELECT p.score FROM points p WHERE p.set_name = c.set_name AND p.unit = c.unit AND p.nth = 1) AS score
    FROM v_commitment c WHERE c.unit <> 'ALL' GROUP BY c.set_name, c.unit, c.unit_name
)
SELECT set_name,
       CASE WHEN score IS NOT NULL OR judged > 0 THEN RANK() OVER (PARTITION BY set_name
           ORDER BY score IS NULL, score DESC, CASE WHEN score IS NULL THEN judged = 0 END,
           CASE WHEN score IS NULL THEN kept END DESC, CASE WHEN score IS NULL THEN short_total END) END AS rank,
       unit, unit_name, kept, judged, short_total, score / 10000.0 AS points
FROM standing;

-- Days are begun days, as in the report.
CREATE VIEW v_overdue_ageing AS
WITH late AS (
    SELECT d.unit, MAX(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM dossier d JOIN v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS NOT 3 AND d.source_id NOT IN (SELECT id FROM source WHERE counts = 0)
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, SUM(l.days <= 3) AS days_1_3, SUM(l.days BETWEEN 4 AND 7) AS days_4_7,
       SUM(l.days BETWEEN 8 AND 30) AS days_8_30, SUM(l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN unit u ON u.code = l.unit GROUP BY l.unit, u.name;

CREATE VIEW v_freshness AS
SELECT s.name AS source, s.title, s.counts, datetime(r.observed_at + 25200, 'unixepoch') AS last_run, r.outcome, r.message,
       r.expected, r.got,
       datetime((SELECT MAX(c.observed_at) FROM run c WHERE c.source_id = s.id AND c.outcome = 'complete') + 25200, 'unixepoch')
           AS last_complete
FROM source s LEFT JOIN run r ON r.id = (SELECT MAX(q.id) FROM run q WHERE q.source_id = s.id);

CREATE VIEW v_quality AS
SELECT 'run' AS issue, s.name AS source, NULL AS unit, r.outcome || COALESCE(': ' || r.message, '') AS what,
       r.expected - r.got AS number, datetime(r.observed_at + 25200, 'unixepoch') AS observed
FROM source s JOIN run r ON r.id = (SELECT MAX(q.id) FROM run q WHERE q.source_id = s.id) WHERE r.outcome <> 'complete'
UNION ALL
SELECT 'reject', s.name, NULL, j.field || ': ' || j.reason, COUNT(*), datetime(MAX(j.last_seen) + 25200, 'unixepoch')
FROM reject j JOIN source s ON s.id = j.source_id GROUP BY s.name, j.field, j.reason
UNION ALL
SELECT 'identity', NULL, b.unit, b.identity || ': ' || b.left_side || ' <> ' || b.right_side || ' (' || b.period_kind || ')',
       b.left_side - b.right_side, datetime(p.observed_at + 25200, 'unixepoch')
FROM identity_break b JOIN sample_period p ON p.period_kind = b.period_kind AND p.period_from = b.period_from;
