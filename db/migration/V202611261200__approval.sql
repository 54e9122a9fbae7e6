-- Who has to agree before a plan may be pushed, and who did.

create table approval_rule (
    name          text primary key,
    selector      text        not null,
    approvals     integer     not null check (approvals between 1 and 5),
    self_approval boolean     not null,
    version       integer     not null default 0,
    changed_by    text        not null,
    changed_at    timestamptz not null
);

create table plan_approval (
    plan_id     uuid        not null references plan on delete cascade,
    approver    text        not null,
    comment     text        not null,
    approved_at timestamptz not null,
    primary key (plan_id, approver)
);
