-- What differs in each cluster from what was applied last, who changed it, and what is done about it.

-- A heal is a rollout of the applied revision, restricted to what differs; it has no plan.
alter table rollout
    alter column plan_id drop not null,
    add kind text not null default 'PUSH' check (kind in ('PUSH', 'HEAL')),
    add constraint rollout_plan check ((kind = 'PUSH') = (plan_id is not null));
create index rollout_target_cluster on rollout_target (cluster_id, id desc);

-- One row per cluster to which something was applied: when it is looked at, by whom, and what its policy is.
create table drift_cluster (
    cluster_id    uuid primary key,
    policy        text        not null default 'REPORT' check (policy in ('REPORT', 'HEAL', 'HEAL_EXCEPT')),
    except_fields jsonb       not null default '[]',
    version       integer     not null default 0,
    due_at        timestamptz not null,
    -- Counts what asked for a look, so that one that comes during a look is not lost.
    asked         bigint      not null default 0,
    lease_owner   text,
    lease_until   timestamptz,
    epoch         bigint      not null default 0,
    watch_owner   text,
    watch_until   timestamptz,
    swept_at      timestamptz,
    revision_id   uuid,
    -- Over identities and versions of all objects: while it is the same, nothing has changed since the last look.
    fingerprint   text        not null default '',
    objects       integer     not null default 0,
    failure       text        not null default '',
    tokens        double precision not null,
    tokens_at     timestamptz not null
);
create index drift_cluster_due on drift_cluster (due_at);
create index drift_cluster_policy on drift_cluster (cluster_id) where policy <> 'REPORT';

create table drift_object (
    cluster_id     uuid        not null references drift_cluster on delete cascade,
    ref            text        not null,
    state          text        not null check (state in ('MISSING', 'CHANGED', 'REFUSED')),
    -- Differs only in what an autoscaler or the policy may change.
    tolerated      boolean     not null,
    component      text        not null,
    step           smallint    not null,
    digest         char(64)    not null references blob,
    live_uid       text,
    live_version   text,
    live_content   char(64),
    fields         jsonb       not null,
    excepted       jsonb       not null,
    diff           text        not null,
    message        text        not null default '',
    manager        text        not null default '',
    operation      text        not null default '',
    changed_at     timestamptz,
    policy_version integer     not null,
    first_seen     timestamptz not null,
    last_seen      timestamptz not null,
    primary key (cluster_id, ref)
);

-- Heals that nobody asked for, for the limit and to notice that somebody changes the same object back again and again.
create table drift_heal (
    id         uuid primary key,
    cluster_id uuid        not null references drift_cluster on delete cascade,
    ref        text        not null,
    manager    text        not null,
    rollout_id uuid        not null references rollout on delete cascade,
    healed_at  timestamptz not null
);
create index drift_heal_recent on drift_heal (cluster_id, ref, healed_at desc);

-- Objects that are not healed any more until a person says so.
create table drift_fight (
    cluster_id uuid        not null references drift_cluster on delete cascade,
    ref        text        not null,
    manager    text        not null,
    times      integer     not null,
    since      timestamptz not null,
    primary key (cluster_id, ref)
);
