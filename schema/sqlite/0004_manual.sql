-- Entries made by hand: what no portal gives, each with who says so, when, and on what evidence. Rows are only ever added: a
-- correction is a later row, and the last one at or before a moment is what held then.
CREATE TABLE manual_entry (
    id          INTEGER PRIMARY KEY,
    criterion   TEXT NOT NULL,
    unit        TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    entered_at  INTEGER NOT NULL,
    value       INTEGER,                 -- value and points: 1/10000
    points      INTEGER,
    evidence    TEXT,                    -- where it is to be found, not the document itself
    entered_by  TEXT NOT NULL,
    CHECK (value IS NOT NULL OR points IS NOT NULL),
    UNIQUE (criterion, unit, period_kind, period_from, entered_at)
) STRICT;

CREATE TRIGGER manual_entry_stays BEFORE UPDATE ON manual_entry
BEGIN
    SELECT RAISE(ABORT, 'entries are only ever added');
END;
CREATE TRIGGER manual_entry_remains BEFORE DELETE ON manual_entry
BEGIN
    SELECT RAISE(ABORT, 'entries are only ever added');
END;
