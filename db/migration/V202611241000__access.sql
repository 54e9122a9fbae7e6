-- Who may do what. Passwords as bcrypt, tokens as SHA-256 of 256 random bits: neither can be read back.
CREATE TABLE app_user (
    id            uuid PRIMARY KEY,
    version       integer     NOT NULL,
    name          text        NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9][a-z0-9._@-]{0,62}$'),
    password_hash text        NOT NULL,
    role          text        NOT NULL CHECK (role IN ('ADMIN', 'OPERATOR', 'EDITOR', 'VIEWER')),
    enabled       boolean     NOT NULL,
    -- Raised when older sign-ins must end: new password, other role, disabled.
    session_epoch integer     NOT NULL,
    created_at    timestamptz NOT NULL
);

-- A token without an owner is the bootstrap token of the configuration; only that one may lack an expiry.
CREATE TABLE api_token (
    id           uuid PRIMARY KEY,
    owner_id     uuid REFERENCES app_user ON DELETE CASCADE,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    hash         bytea       NOT NULL UNIQUE CHECK (length(hash) = 32),
    role         text        NOT NULL CHECK (role IN ('ADMIN', 'OPERATOR', 'EDITOR', 'VIEWER')),
    scope        text        NOT NULL CHECK (scope IN ('read', 'write')),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    last_used_at timestamptz,
    CHECK ((owner_id IS NULL) = (expires_at IS NULL))
);
CREATE INDEX api_token_owner ON api_token (owner_id, id);
CREATE UNIQUE INDEX api_token_bootstrap ON api_token ((true)) WHERE owner_id IS NULL;

-- Guesses per account and source, shared by all instances. The digest keeps rows small whatever a stranger types.
CREATE TABLE sign_in_attempt (
    account  bytea       NOT NULL,
    source   text        NOT NULL,
    attempts integer     NOT NULL,
    since    timestamptz NOT NULL,
    PRIMARY KEY (account, source)
);
CREATE INDEX sign_in_attempt_since ON sign_in_attempt (since);
