-- From when to when a ruleset is in force; and beside the points that count (appraised, where they are) those that a unit gives itself.
ALTER TABLE motcua.score_ruleset ADD COLUMN valid_from bigint;
ALTER TABLE motcua.score_ruleset ADD COLUMN valid_to bigint;
ALTER TABLE motcua.score_now ADD COLUMN self bigint;
COMMENT ON COLUMN motcua.score_ruleset.valid_to IS 'The midnight after the last day';
COMMENT ON COLUMN motcua.score_now.points IS '1/10000; appraised where that is there, else the self-score: what the place is made of';
COMMENT ON COLUMN motcua.score_now.self IS '1/10000; the self-score, also where it was appraised';

CREATE OR REPLACE VIEW motcua.v_score_now WITH (security_invoker = true) AS
SELECT n.ruleset, r.title AS ruleset_title, n.version, n.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind,
       n.criterion, k.title, k.position, k.depth, k.parent, k.area, k.parts = 0 AS is_leaf, k.responsible,
       n.period_kind, to_timestamp(n.period_from) AS period_from, to_timestamp(p.period_to) AS period_to,
       n.period_from = c.period_from AS is_current, to_timestamp(n.observed_at) AS observed,
       n.points / 10000.0 AS points, n.maximum / 10000.0 AS maximum, n.known / 10000.0 AS known,
       (n.known - n.points) / 10000.0 AS lost, n.missing, n.numerator, n.denominator, n.rate / 10000.0 AS rate,
       n.aim / 10000.0 AS aim, n.short_by, n.appraised / 10000.0 AS appraised, n.target / 10000.0 AS target,
       n.place, n.places, n.origin, n.cause, k.assumed = 1 AS is_assumed,
       n.self / 10000.0 AS self
FROM motcua.score_now n
JOIN motcua.score_ruleset r ON r.ruleset = n.ruleset
JOIN motcua.score_criterion k ON k.ruleset = n.ruleset AND k.criterion = n.criterion
JOIN motcua.score_period p ON p.ruleset = n.ruleset AND p.period_kind = n.period_kind AND p.period_from = n.period_from
JOIN (SELECT ruleset, period_kind, MAX(period_from) AS period_from FROM motcua.score_period GROUP BY ruleset, period_kind) c
     ON c.ruleset = n.ruleset AND c.period_kind = n.period_kind
LEFT JOIN motcua.unit u ON u.code = n.unit
WHERE n.source_id = 0;

-- Whether each ruleset is in force at the newest moment of the store.
CREATE VIEW motcua.v_ruleset WITH (security_invoker = true) AS
SELECT r.ruleset, r.title, r.document, r.version, r.period_kind, to_timestamp(r.valid_from) AS valid_from,
       to_timestamp(r.valid_to) AS valid_to,
       COALESCE(r.valid_from <= k.newest, true) AND COALESCE(r.valid_to > k.newest, true) AS in_force,
       CASE WHEN r.valid_from > k.newest THEN '▲ chưa có hiệu lực:' WHEN r.valid_to <= k.newest THEN '▲ hết hiệu lực:'
            ELSE '● có hiệu lực' END
       || COALESCE(' từ ' || to_char(to_timestamp(r.valid_from + 25200) AT TIME ZONE 'UTC', 'DD/MM/YYYY'), '')
       || COALESCE(' đến ' || to_char(to_timestamp(r.valid_to + 25200 - 86400) AT TIME ZONE 'UTC', 'DD/MM/YYYY'), '') AS said
FROM motcua.score_ruleset r, motcua.v_clock k;
COMMENT ON VIEW motcua.v_ruleset IS 'Bộ chỉ số đã cấu hình và hiệu lực tại lần tính mới nhất (whether a ruleset is in force)';

-- A percentage has one form wherever people read it: 97,17%.
CREATE OR REPLACE VIEW motcua.v_commitment_said WITH (security_invoker = true) AS
SELECT c.*,
       CASE c.kept WHEN 'unknown' THEN '– chưa có số liệu' WHEN 'none' THEN '○ không phát sinh'
            ELSE CASE c.kept WHEN 'yes' THEN '● ' ELSE '▲ ' END || replace(to_char(c.rate, 'FM990.00'), '.', ',') || '% / '
                 || replace(rtrim(to_char(c.target, 'FM990.99'), '.'), '.', ',') || '%' END AS said
FROM motcua.v_commitment c;
