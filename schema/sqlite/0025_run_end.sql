-- The newest end of a run is asked for by every page.
CREATE INDEX run_by_end ON run (ended_at);
