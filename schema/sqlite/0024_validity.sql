-- From when to when a ruleset is in force; and beside the points that count (appraised, where they are) those that a unit gives itself.
ALTER TABLE score_ruleset ADD COLUMN valid_from INTEGER;
ALTER TABLE score_ruleset ADD COLUMN valid_to INTEGER;  -- the midnight after the last day
ALTER TABLE score_now ADD COLUMN self INTEGER;          -- the self-score, also where it was appraised
DROP VIEW v_score_now;
CREATE VIEW v_score_now AS
SELECT n.ruleset, r.title AS ruleset_title, n.version, n.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind,
       n.criterion, k.title, k.position, k.depth, k.parent, k.area, k.parts = 0 AS is_leaf, k.responsible,
       n.period_kind, datetime(n.period_from + 25200, 'unixepoch') AS period_from,
       datetime(p.period_to + 25200, 'unixepoch') AS period_to,
       n.period_from = (SELECT MAX(c.period_from) FROM score_period c WHERE c.ruleset = n.ruleset
                        AND c.period_kind = n.period_kind) AS is_current,
       datetime(n.observed_at + 25200, 'unixepoch') AS observed,
       n.points / 10000.0 AS points, n.maximum / 10000.0 AS maximum, n.known / 10000.0 AS known,
       (n.known - n.points) / 10000.0 AS lost, n.missing, n.numerator, n.denominator, n.rate / 10000.0 AS rate,
       n.aim / 10000.0 AS aim, n.short_by, n.appraised / 10000.0 AS appraised, n.target / 10000.0 AS target,
       n.place, n.places, n.origin, n.cause, k.assumed = 1 AS is_assumed,
       n.self / 10000.0 AS self
FROM score_now n
JOIN score_ruleset r ON r.ruleset = n.ruleset
JOIN score_criterion k ON k.ruleset = n.ruleset AND k.criterion = n.criterion
JOIN score_period p ON p.ruleset = n.ruleset AND p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN unit u ON u.code = n.unit
WHERE n.source_id = 0;

-- Whether each ruleset is in force at the newest moment of the store.
CREATE VIEW v_ruleset AS
SELECT r.ruleset, r.title, r.document, r.version, r.period_kind, date(r.valid_from + 25200, 'unixepoch') AS valid_from,
       date(r.valid_to + 25200, 'unixepoch') AS valid_to,
       COALESCE(r.valid_from <= k.newest, 1) AND COALESCE(r.valid_to > k.newest, 1) AS in_force
FROM score_ruleset r, v_clock k;
