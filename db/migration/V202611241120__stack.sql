CREATE TABLE profile (
    id               uuid PRIMARY KEY,
    name             text    NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 63),
    -- Value by path of a setting; only what differs from the defaults.
    settings         jsonb   NOT NULL,
    settings_version integer NOT NULL,
    version          integer NOT NULL
);

INSERT INTO profile VALUES ('00000000-0000-7000-8000-000000000001', 'default', '{}', 1, 0);

CREATE TABLE cluster_stack (
    cluster_id           uuid PRIMARY KEY,
    -- Copied from the cluster, to find stacks that share its nodes.
    api_server           text    NOT NULL,
    profile_id           uuid    NOT NULL REFERENCES profile (id),
    bucket_id            uuid REFERENCES bucket (id),
    external_labels      jsonb   NOT NULL,
    external_labels_text text    NOT NULL,
    labels_fixed         boolean NOT NULL,
    overrides            jsonb   NOT NULL,
    settings_version     integer NOT NULL,
    version              integer NOT NULL,
    -- External labels identify the producer of a block: two stacks with the same ones would mix in a bucket.
    UNIQUE (bucket_id, external_labels_text)
);

CREATE INDEX cluster_stack_profile ON cluster_stack (profile_id);
CREATE INDEX cluster_stack_api_server ON cluster_stack (api_server);
