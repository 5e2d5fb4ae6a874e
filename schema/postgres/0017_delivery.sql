-- What was delivered, letter by letter: the report of a cut-off with one content ('' all units, else a unit's code) to one place.
-- id: a digest of those, so that a letter is entered once and its Message-ID stays. States: see src/deliver/delivery.h.
CREATE TABLE motcua.delivery (
    id         text COLLATE "C" PRIMARY KEY,
    report     text COLLATE "C" NOT NULL,
    cut_at     bigint NOT NULL,
    content    text COLLATE "C" NOT NULL,
    place      text NOT NULL,
    state      text COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'claimed', 'sending', 'sent', 'refused', 'unsure')),
    changed_at bigint NOT NULL,
    tries      bigint NOT NULL DEFAULT 0,
    owner      text COLLATE "C" NOT NULL DEFAULT '',
    reply      text NOT NULL DEFAULT ''
);
CREATE INDEX delivery_by_cut ON motcua.delivery (cut_at);
COMMENT ON TABLE motcua.delivery IS 'What was delivered, letter by letter: which cut-off, which content, where to, and how it ended';
