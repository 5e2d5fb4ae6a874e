-- The index: scores as a time series, evidence, and entries that say more than a number.
--
-- A score sample is what a ruleset gave a unit in a period when a poll had ended: a row where something differs from the row
-- before it of the same key, or where it is the first of a day (Vietnamese wall time). Points and maxima are 1/10000.
-- source_id is 0, as in the other samples.
CREATE TABLE score_sample (
    unit        TEXT NOT NULL,
    ruleset     TEXT NOT NULL,
    criterion   TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    source_id   INTEGER NOT NULL DEFAULT 0,
    version     TEXT NOT NULL,           -- of the ruleset, @, and the start of its content's hash
    points      INTEGER,                 -- of what is known below, where not all is; NULL: no data from then on
    maximum     INTEGER NOT NULL,        -- as it applies to the unit
    known       INTEGER NOT NULL,        -- the maxima of what is known; known - points: lost
    missing     INTEGER NOT NULL,        -- criteria below (or this one) that carry points and have no data
    numerator   INTEGER,
    denominator INTEGER,
    place       INTEGER,                 -- rank of the total among units of the same kind; places: how many they are
    places      INTEGER,
    origin      TEXT,                    -- measured, figure, published, entered or sum; NULL: no data
    PRIMARY KEY (unit, ruleset, criterion, observed_at, period_kind, period_from, source_id)
) STRICT, WITHOUT ROWID;

-- The newest row of each key of score_sample, with what explains it.
CREATE TABLE score_now (
    source_id   INTEGER NOT NULL DEFAULT 0,
    ruleset     TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    criterion   TEXT NOT NULL,
    unit        TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    version     TEXT NOT NULL,
    points      INTEGER,
    maximum     INTEGER NOT NULL,
    known       INTEGER NOT NULL,
    missing     INTEGER NOT NULL,
    numerator   INTEGER,
    denominator INTEGER,
    place       INTEGER,
    places      INTEGER,
    origin      TEXT,
    rate        INTEGER,                 -- percent, 1/10000: 85 % is 850000; also where only the rate is known
    aim         INTEGER,                 -- what full points take: percent or items, 1/10000
    short_by    INTEGER,                 -- how many more dossiers or items full points would take
    appraised   INTEGER,
    target      INTEGER,
    cause       TEXT,                    -- why points are lost, in the language of the config
    PRIMARY KEY (source_id, ruleset, period_kind, period_from, criterion, unit)
) STRICT, WITHOUT ROWID;
CREATE INDEX score_now_by_unit ON score_now (unit, ruleset, period_kind, period_from);

-- The configured rulesets, and their criteria (TOTAL: the sum of all).
CREATE TABLE score_ruleset (
    ruleset         TEXT PRIMARY KEY,
    title           TEXT NOT NULL,
    version         TEXT NOT NULL,
    period_kind     TEXT NOT NULL,
    document        TEXT NOT NULL,
    remedy_document TEXT,
    remedy_to       TEXT,
    remedy_before   INTEGER              -- a plan of remedy is due before this moment; NULL: no day is set
) STRICT, WITHOUT ROWID;

CREATE TABLE score_criterion (
    ruleset     TEXT NOT NULL,
    criterion   TEXT NOT NULL,
    position    INTEGER NOT NULL,
    parent      TEXT,
    area        TEXT,                    -- the area that it lies in; of an area its own code; NULL of the total
    depth       INTEGER NOT NULL,
    parts       INTEGER NOT NULL,        -- criteria right below it; 0: a leaf
    title       TEXT NOT NULL,
    responsible TEXT,
    evidence    TEXT,
    assumed     INTEGER NOT NULL,        -- 1: no document states its maximum or its rule
    PRIMARY KEY (ruleset, criterion)
) STRICT, WITHOUT ROWID;

-- The periods that are scored, and a hash of what was entered and defined when they were.
CREATE TABLE score_period (
    ruleset     TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    period_to   INTEGER NOT NULL,
    observed_at INTEGER NOT NULL,
    inputs      INTEGER NOT NULL,
    PRIMARY KEY (ruleset, period_kind, period_from)
) STRICT, WITHOUT ROWID;

-- Units that owe a plan of remedy, in the newest evaluation.
CREATE TABLE remedy_due (
    ruleset     TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    unit        TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    reason      TEXT NOT NULL,
    PRIMARY KEY (ruleset, period_kind, period_from, unit)
) STRICT, WITHOUT ROWID;

