-- Rollouts go through the fleet in waves, and a cluster is done when its replicas have proven what they run.

alter table rollout
    add paused          boolean not null default false,
    add paused_by       text    not null default '',
    add hold            text    not null default '',
    add max_in_flight   integer check (max_in_flight > 0),
    add max_failures    integer not null default 0 check (max_failures >= 0),
    add tolerated       integer not null default 0,
    add on_failure      text    not null default 'CONTINUE' check (on_failure in ('CONTINUE', 'PAUSE', 'ABORT', 'ROLL_BACK')),
    add verify          boolean not null default false,
    add gate_timeout_ms bigint  not null default 600000,
    add windows         jsonb   not null default '[]',
    -- Why what was changed has to go back, and the plan that does it.
    add rollback_wanted text,
    add rollback_plan   uuid references plan;

create table rollout_wave (
    rollout_id uuid    not null references rollout on delete cascade,
    number     integer not null,
    name       text    not null,
    manual     boolean not null,
    pause_ms   bigint  not null,
    status     text    not null check (status in ('WAITING', 'RUNNING', 'DONE')),
    opens_at   timestamptz,
    opened_by  text    not null default '',
    started_at timestamptz,
    ended_at   timestamptz,
    primary key (rollout_id, number)
);
insert into rollout_wave (rollout_id, number, name, manual, pause_ms, status, opens_at, started_at, ended_at)
select id, 0, 'all', false, 0, case when status = 'RUNNING' then 'RUNNING' else 'DONE' end, created_at, created_at, ended_at
from rollout;

alter table rollout_target
    add wave         integer not null default 0,
    add verify_until timestamptz,
    add applied_at   timestamptz,
    add baseline     jsonb,
    drop constraint rollout_target_status_check,
    add constraint rollout_target_status_check check (status in
        ('PENDING', 'QUEUED', 'APPLYING', 'VERIFYING', 'HELD', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'ABORTED'));
drop index rollout_target_active;
drop index rollout_target_open;
drop index rollout_target_due;
create unique index rollout_target_active on rollout_target (cluster_id)
    where status in ('PENDING', 'QUEUED', 'APPLYING', 'VERIFYING', 'HELD');
create index rollout_target_wave on rollout_target (rollout_id, wave, status);
create index rollout_target_due on rollout_target (due_at) where status in ('QUEUED', 'APPLYING', 'VERIFYING');

-- What each replica of a target showed last, and when it showed it first.
create table rollout_proof (
    target_id  uuid        not null references rollout_target on delete cascade,
    component  text        not null,
    pod        text        not null,
    state      text        not null check (state in ('MISSING', 'STARTING', 'APPLIED', 'MOUNTED', 'LOADED', 'FAILED')),
    detail     text        not null default '',
    applied_at timestamptz,
    mounted_at timestamptz,
    loaded_at  timestamptz,
    seen_at    timestamptz not null,
    primary key (target_id, component, pod)
);
create table rollout_gate (
    target_id uuid        not null references rollout_target on delete cascade,
    code      text        not null,
    open      boolean     not null,
    detail    text        not null default '',
    seen_at   timestamptz not null,
    primary key (target_id, code)
);
