-- As in PostgreSQL: a period that is sampled ahead of the clock was sampled before if a reading that is not ahead came after its start. To
-- look for a sample of it among all metrics costs the more the more units there are.
DROP VIEW known_period;
CREATE VIEW known_period AS
SELECT p.period_kind, p.period_from, p.period_to, p.observed_at, 1 AS stands FROM sample_period p
WHERE p.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
UNION ALL
SELECT p.period_kind, p.period_from, p.period_to, r.newest, 0
FROM sample_period p CROSS JOIN (SELECT MAX(k.observed_at) AS newest FROM known_run k WHERE k.sampled > 0) r
WHERE p.observed_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400 AND p.period_from <= r.newest;
DROP VIEW known_score_period;
CREATE VIEW known_score_period AS
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, p.observed_at FROM score_period p
WHERE p.observed_at <= CAST(strftime('%s', 'now') AS INTEGER) + 86400
UNION ALL
SELECT p.ruleset, p.period_kind, p.period_from, p.period_to, r.newest
FROM score_period p CROSS JOIN (SELECT MAX(k.observed_at) AS newest FROM known_run k WHERE k.sampled > 0) r
WHERE p.observed_at > CAST(strftime('%s', 'now') AS INTEGER) + 86400 AND p.period_from <= r.newest;