-- Evidence: what proves an entry. Not the document itself: its name, its size, its SHA-256, and where it is to be found. Rows are
-- only ever added; one that withdraws another has no file of its own.
CREATE TABLE evidence (
    id          INTEGER PRIMARY KEY,
    ruleset     TEXT NOT NULL DEFAULT '',
    criterion   TEXT NOT NULL,
    unit        TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    entered_at  INTEGER NOT NULL,
    name        TEXT,
    bytes       INTEGER,
    sha256      TEXT,
    reference   TEXT,
    note        TEXT,
    entered_by  TEXT NOT NULL,
    withdraws   INTEGER,                 -- the evidence of that id does not count any more
    CHECK ((withdraws IS NULL) = (name IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL))
) STRICT;
CREATE INDEX evidence_by_unit ON evidence (unit, criterion, period_kind, period_from);
CREATE UNIQUE INDEX evidence_withdrawn ON evidence (withdraws) WHERE withdraws IS NOT NULL;
CREATE TRIGGER evidence_stays BEFORE UPDATE ON evidence
BEGIN
    SELECT RAISE(ABORT, 'entries are only ever added');
END;
CREATE TRIGGER evidence_remains BEFORE DELETE ON evidence
BEGIN
    SELECT RAISE(ABORT, 'entries are only ever added');
END;

-- Entries by hand say which ruleset they belong to (empty: any), may be words, and hold what the forms of a plan ask for.
CREATE TABLE manual_entry_wide (
    id          INTEGER PRIMARY KEY,
    ruleset     TEXT NOT NULL DEFAULT '',
    criterion   TEXT NOT NULL,
    unit        TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    entered_at  INTEGER NOT NULL,
    value       INTEGER,                 -- value, points, appraised, target, gain: 1/10000
    value_text  TEXT,                    -- as it was entered, where it is more than one number: 85/100, 16.5%, 4 4 4 3, words
    points      INTEGER,                 -- what the unit gives itself
    appraised   INTEGER,                 -- what the appraiser gave
    target      INTEGER,                 -- points that a plan is to reach; gain: how many more than at its start
    gain        INTEGER,
    deadline    INTEGER,                 -- the last day, its first moment
    responsible TEXT,
    note        TEXT,
    evidence    TEXT,                    -- where it is to be found, not the document itself
    entered_by  TEXT NOT NULL,
    CHECK (COALESCE(value, points, appraised, target, gain, deadline) IS NOT NULL
           OR COALESCE(value_text, responsible, note, evidence) IS NOT NULL),
    UNIQUE (ruleset, criterion, unit, period_kind, period_from, entered_at)
) STRICT;
INSERT INTO manual_entry_wide (id, criterion, unit, period_kind, period_from, entered_at, value, points, evidence, entered_by)
SELECT id, criterion, unit, period_kind, period_from, entered_at, value, points, evidence, entered_by FROM manual_entry;
DROP TRIGGER manual_entry_stays;
DROP TRIGGER manual_entry_remains;
DROP TABLE manual_entry;
ALTER TABLE manual_entry_wide RENAME TO manual_entry;
CREATE TRIGGER manual_entry_stays BEFORE UPDATE ON manual_entry
BEGIN
    SELECT RAISE(ABORT, 'entries are only ever added');
END;
CREATE TRIGGER manual_entry_remains BEFORE DELETE ON manual_entry
BEGIN
    SELECT RAISE(ABORT, 'entries are only ever added');
END;

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
       n.place, n.places, n.origin, n.cause, k.assumed = 1 AS is_assumed
FROM score_now n
JOIN score_ruleset r ON r.ruleset = n.ruleset
JOIN score_criterion k ON k.ruleset = n.ruleset AND k.criterion = n.criterion
JOIN score_period p ON p.ruleset = n.ruleset AND p.period_kind = n.period_kind AND p.period_from = n.period_from
LEFT JOIN unit u ON u.code = n.unit
WHERE n.source_id = 0;

CREATE VIEW v_score_history AS
SELECT s.ruleset, s.version, s.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, s.criterion AS area, k.title,
       k.position, k.depth, s.period_kind, datetime(s.period_from + 25200, 'unixepoch') AS period_from, s.observed_at,
       datetime(s.observed_at + 25200, 'unixepoch') AS observed, s.points / 10000.0 AS points, s.maximum / 10000.0 AS maximum,
       (s.known - s.points) / 10000.0 AS lost, s.missing, s.place, s.places
