CREATE TABLE routing (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL UNIQUE,
    selector   text        NOT NULL,
    position   integer     NOT NULL,
    yaml       text        NOT NULL,
    warnings   jsonb       NOT NULL DEFAULT '[]',
    updated_at timestamptz NOT NULL,
    version    integer     NOT NULL
);

CREATE TABLE routing_secret (
    id         uuid PRIMARY KEY,
    routing_id uuid  NOT NULL REFERENCES routing (id) ON DELETE CASCADE,
    file_name  text  NOT NULL,
    sealed     bytea NOT NULL,
    hint       text  NOT NULL,
    UNIQUE (routing_id, file_name)
);
