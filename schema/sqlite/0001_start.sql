-- The store's tables. Times are seconds since 1970-01-01T00:00Z; flags are 0 or 1; an unknown value is NULL.
-- Keys begin with the source, so that a store of many provinces can be spread by source.

PRAGMA application_id = 1836020835; -- "motc"

CREATE TABLE source (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    title    TEXT,
    manifest TEXT,
    knows    INTEGER NOT NULL,           -- bit i: the manifest can know dossier field i
    counts   INTEGER NOT NULL DEFAULT 1  -- 0: kept for comparison, no counter sees it
) STRICT;

CREATE TABLE run (
    id           INTEGER PRIMARY KEY,
    source_id    INTEGER NOT NULL REFERENCES source (id),
    observed_at  INTEGER NOT NULL,
    started_at   INTEGER NOT NULL,
    ended_at     INTEGER,
    expected     INTEGER,                -- rows by the portal's own total
    got          INTEGER NOT NULL DEFAULT 0,
    new_rows     INTEGER NOT NULL DEFAULT 0,
    changed      INTEGER NOT NULL DEFAULT 0,
    unchanged    INTEGER NOT NULL DEFAULT 0,
    rejected     INTEGER NOT NULL DEFAULT 0,
    bytes        INTEGER NOT NULL DEFAULT 0,
    pages        INTEGER NOT NULL DEFAULT 0,
    milliseconds INTEGER NOT NULL DEFAULT 0,
    outcome      TEXT NOT NULL CHECK (outcome IN ('running', 'complete', 'partial', 'failed', 'interrupted')),
    message      TEXT
) STRICT;
CREATE INDEX run_by_source ON run (source_id, id);

CREATE TABLE unit (
    code       TEXT PRIMARY KEY,
    name       TEXT,
    kind       TEXT,                     -- NULL: not told, neither by a source nor by the name
    parent     TEXT,
    successor  TEXT,
    valid_from INTEGER,
    valid_to   INTEGER
) STRICT, WITHOUT ROWID;

