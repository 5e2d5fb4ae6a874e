-- What a run read and did not understand or not believe, counted: words that no list has, dates that cannot be, columns that were
-- not read. field: the dossier's or the manifest's; word: as it stands there, masked where it may be anything.
CREATE TABLE run_issue (
    run_id    INTEGER NOT NULL REFERENCES run (id),
    kind      TEXT NOT NULL,
    field     TEXT NOT NULL,
    word      TEXT NOT NULL,
    source_id INTEGER NOT NULL,
    rows      INTEGER NOT NULL,
    PRIMARY KEY (run_id, kind, field, word)
) STRICT, WITHOUT ROWID;
