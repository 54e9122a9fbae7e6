-- Plans may bring back the stored objects of an earlier revision. A cluster that was rolled back stays there until its
-- configuration is pushed again.

alter table delivery add pinned boolean not null default false;
alter table plan add purpose text not null default 'PUSH' check (purpose in ('PUSH', 'ROLL_BACK'));
alter table plan_cluster add source_revision uuid references revision;
alter table revision add restores integer;
alter table rollout_target add rolls_back boolean not null default false;
create index revision_newest on revision (cluster_id, number desc);
