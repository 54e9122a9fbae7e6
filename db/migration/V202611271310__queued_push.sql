-- Clusters that gave no answer when a plan was pushed, and that get the same push when they answer again.

create table queued_push (
    cluster_id  uuid primary key,
    name        text        not null,
    -- What the person saw who asked for it, and what was made of it for the other clusters.
    plan_id     uuid        not null references plan on delete cascade,
    rollout_id  uuid references rollout on delete cascade,
    generation  bigint      not null,
    reason      text        not null,
    author      text        not null,
    strategy    jsonb       not null,
    status      text        not null check (status in ('WAITING', 'PLANNED', 'STOPPED')),
    message     text        not null default '',
    tries       integer     not null default 0,
    asked_at    timestamptz,
    -- The plan that is pushed when it holds nothing that nobody was told of.
    follow_plan uuid references plan on delete set null,
    queued_at   timestamptz not null,
    ends_at     timestamptz not null,
    due_at      timestamptz not null
);
create index queued_push_due on queued_push (due_at);
create index queued_push_rollout on queued_push (rollout_id) where rollout_id is not null;
create index queued_push_plan on queued_push (plan_id);
create index queued_push_follow on queued_push (follow_plan) where follow_plan is not null;

alter table plan add intent_queue boolean not null default false;
