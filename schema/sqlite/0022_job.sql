-- What motcua serve does by itself, job by job, and who is at it: two instances on one store never do the same job. See src/schedule.
CREATE TABLE job (
    name       TEXT PRIMARY KEY,           -- poll:SOURCE, report, deliver, prune
    since      INTEGER NOT NULL,           -- when it was first known: what fell due before is not owed
    started_at INTEGER,                    -- last
    ended_at   INTEGER,                    -- of that; NULL: it goes on, or its holder died
    full_at    INTEGER,                    -- when a full reading was last begun
    code       INTEGER,                    -- exit code of the last; NULL: interrupted
    holder     TEXT NOT NULL DEFAULT '',   -- MACHINE/PROCESS/CHANCE of who is at it
    beat       INTEGER NOT NULL DEFAULT 0  -- grows with every sign of life of the holder, and with every claim
) STRICT, WITHOUT ROWID;
