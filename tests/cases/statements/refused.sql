SELECT s.name, s.manifest, (SELECT COUNT(*) FROM dossier d WHERE d.source_id = s.id), 1 FROM source s ORDER BY s.name;
SELECT s.name, (SELECT COUNT(*) FROM v_missing m WHERE m.source = s.name) FROM source s;
SELECT s.id, (SELECT COUNT(*) FROM (SELECT 1 FROM dossier d WHERE d.source_id = s.id LIMIT 1) x) FROM source s WHERE s.name = $1;
DELETE FROM run WHERE observed_at <= $1 AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.run_id = run.id) RETURNING 1;
SELECT 1 FROM source s LEFT JOIN run r ON true WHERE EXISTS (SELECT 1 FROM run k WHERE k.source_id = s.id AND k.id IN (SELECT run_id FROM motcua.dossier_history h WHERE h.source_id = k.source_id));
WITH g AS (SELECT 1) SELECT (SELECT COUNT(*) FROM dossier_history h WHERE h.source_id = s.id AND NOT EXISTS (SELECT 1 FROM dossier d WHERE d.source_id = h.source_id)) FROM source s
