-- Reports that were sent: of which set and period, up to which cut-off, when, by whom, which bytes, and what they told; so that a later
-- report can name the figures that late edits have changed. Rows are only ever added.
CREATE TABLE report_issue (
    id             INTEGER PRIMARY KEY,
    commitment_set TEXT NOT NULL,
    period_kind    TEXT NOT NULL,
    period_from    INTEGER NOT NULL,
    cut_at         INTEGER NOT NULL,
    issued_at      INTEGER NOT NULL,
    issued_by      TEXT NOT NULL,
    sha256         TEXT NOT NULL           -- of the file that was sent
) STRICT;
CREATE INDEX report_issue_by_cut ON report_issue (commitment_set, cut_at);
CREATE TABLE report_figure (
    issue_id    INTEGER NOT NULL REFERENCES report_issue (id),
    unit        TEXT NOT NULL,             -- ALL: all of them together
    metric      TEXT NOT NULL,
    numerator   INTEGER NOT NULL,
    denominator INTEGER NOT NULL,
    PRIMARY KEY (issue_id, unit, metric)
) STRICT, WITHOUT ROWID;
