-- The number under which a report was issued ("48/BC-VHTT"); '' where nobody said.
ALTER TABLE motcua.report_issue ADD COLUMN number text NOT NULL DEFAULT '';
