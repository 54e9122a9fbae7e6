-- Plans that are pushed as soon as they are computed, and clusters whose changes are pushed by themselves.

alter table plan
    add intent_reason   text,
    add intent_strategy jsonb,
    add intent_result   text;
create index plan_intent on plan (id) where intent_reason is not null and intent_result is null;
alter table delivery
    add sync       text not null default 'MANUAL' check (sync in ('MANUAL', 'AUTOMATIC')),
    add sync_after timestamptz,
    add version    integer not null default 0;
