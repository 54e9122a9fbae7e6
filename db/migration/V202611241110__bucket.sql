CREATE TABLE bucket (
    id                uuid PRIMARY KEY,
    name              text        NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 63),
    type              text        NOT NULL,
    -- Type, endpoint, name and prefix in normalised form: two rows for one storage would allow two compactors on it.
    identity          text        NOT NULL UNIQUE,
    settings          jsonb       NOT NULL,
    prefix            text        NOT NULL,
    retention_raw     bigint      NOT NULL CHECK (retention_raw = 0 OR retention_raw >= 144000000),
    retention_5m      bigint      NOT NULL CHECK (retention_5m = 0 OR retention_5m >= 864000000),
    retention_1h      bigint      NOT NULL CHECK (retention_1h >= 0),
    compactor         uuid,
    pending_compactor uuid,
    secret_generation integer     NOT NULL DEFAULT 0,
    created_at        timestamptz NOT NULL,
    version           integer     NOT NULL,
    -- Who waits has to wait for somebody else.
    CHECK (pending_compactor IS NULL OR (compactor IS NOT NULL AND compactor <> pending_compactor))
);

CREATE TABLE bucket_secret (
    id        uuid PRIMARY KEY,
    bucket_id uuid  NOT NULL REFERENCES bucket (id) ON DELETE CASCADE,
    key       text  NOT NULL,
    sealed    bytea NOT NULL,
    hint      text  NOT NULL,
    version   integer NOT NULL,
    UNIQUE (bucket_id, key)
);
