CREATE TABLE cluster (
    id                 uuid PRIMARY KEY,
    name               text        NOT NULL,
    display_name       text        NOT NULL,
    namespace          text        NOT NULL,
    labels             jsonb       NOT NULL DEFAULT '{}',
    api_server         text        NOT NULL,
    certificate_authority text,
    state              text        NOT NULL CHECK (state IN ('ACTIVE', 'CREDENTIALS_MISSING', 'DISABLED', 'RETIRED')),
    kubernetes_version text,
    checked_at         timestamptz,
    sandbox            boolean     NOT NULL DEFAULT false,
    created_at         timestamptz NOT NULL,
    version            integer     NOT NULL
);
-- A name or a place becomes free again when its cluster is retired.
CREATE UNIQUE INDEX cluster_name ON cluster (name) WHERE state <> 'RETIRED';
CREATE UNIQUE INDEX cluster_place ON cluster (api_server, namespace) WHERE state <> 'RETIRED';
CREATE INDEX cluster_labels ON cluster USING gin (labels);

CREATE TABLE cluster_credential (
    cluster_id uuid PRIMARY KEY REFERENCES cluster (id),
    -- JSON of token or client certificate and key, sealed for this table, column and row
    sealed     bytea       NOT NULL,
    kind       text        NOT NULL CHECK (kind IN ('TOKEN', 'CLIENT_CERTIFICATE')),
    expires_at timestamptz,
    updated_at timestamptz NOT NULL
);
