-- What was changed when and by whom, one document each; and which of it waits where.

create table config_change (
    number      bigint generated always as identity primary key,
    at          timestamptz not null,
    author      text        not null,
    kind        text        not null,
    name        text        not null,
    former_name text,
    cause       text        not null,
    reason      text        not null default '',
    reverts     bigint references config_change,
    before      jsonb,
    after       jsonb,
    check (before is not null or after is not null)
);
create index config_change_kind on config_change (kind, number);
create index config_change_reverts on config_change (reverts) where reverts is not null;

-- Which clusters a change touched, and the desired generation that it raised each of them to.
create table cluster_change (
    cluster_id uuid   not null references delivery on delete cascade,
    number     bigint not null references config_change,
    generation bigint not null,
    primary key (cluster_id, number)
);
create index cluster_change_generation on cluster_change (cluster_id, generation);
create index cluster_change_number on cluster_change (number);

-- Changes that a plan leaves out, and those that the last push left out of a cluster.
alter table delivery add left_out bigint[] not null default '{}';
alter table plan add without bigint[] not null default '{}';
alter table plan_cluster add left_out bigint[] not null default '{}', add holds bigint[] not null default '{}';
alter table revision add left_out bigint[] not null default '{}', add holds bigint[] not null default '{}';
