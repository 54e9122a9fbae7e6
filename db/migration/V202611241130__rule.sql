CREATE TABLE rule_group (
    id         uuid PRIMARY KEY,
    name       text        NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    evaluator  text        NOT NULL CHECK (evaluator IN ('PROMETHEUS', 'RULER')),
    selector   text        NOT NULL,
    enabled    boolean     NOT NULL,
    -- The group as JSON text: jsonb would lose the order of its keys.
    document   text        NOT NULL,
    updated_at timestamptz NOT NULL,
    version    integer     NOT NULL
);

-- What people search by; the document is what is rendered.
CREATE TABLE rule (
    id       uuid PRIMARY KEY,
    group_id uuid    NOT NULL REFERENCES rule_group (id) ON DELETE CASCADE,
    position integer NOT NULL,
    alert    boolean NOT NULL,
    name     text    NOT NULL,
    expr     text    NOT NULL,
    version  integer NOT NULL,
    UNIQUE (group_id, position)
);
