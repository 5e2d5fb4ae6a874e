-- Exports: the file of a run, by its name and the SHA-256 of its bytes. Dossiers that an earlier source has too: the same code in
-- two counting sources counts once, for the first of them in the config's order (source.place; NULL: it does not count).
-- twice_from: since when the other source has it; NULL: it counts.
ALTER TABLE run ADD COLUMN file TEXT;
ALTER TABLE run ADD COLUMN sha256 TEXT;
CREATE INDEX run_by_sha256 ON run (source_id, sha256) WHERE sha256 IS NOT NULL;

ALTER TABLE source ADD COLUMN place INTEGER;
ALTER TABLE dossier ADD COLUMN twice_from INTEGER;
ALTER TABLE dossier_history ADD COLUMN twice_from INTEGER;
ALTER TABLE unit_source ADD COLUMN twice INTEGER NOT NULL DEFAULT 0; -- 1: all its dossiers of this unit count elsewhere
CREATE INDEX dossier_twice ON dossier (source_id) WHERE twice_from IS NOT NULL;

DROP VIEW v_overdue_ageing;
CREATE VIEW v_overdue_ageing AS
WITH late AS (
    SELECT d.unit, MAX(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM dossier d JOIN v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS NOT 3 AND d.source_id NOT IN (SELECT id FROM source WHERE counts = 0) AND d.twice_from IS NULL
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, SUM(l.days <= 3) AS days_1_3, SUM(l.days BETWEEN 4 AND 7) AS days_4_7,
       SUM(l.days BETWEEN 8 AND 30) AS days_8_30, SUM(l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN unit u ON u.code = l.unit GROUP BY l.unit, u.name;
