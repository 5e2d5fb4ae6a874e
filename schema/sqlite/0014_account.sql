-- Who may read the pages of motcua serve, and who is logged in. Of a password only its yescrypt hash is kept, of a session only the
-- SHA-256 of its token. No view shows them: readers and roles of units see nothing of either.
CREATE TABLE account (
    name TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('province', 'unit', 'operator')),
    unit TEXT NOT NULL DEFAULT '',
    locked INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    CHECK ((role = 'unit') = (unit <> ''))
) STRICT;
CREATE TABLE login_session (
    token_hash TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX login_session_account ON login_session (account);
