-- The number under which a report was issued ("48/BC-VHTT"); '' where nobody said.
ALTER TABLE report_issue ADD COLUMN number TEXT NOT NULL DEFAULT '';
