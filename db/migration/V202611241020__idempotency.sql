-- Answers of POST requests that carried an Idempotency-Key, for 24 hours. Holds no request bodies and no one-time secrets.
CREATE TABLE idempotency_key (
    actor        text        NOT NULL,
    key          text        NOT NULL,
    path         text        NOT NULL,
    -- Fingerprint of the body, to tell a repeated request from another one.
    fingerprint  text        NOT NULL,
    created_at   timestamptz NOT NULL,
    -- Null while the first request is being carried out.
    status       integer,
    body         bytea,
    content_type text,
    location     text,
    etag         text,
    PRIMARY KEY (actor, key, path)
);
CREATE INDEX idempotency_key_created ON idempotency_key (created_at);
