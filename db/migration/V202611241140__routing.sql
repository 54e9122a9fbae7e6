CREATE TABLE routing (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 63),
    selector   text        NOT NULL,
    -- Of several that select a cluster the lowest is used.
    position   integer     NOT NULL,
    -- The configuration as it was written; secrets are names of files here.
    yaml       text        NOT NULL,
    warnings   jsonb       NOT NULL,
    updated_at timestamptz NOT NULL,
    version    integer     NOT NULL
);

CREATE TABLE routing_secret (
    id         uuid PRIMARY KEY,
    routing_id uuid    NOT NULL REFERENCES routing (id) ON DELETE CASCADE,
    file_name  text    NOT NULL,
    sealed     bytea   NOT NULL,
    hint       text    NOT NULL,
    version    integer NOT NULL,
    UNIQUE (routing_id, file_name)
);
