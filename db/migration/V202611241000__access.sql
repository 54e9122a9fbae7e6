CREATE TABLE app_user (
    id            uuid PRIMARY KEY,
    name          text        NOT NULL UNIQUE,
    password_hash text        NOT NULL,
    role          text        NOT NULL CHECK (role IN ('VIEWER', 'EDITOR', 'OPERATOR', 'ADMIN')),
    enabled       boolean     NOT NULL DEFAULT true,
    created_at    timestamptz NOT NULL,
    version       integer     NOT NULL
);

CREATE TABLE api_token (
    id           uuid PRIMARY KEY,
    name         text        NOT NULL,
    owner        text        NOT NULL,
    -- SHA-256 of a random value of 256 bits; the value itself is never stored
    hash         text        NOT NULL UNIQUE,
    role         text        NOT NULL CHECK (role IN ('VIEWER', 'EDITOR', 'OPERATOR', 'ADMIN')),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_token_owner ON api_token (owner, id);

-- Failed sign-ins per account and source: guesses of one source slow down that source only.
CREATE TABLE sign_in_failure (
    account  text        NOT NULL,
    source   text        NOT NULL,
    failures integer     NOT NULL,
    last_at  timestamptz NOT NULL,
    PRIMARY KEY (account, source)
);
