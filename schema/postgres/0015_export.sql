-- Exports: the file of a run, by its name and the SHA-256 of its bytes. Dossiers that an earlier source has too: the same code in
-- two counting sources counts once, for the first of them in the config's order (source.place; NULL: it does not count).
-- twice_from: since when the other source has it; NULL: it counts.
ALTER TABLE motcua.run ADD COLUMN file text;
ALTER TABLE motcua.run ADD COLUMN sha256 text;
CREATE INDEX run_by_sha256 ON motcua.run (source_id, sha256) WHERE sha256 IS NOT NULL;

ALTER TABLE motcua.source ADD COLUMN place bigint;
ALTER TABLE motcua.dossier ADD COLUMN twice_from bigint;
COMMENT ON COLUMN motcua.dossier.twice_from IS 'Từ khi nào hồ sơ cũng có ở một nguồn khác được tính trước; NULL: chỉ ở nguồn này';
ALTER TABLE motcua.dossier_history ADD COLUMN twice_from bigint;
ALTER TABLE motcua.unit_source ADD COLUMN twice bigint NOT NULL DEFAULT 0; -- 1: all its dossiers of this unit count elsewhere
CREATE INDEX dossier_twice ON motcua.dossier (source_id) WHERE twice_from IS NOT NULL;

CREATE OR REPLACE VIEW motcua.v_overdue_ageing WITH (security_invoker = true) AS
WITH late AS (
    SELECT d.unit, GREATEST(1, (c.newest - d.due_at + 86399) / 86400) AS days
    FROM motcua.dossier d JOIN motcua.v_clock c ON d.received_at < c.newest AND d.due_at <= c.newest
         AND COALESCE(d.finished_at, d.returned_at) IS NULL
    WHERE d.status IS DISTINCT FROM 3 AND d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0)
          AND d.twice_from IS NULL
)
SELECT l.unit, u.name AS unit_name, COUNT(*) AS overdue, COUNT(*) FILTER (WHERE l.days <= 3) AS days_1_3,
       COUNT(*) FILTER (WHERE l.days BETWEEN 4 AND 7) AS days_4_7, COUNT(*) FILTER (WHERE l.days BETWEEN 8 AND 30) AS days_8_30,
       COUNT(*) FILTER (WHERE l.days > 30) AS days_over_30, MAX(l.days) AS days_longest
FROM late l LEFT JOIN motcua.unit u ON u.code = l.unit GROUP BY l.unit, u.name;