-- Which source gave a unit dossiers, and which figures.
CREATE TABLE unit_source (
    source_id INTEGER NOT NULL REFERENCES source (id),
    unit      TEXT NOT NULL,
    dossiers  INTEGER NOT NULL DEFAULT 0,
    figures   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (source_id, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE dossier (
    source_id         INTEGER NOT NULL REFERENCES source (id),
    key               TEXT NOT NULL,
    code              TEXT,
    unit              TEXT,
    procedure         TEXT,
    sector            TEXT,
    channel           INTEGER,
    level             INTEGER,
    status            INTEGER,
    portal_status     TEXT,
    submitted_at      INTEGER,
    received_at       INTEGER,
    due_at            INTEGER,
    extended_at       INTEGER,
    finished_at       INTEGER,
    returned_at       INTEGER,
    apology_at        INTEGER,
    fee_due           INTEGER,
    paid_online       INTEGER,
    digitized         INTEGER,
    electronic_result INTEGER,
    reused            INTEGER,
    account_created   INTEGER,
    verified          INTEGER,
    linked            INTEGER,
    system            TEXT,
    via_postal        INTEGER,
    from_via_postal   INTEGER,
    content_hash      INTEGER NOT NULL,
    known_from        INTEGER NOT NULL,  -- when this version was first observed
    first_seen        INTEGER NOT NULL,
    run_id            INTEGER NOT NULL,
    PRIMARY KEY (source_id, key)
) STRICT;

-- Versions that were replaced: true from known_from until replaced_at.
CREATE TABLE dossier_history (
    source_id         INTEGER NOT NULL,
    key               TEXT NOT NULL,
    code              TEXT,
    unit              TEXT,
    procedure         TEXT,
    sector            TEXT,
    channel           INTEGER,
    level             INTEGER,
    status            INTEGER,
    portal_status     TEXT,
    submitted_at      INTEGER,
    received_at       INTEGER,
    due_at            INTEGER,
    extended_at       INTEGER,
    finished_at       INTEGER,
    returned_at       INTEGER,
    apology_at        INTEGER,
    fee_due           INTEGER,
    paid_online       INTEGER,
    digitized         INTEGER,
    electronic_result INTEGER,
    reused            INTEGER,
    account_created   INTEGER,
    verified          INTEGER,
    linked            INTEGER,
    system            TEXT,
    via_postal        INTEGER,
    from_via_postal   INTEGER,
    content_hash      INTEGER NOT NULL,
    known_from        INTEGER NOT NULL,
    first_seen        INTEGER NOT NULL,
    run_id            INTEGER NOT NULL,
    replaced_at       INTEGER NOT NULL
) STRICT;
CREATE INDEX dossier_history_by_key ON dossier_history (source_id, key, replaced_at);

-- Published figures, only ever added to: a row only where it differs from the one before it.
CREATE TABLE figure (
    source_id   INTEGER NOT NULL REFERENCES source (id),
    period_kind TEXT NOT NULL,
    period_from INTEGER NOT NULL,
    unit        TEXT NOT NULL,
    metric      TEXT NOT NULL,
    observed_at INTEGER NOT NULL,
    numerator   INTEGER,
    denominator INTEGER,
    ratio       INTEGER,                 -- ratio, score and max: 1/10000
    score       INTEGER,
    max         INTEGER,
    status      TEXT,
    run_id      INTEGER NOT NULL,
    PRIMARY KEY (source_id, period_kind, period_from, unit, metric, observed_at)
) STRICT, WITHOUT ROWID;

-- Records that could not be read. record: the dossier's key, or where it stood if it had none.
CREATE TABLE reject (
    source_id  INTEGER NOT NULL REFERENCES source (id),
    record     TEXT NOT NULL,
    stream     TEXT NOT NULL,
    field      TEXT NOT NULL,
    reason     TEXT NOT NULL,
    key        TEXT,
    shape      TEXT,                     -- the value with letters as x and digits as 9
    position   INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    run_id     INTEGER NOT NULL,
    PRIMARY KEY (source_id, record, stream, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE cursor (
    source_id INTEGER NOT NULL REFERENCES source (id),
    stream    TEXT NOT NULL,
    value     TEXT NOT NULL,
    PRIMARY KEY (source_id, stream)
) STRICT, WITHOUT ROWID;

-- For people with the sqlite3 shell: dates as text, Vietnamese wall time.
CREATE VIEW dossier_readable AS
SELECT s.name AS source, d.key, d.code, d.unit, u.name AS unit_name, d.procedure, d.sector,
       CASE d.channel WHEN 1 THEN 'trực tiếp' WHEN 2 THEN 'trực tuyến' WHEN 3 THEN 'bưu chính' END AS channel,
       d.level,
       CASE d.status WHEN 1 THEN 'mới đăng ký' WHEN 2 THEN 'được tiếp nhận' WHEN 3 THEN 'không được tiếp nhận'
                     WHEN 4 THEN 'đang xử lý' WHEN 5 THEN 'yêu cầu bổ sung giấy tờ'
                     WHEN 6 THEN 'yêu cầu thực hiện nghĩa vụ tài chính' WHEN 7 THEN 'công dân yêu cầu rút'
                     WHEN 8 THEN 'dừng xử lý' WHEN 9 THEN 'đã xử lý xong' WHEN 10 THEN 'đã trả kết quả' END AS status,
       d.portal_status,
       datetime(d.submitted_at + 25200, 'unixepoch') AS submitted,
       datetime(d.received_at + 25200, 'unixepoch') AS received,
       datetime(d.due_at + 25200, 'unixepoch') AS due,
       datetime(d.finished_at + 25200, 'unixepoch') AS finished,
       datetime(d.returned_at + 25200, 'unixepoch') AS returned,
       d.fee_due, d.paid_online, d.digitized, d.electronic_result,
       datetime(d.known_from + 25200, 'unixepoch') AS known_from,
       datetime(d.first_seen + 25200, 'unixepoch') AS first_seen
FROM dossier d JOIN source s ON s.id = d.source_id LEFT JOIN unit u ON u.code = d.unit;