FROM score_sample s
JOIN score_criterion k ON k.ruleset = s.ruleset AND k.criterion = s.criterion AND k.depth <= 1
LEFT JOIN unit u ON u.code = s.unit
WHERE s.source_id = 0;

CREATE VIEW v_score_lost AS
SELECT n.ruleset, n.unit, n.unit_name, n.unit_kind, n.criterion, n.title, n.area, a.title AS area_title, n.responsible,
       n.period_kind, n.period_from, n.observed, n.points, n.maximum, n.lost, n.cause, n.numerator, n.denominator, n.rate, n.aim,
       n.short_by, n.origin
FROM v_score_now n
LEFT JOIN score_criterion a ON a.ruleset = n.ruleset AND a.criterion = n.area
WHERE n.is_current AND n.is_leaf AND n.lost > 0;

CREATE VIEW v_score_rank AS
WITH current AS (
    SELECT n.*, (SELECT MAX(s.observed_at) FROM score_sample s WHERE s.unit = n.unit AND s.ruleset = n.ruleset
                 AND s.criterion = n.criterion AND s.source_id = 0 AND s.period_kind = n.period_kind
                 AND s.period_from = n.period_from AND s.observed_at <= (SELECT newest - 604800 FROM v_clock)) AS week_before,
           (SELECT MAX(q.period_from) FROM score_now q WHERE q.source_id = 0 AND q.ruleset = n.ruleset
            AND q.period_kind = n.period_kind AND q.criterion = n.criterion AND q.unit = n.unit
            AND q.period_from < n.period_from) AS period_before
    FROM score_now n
    WHERE n.source_id = 0 AND n.criterion = 'TOTAL' AND n.place IS NOT NULL
      AND n.period_from = (SELECT MAX(c.period_from) FROM score_period c WHERE c.ruleset = n.ruleset
                           AND c.period_kind = n.period_kind)
)
SELECT n.ruleset, n.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, n.period_kind,
       datetime(n.period_from + 25200, 'unixepoch') AS period_from, datetime(n.observed_at + 25200, 'unixepoch') AS observed,
       n.points / 10000.0 AS points, n.maximum / 10000.0 AS maximum, n.place, n.places,
       w.points / 10000.0 AS points_week_before, w.place AS place_week_before, w.place - n.place AS places_up_week,
       b.points / 10000.0 AS points_period_before, b.place AS place_period_before, b.place - n.place AS places_up_period
FROM current n
LEFT JOIN score_sample w ON w.unit = n.unit AND w.ruleset = n.ruleset AND w.criterion = n.criterion AND w.source_id = 0
     AND w.period_kind = n.period_kind AND w.period_from = n.period_from AND w.observed_at = n.week_before
LEFT JOIN score_now b ON b.source_id = 0 AND b.ruleset = n.ruleset AND b.period_kind = n.period_kind
     AND b.period_from = n.period_before AND b.criterion = n.criterion AND b.unit = n.unit
LEFT JOIN unit u ON u.code = n.unit;

CREATE VIEW v_remedy AS
SELECT d.ruleset, r.title AS ruleset_title, d.unit, u.name AS unit_name, COALESCE(u.kind, 'other') AS unit_kind, d.period_kind,
       datetime(d.period_from + 25200, 'unixepoch') AS period_from, datetime(d.observed_at + 25200, 'unixepoch') AS observed,
       d.reason, datetime(r.remedy_before + 25200, 'unixepoch') AS due_before, r.remedy_to AS due_to,
       r.remedy_document AS document
FROM remedy_due d
JOIN score_ruleset r ON r.ruleset = d.ruleset
LEFT JOIN unit u ON u.code = d.unit;

CREATE VIEW v_evidence AS
SELECT e.id, e.ruleset, e.unit, u.name AS unit_name, e.criterion, e.period_kind,
       datetime(e.period_from + 25200, 'unixepoch') AS period_from, e.name, e.bytes, e.sha256, e.reference, e.note, e.entered_by,
       datetime(e.entered_at + 25200, 'unixepoch') AS entered
FROM evidence e LEFT JOIN unit u ON u.code = e.unit
WHERE e.withdraws IS NULL AND NOT EXISTS (SELECT 1 FROM evidence w WHERE w.withdraws = e.id);
