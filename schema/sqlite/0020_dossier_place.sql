-- On whose system a dossier is handled (0 the province's, 1 to 99 a ministry's; NULL: the province's), and the unit that received it
-- where another one handles it (NULL: the same).
ALTER TABLE dossier ADD COLUMN system_owner INTEGER;
ALTER TABLE dossier ADD COLUMN receiving_unit TEXT;
ALTER TABLE dossier_history ADD COLUMN system_owner INTEGER;
ALTER TABLE dossier_history ADD COLUMN receiving_unit TEXT;
