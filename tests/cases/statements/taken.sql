WITH had AS MATERIALIZED (SELECT source_id, COUNT(*) AS n FROM dossier GROUP BY source_id) SELECT s.name, COALESCE((SELECT n FROM had WHERE had.source_id = s.id), 0) FROM source s;
SELECT h.key FROM dossier_history h JOIN source s ON s.id = h.source_id WHERE NOT EXISTS (SELECT 1 FROM dossier d WHERE d.source_id = h.source_id AND d.key = h.key);
SELECT r.row, d.key IS NULL FROM unnest($7, $8) AS r(a, b) LEFT JOIN LATERAL (SELECT * FROM dossier x WHERE x.source_id = $1 AND x.key = r.a) d ON true;
SELECT d.unit FROM motcua.dossier d WHERE d.source_id NOT IN (SELECT id FROM motcua.source WHERE counts = 0);
WITH used AS MATERIALIZED (SELECT DISTINCT run_id AS id FROM dossier UNION SELECT run_id FROM dossier_history) DELETE FROM run WHERE id NOT IN (SELECT id FROM used) AND NOT EXISTS (SELECT 1 FROM figure f WHERE f.run_id = run.id) RETURNING 1;
