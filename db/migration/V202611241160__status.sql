-- What was last seen of each cluster. One row for each cluster and kind; no foreign key to the inventory,
-- because an observation may arrive while its cluster is being retired, and rows of retired clusters are only ignored.
CREATE TABLE observation (
    cluster_id uuid        NOT NULL,
    kind       text        NOT NULL CHECK (length(kind) BETWEEN 1 AND 40),
    taken_at   timestamptz NOT NULL,
    payload    jsonb       NOT NULL,
    PRIMARY KEY (cluster_id, kind)
);
