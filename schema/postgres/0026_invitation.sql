-- Links by which a person sets the password of an account. Of a link only the SHA-256 of its token is kept; used once, until a time.
CREATE TABLE motcua.invitation (
    token_hash text COLLATE "C" PRIMARY KEY,
    account    text NOT NULL REFERENCES motcua.account (name) ON DELETE CASCADE,
    expires_at bigint NOT NULL
);
CREATE INDEX invitation_account ON motcua.invitation (account);
COMMENT ON TABLE motcua.invitation IS 'Links by which a person sets the password of an account: SHA-256 of the token, until when';
