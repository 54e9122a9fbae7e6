-- Answers to creates that carried an Idempotency-Key, so that a repeated request makes nothing twice. Kept for a day.
CREATE TABLE idempotency_key (
    actor        text        NOT NULL,
    path         text        NOT NULL,
    key          text        NOT NULL,
    -- keyed hash of the request body; bodies themselves may hold credentials and are not kept
    request_hash text        NOT NULL,
    status       integer,
    location     text,
    etag         text,
    content_type text,
    body         text,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (actor, path, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
