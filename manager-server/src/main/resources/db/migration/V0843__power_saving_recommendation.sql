-- What power saving would do with hosts, for people to accept.
create table dpm_recommendation (
    id          uuid primary key,
    cluster_id  uuid not null references cluster on delete cascade,
    revision    bigint not null,
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    -- The round that wanted it last.
    seen_at     timestamptz not null,
    state       text not null check (state in ('OPEN', 'ACCEPTED', 'DONE', 'FAILED', 'EXPIRED')),
    detail      text not null default '',
    kind        text not null check (kind in ('PARK', 'WAKE')),
    host_id     uuid not null,
    host_name   text not null,
    reason      jsonb not null,
    decided_by  text not null default '',
    task_id     uuid,
    ended_at    timestamptz
);
create index dpm_recommendation_by_cluster on dpm_recommendation (cluster_id, state);
create index dpm_recommendation_by_task on dpm_recommendation (task_id) where task_id is not null;
create index dpm_recommendation_ended on dpm_recommendation (updated_at) where ended_at is not null;
create unique index dpm_recommendation_one_open on dpm_recommendation (host_id) where state in ('OPEN', 'ACCEPTED');
