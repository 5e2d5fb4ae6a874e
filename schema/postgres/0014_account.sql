-- Who may read the pages of motcua serve, and who is logged in. Of a password only its yescrypt hash is kept, of a session only the
-- SHA-256 of its token. No view shows them: readers and roles of units see nothing of either.
CREATE TABLE motcua.account (
    name text PRIMARY KEY,
    password_hash text NOT NULL,
    role text NOT NULL CHECK (role IN ('province', 'unit', 'operator')),
    unit text NOT NULL DEFAULT '',
    locked bigint NOT NULL DEFAULT 0,
    created_at bigint NOT NULL,
    CHECK ((role = 'unit') = (unit <> ''))
);
CREATE TABLE motcua.login_session (
    token_hash text PRIMARY KEY,
    account text NOT NULL REFERENCES motcua.account (name) ON DELETE CASCADE,
    created_at bigint NOT NULL,
    seen_at bigint NOT NULL
);
CREATE INDEX login_session_account ON motcua.login_session (account);
COMMENT ON TABLE motcua.account IS 'Who may read the pages of motcua serve: name, yescrypt hash, role, unit';
COMMENT ON TABLE motcua.login_session IS 'Who is logged in: SHA-256 of the token, since when';
