-- Names of procedures and fields, by their codes: of portals where two dossiers agree and nothing personal can be in them
-- (rows/catalogue_name.h), or imported (imported 1), which portals do not write over.
CREATE TABLE catalogue (
    kind       TEXT NOT NULL CHECK (kind IN ('procedure', 'sector')),
    code       TEXT NOT NULL,
    name       TEXT NOT NULL,
    sector     TEXT,
    level      INTEGER,
    valid_from INTEGER,
    valid_to   INTEGER,
    imported   INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (kind, code)
) STRICT, WITHOUT ROWID;
