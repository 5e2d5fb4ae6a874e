-- What a clerk adds by dossier code to a source that cannot know it (motcua import --supplement), each with the run that brought it.
-- same: the code without blanks, in capitals; key: of the dossier, NULL: the source has none of that code yet.
ALTER TABLE motcua.source ADD COLUMN supplement bigint NOT NULL DEFAULT 0; -- fields that supplements alone know, as in knows
CREATE TABLE motcua.supplement (
    source_id         bigint NOT NULL REFERENCES motcua.source (id),
    same              text NOT NULL,
    key               text,
    apology_at        bigint,
    digitized         bigint,
    electronic_result bigint,
    account_created   bigint,
    linked            bigint,
    observed_at       bigint NOT NULL,
    run_id            bigint NOT NULL,
    PRIMARY KEY (source_id, same)
);
COMMENT ON TABLE motcua.supplement IS 'What a clerk adds by dossier code to a source that cannot know it';
