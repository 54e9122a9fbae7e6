-- What each cluster should run, what was applied to it, and how a change gets there.

-- One row per cluster whose configuration ever changed: the outbox of all configuration changes. No foreign key to the
-- inventory: the row is written in the transaction that registers the cluster, before that row reaches the database.
create table delivery (
    cluster_id         uuid primary key,
    desired_generation bigint      not null,
    applied_generation bigint      not null default 0,
    applied_revision   uuid,
    applied_number     integer,
    applied_at         timestamptz,
    changed_at         timestamptz not null
);

-- Why the desired generation was raised; forgotten when it was applied.
create table delivery_change (
    cluster_id uuid        not null references delivery on delete cascade,
    generation bigint      not null,
    cause      text        not null,
    changed_at timestamptz not null,
    primary key (cluster_id, generation)
);

-- A random key for fingerprints of secret values, sealed by the vault.
create table delivery_key (
    id     uuid primary key,
    single boolean not null default true unique check (single),
    sealed bytea   not null
);

-- Manifest bytes, content-addressed. Secret objects are sealed, and their address is a keyed fingerprint.
create table blob (
    digest  char(64) primary key,
    id      uuid    not null unique,
    sealed  boolean not null,
    content bytea   not null
);

create table revision (
    id         uuid primary key,
    cluster_id uuid        not null,
    number     integer     not null,
    generation bigint      not null,
    digest     char(64)    not null,
    author     text        not null,
    reason     text        not null,
    created_at timestamptz not null,
    unique (cluster_id, number)
);

create table revision_object (
    revision_id uuid     not null references revision on delete cascade,
    position    integer  not null,
    ref         text     not null,
    digest      char(64) not null references blob,
    step        smallint not null,
    component   text     not null,
    primary key (revision_id, position)
);

-- What is known to be in effect in a cluster: these bytes, seen at this identity, version and content.
create table applied_object (
    cluster_id uuid        not null,
    ref        text        not null,
    digest     char(64)    not null,
    uid        text        not null,
    version    text        not null,
    content    char(64)    not null,
    seen_at    timestamptz not null,
    primary key (cluster_id, ref)
);

create table plan (
    id          uuid primary key,
    status      text        not null check (status in ('COMPUTING', 'READY', 'EMPTY', 'BLOCKED', 'FAILED', 'PUSHED')),
    message     text        not null default '',
    created_by  text        not null,
    created_at  timestamptz not null,
    computed_at timestamptz,
    expires_at  timestamptz,
    rollout_id  uuid,
    lease_owner text,
    lease_until timestamptz,
    epoch       bigint      not null default 0
);
create index plan_computing on plan (id) where status = 'COMPUTING';

create table plan_cluster (
    plan_id    uuid     not null references plan on delete cascade,
    cluster_id uuid     not null,
    position   integer  not null,
    name       text     not null,
    namespace  text     not null,
    status     text     not null check (status in ('PENDING', 'READY', 'EMPTY', 'BLOCKED', 'UNREACHABLE', 'FAILED')),
    message    text     not null default '',
    generation bigint   not null default 0,
    digest     char(64),
    minor      integer  not null default 0,
    gateway    boolean  not null default false,
    bucket_id  uuid,
    compactor  boolean  not null default false,
    notices    jsonb    not null default '[]',
    creates    integer  not null default 0,
    changes    integer  not null default 0,
    deletes    integer  not null default 0,
    unchanged  integer  not null default 0,
    conflicts  integer  not null default 0,
    rejected   integer  not null default 0,
    restarts   integer  not null default 0,
    risks      integer  not null default 0,
    primary key (plan_id, cluster_id)
);

-- Masked unified diffs; equal ones of several clusters are stored once.
create table plan_diff (
    plan_id uuid     not null references plan on delete cascade,
    fold    char(64) not null,
    diff    text     not null,
    primary key (plan_id, fold)
);

create table plan_object (
    id           uuid primary key,
    plan_id      uuid     not null references plan on delete cascade,
    cluster_id   uuid     not null,
    position     integer  not null,
    ref          text     not null,
    step         smallint not null,
    component    text     not null,
    action       text     not null check (action in ('CREATE', 'CHANGE', 'DELETE', 'UNCHANGED', 'CONFLICT', 'REJECTED')),
    digest       char(64) references blob,
    live_uid     text,
    live_version text,
    live_content char(64),
    fold         char(64),
    restarts     boolean  not null default false,
    risks        jsonb    not null default '[]',
    message      text     not null default '',
    conflicts    jsonb    not null default '[]'
);
create unique index plan_object_place on plan_object (plan_id, cluster_id, position);
create index plan_object_action on plan_object (plan_id, action, id);
create index plan_object_fold on plan_object (plan_id, fold);

create table rollout (
    id         uuid primary key,
    plan_id    uuid        not null unique references plan,
    status     text        not null check (status in ('RUNNING', 'SUCCEEDED', 'FAILED', 'ABORTED')),
    aborting   boolean     not null default false,
    reason     text        not null,
    created_by text        not null,
    created_at timestamptz not null,
    ended_at   timestamptz
);
alter table plan add constraint plan_rollout foreign key (rollout_id) references rollout;

create table rollout_target (
    id            uuid primary key,
    rollout_id    uuid        not null references rollout on delete cascade,
    cluster_id    uuid        not null,
    position      integer     not null,
    name          text        not null,
    namespace     text        not null,
    revision_id   uuid        not null references revision,
    generation    bigint      not null,
    bucket_id     uuid,
    compactor     boolean     not null,
    status        text        not null check (status in ('QUEUED', 'APPLYING', 'SUCCEEDED', 'FAILED', 'ABORTED')),
    message       text        not null default '',
    failure       text,
    attempts      integer     not null default 0,
    failing_since timestamptz,
    due_at        timestamptz not null,
    lease_owner   text,
    lease_until   timestamptz,
    epoch         bigint      not null default 0,
    started_at    timestamptz,
    ended_at      timestamptz,
    unique (rollout_id, position)
);
-- At most one rollout works on a cluster at any time.
create unique index rollout_target_active on rollout_target (cluster_id) where status in ('QUEUED', 'APPLYING');
create index rollout_target_open on rollout_target (rollout_id) where status in ('QUEUED', 'APPLYING');
create index rollout_target_due on rollout_target (due_at) where status in ('QUEUED', 'APPLYING');

create table rollout_object (
    target_id    uuid     not null references rollout_target on delete cascade,
    position     integer  not null,
    ref          text     not null,
    step         smallint not null,
    action       text     not null check (action in ('CREATE', 'CHANGE', 'DELETE')),
    digest       char(64) references blob,
    live_uid     text,
    live_version text,
    live_content char(64),
    take_over    boolean  not null default false,
    outcome      text check (outcome in ('APPLIED', 'DELETED', 'MOVED', 'CONFLICT', 'REJECTED')),
    message      text     not null default '',
    ended_at     timestamptz,
    primary key (target_id, position)
);

-- What pages replay after a lost connection; ids of one rollout are committed in their order.
create table rollout_event (
    id         bigint generated always as identity primary key,
    rollout_id uuid        not null references rollout on delete cascade,
    content    jsonb       not null,
    created_at timestamptz not null
);
create index rollout_event_replay on rollout_event (rollout_id, id);
