-- Links by which a person sets the password of an account. Of a link only the SHA-256 of its token is kept; used once, until a time.
CREATE TABLE invitation (
    token_hash TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_account ON invitation (account);
