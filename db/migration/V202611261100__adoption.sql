-- What was found in each cluster when it was looked at last, before its monitoring is taken over. Holds no secrets.

create table adoption (
    cluster_id uuid primary key,
    taken_at   timestamptz not null,
    survey     jsonb       not null,
    -- The plan that was made from there.
    plan_id    uuid
);
