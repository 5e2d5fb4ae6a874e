-- What a clerk adds by dossier code to a source that cannot know it (motcua import --supplement), each with the run that brought it.
-- same: the code without blanks, in capitals; key: of the dossier, NULL: the source has none of that code yet.
ALTER TABLE source ADD COLUMN supplement INTEGER NOT NULL DEFAULT 0; -- fields that supplements alone know, as in knows
CREATE TABLE supplement (
    source_id         INTEGER NOT NULL REFERENCES source (id),
    same              TEXT NOT NULL,
    key               TEXT,
    apology_at        INTEGER,
    digitized         INTEGER,
    electronic_result INTEGER,
    account_created   INTEGER,
    linked            INTEGER,
    observed_at       INTEGER NOT NULL,
    run_id            INTEGER NOT NULL,
    PRIMARY KEY (source_id, same)
) STRICT, WITHOUT ROWID;
