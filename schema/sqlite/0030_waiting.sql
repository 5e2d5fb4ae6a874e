-- Since when a dossier waits for the applicant (NULL: it does not wait, or nobody tells since when): waiting since before its due
-- date, it is not overdue.
ALTER TABLE dossier ADD COLUMN waiting_since INTEGER;
ALTER TABLE dossier_history ADD COLUMN waiting_since INTEGER;

DROP VIEW v_overdue_ageing;
CREATE VIEW v_overdue_ageing AS
WITH late AS (
    SELECT d.unit, MAX(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM dossier d JOIN v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS NOT 3 AND d.source_id NOT IN (SELECT id FROM source WHERE counts = 0)
      AND (d.twice_from IS NULL OR d.twice_from > CAST(strftime('%s', 'now') AS INTEGER) + 86400)
      AND (d.waiting_since IS NULL OR d.waiting_since >= d.due_at OR d.waiting_since >= c.newest)
      AND d.known_from <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
    UNION ALL -- versions that a reading ahead of the clock replaced
    SELECT h.unit, MAX(1, (c.newest - h.due_at + 86399) / 86400)
    FROM dossier_history h JOIN v_clock c ON h.received_at < c.newest AND h.due_at <= c.newest
         AND COALESCE(h.finished_at, h.returned_at) IS NULL
    WHERE h.status IS NOT 3 AND h.source_id NOT IN (SELECT id FROM source WHERE counts = 0)
      AND (h.twice_from IS NULL OR h.twice_from > CAST(strftime('%s', 'now') AS INTEGER) + 86400)
      AND (h.waiting_since IS NULL OR h.waiting_since >= h.due_at OR h.waiting_since >= c.newest)
      AND h.known_from <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
      AND h.replaced_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400
      AND h.replaced_by IN (SELECT id FROM run WHERE observed_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400)
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, SUM(l.days <= 3) AS days_1_3, SUM(l.days BETWEEN 4 AND 7) AS days_4_7,
       SUM(l.days BETWEEN 8 AND 30) AS days_8_30, SUM(l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN unit u ON u.code = l.unit GROUP BY l.unit, u.name;

-- What status, report and advice tell of the end of the period: the range in which a rate will be four times out of five, as at the
-- newest sample (commitment/forecast.h).
CREATE TABLE forecast (
    set_name      TEXT NOT NULL,
    position      INTEGER NOT NULL,
    unit          TEXT NOT NULL,
    period_kind   TEXT NOT NULL,
    period_from   INTEGER NOT NULL,
    observed_at   INTEGER NOT NULL,
    low           INTEGER NOT NULL,
    high          INTEGER NOT NULL,
    arrivals_low  INTEGER NOT NULL,
    arrivals_high INTEGER NOT NULL,
    PRIMARY KEY (set_name, position, unit)
) STRICT, WITHOUT ROWID;

-- v_commitment with the third state: kept now, but the forecast reaches below the target (đạt sát mức).
CREATE VIEW v_commitment_state AS
SELECT c.*, CASE WHEN c.kept = 'yes' AND f.low < 100 * c.target THEN 'near' ELSE c.kept END AS verdict,
       f.low / 100.0 AS forecast_low, f.high / 100.0 AS forecast_high
FROM v_commitment c LEFT JOIN forecast f ON f.set_name = c.set_name AND f.position = c.position AND f.unit = c.unit
     AND datetime(f.period_from + 25200, 'unixepoch') = c.period_from
     AND f.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400;
