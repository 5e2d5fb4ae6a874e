-- For v_overdue_ageing: what is open, a small part of all; as in PostgreSQL.
CREATE INDEX dossier_open ON dossier (due_at) WHERE COALESCE(finished_at, returned_at) IS NULL;
