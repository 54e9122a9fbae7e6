-- One numbering over all events of the fleet, and where people and programs are told about them.

-- What is found out about drift belongs to a cluster and to no rollout.
alter table rollout_event
    alter column rollout_id drop not null,
    add number bigint;

-- The number is given after the commit, by one reader at a time: whoever gives numbers locks this row.
create table event_number (
    single boolean primary key default true check (single),
    last   bigint not null
);
update rollout_event e set number = n.number
from (select id, row_number() over (order by id) as number from rollout_event) n where n.id = e.id;
insert into event_number (last) select coalesce(max(number), 0) from rollout_event;
create unique index rollout_event_number on rollout_event (number) where number is not null;
create index rollout_event_unnumbered on rollout_event (id) where number is null;
create index rollout_event_cluster on rollout_event (rollout_id, (content ->> 'cluster'), id);
create index rollout_event_drift on rollout_event (created_at) where rollout_id is null;

create table notification_channel (
    id             uuid primary key,
    name           text        not null unique,
    kind           text        not null check (kind in ('WEBHOOK', 'SLACK')),
    -- Scheme, host and port; the rest of the URL lets its holder write to the receiver, so the whole is sealed.
    origin         text        not null,
    url            bytea       not null,
    url_hint       text        not null,
    signing_secret bytea,
    signing_hint   text,
    topics         jsonb       not null,
    selector       text        not null,
    enabled        boolean     not null,
    created_at     timestamptz not null,
    version        integer     not null default 0,
    check ((signing_secret is null) = (signing_hint is null)),
    check (kind = 'WEBHOOK' or signing_secret is null)
);

-- How far a channel is. Apart from the channel, so that a delivery is no change that somebody's edit collides with.
create table notification_cursor (
    channel_id    uuid primary key references notification_channel on delete cascade,
    number        bigint      not null,
    due_at        timestamptz not null,
    lease_owner   text,
    lease_until   timestamptz,
    epoch         bigint      not null default 0,
    -- Tries of the event after the number.
    attempts      integer     not null default 0,
    failing_since timestamptz,
    failure       text        not null default '',
    delivered     bigint      not null default 0,
    skipped       bigint      not null default 0,
    delivered_at  timestamptz
);
create index notification_cursor_due on notification_cursor (due_at);
