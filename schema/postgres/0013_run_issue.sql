-- What a run read and did not understand or not believe, counted: words that no list has, dates that cannot be, columns that were
-- not read. field: the dossier's or the manifest's; word: as it stands there, masked where it may be anything.
CREATE TABLE motcua.run_issue (
    run_id    bigint NOT NULL,
    kind      text COLLATE "C" NOT NULL,
    field     text COLLATE "C" NOT NULL,
    word      text COLLATE "C" NOT NULL,
    source_id bigint NOT NULL,
    rows      bigint NOT NULL,
    PRIMARY KEY (run_id, kind, field, word)
);
COMMENT ON TABLE motcua.run_issue IS 'What a run read and did not understand or not believe, with its number of rows.';
