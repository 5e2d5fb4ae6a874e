-- What was delivered, letter by letter: the report of a cut-off with one content ('' all units, else a unit's code) to one place.
-- id: a digest of those, so that a letter is entered once and its Message-ID stays. States: see src/deliver/delivery.h.
CREATE TABLE delivery (
    id         TEXT PRIMARY KEY,
    report     TEXT NOT NULL,
    cut_at     INTEGER NOT NULL,
    content    TEXT NOT NULL,
    place      TEXT NOT NULL,              -- for people; an address of mail is masked
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'claimed', 'sending', 'sent', 'refused', 'unsure')),
    changed_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL DEFAULT 0,
    owner      TEXT NOT NULL DEFAULT '',   -- MACHINE/PROCESS/CHANCE of the run that claimed it last
    reply      TEXT NOT NULL DEFAULT ''    -- the last answer of the mail server
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_cut ON delivery (cut_at);
