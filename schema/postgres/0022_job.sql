-- What motcua serve does by itself, job by job, and who is at it: two instances on one store never do the same job. See src/schedule.
CREATE TABLE motcua.job (
    name       text COLLATE "C" PRIMARY KEY,
    since      bigint NOT NULL,
    started_at bigint,
    ended_at   bigint,
    full_at    bigint,
    code       bigint,
    holder     text COLLATE "C" NOT NULL DEFAULT '',
    beat       bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE motcua.job IS 'What motcua serve does by itself: when each job last ran, how it ended, who is at it now';
