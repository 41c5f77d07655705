-- Several hosts through maintenance one after the other, with something done to each while it is empty.
create table rolling_maintenance (
    id            uuid primary key,
    revision      bigint not null check (revision >= 1),
    cluster_id    uuid not null references cluster on delete cascade,
    paused        boolean not null default false,
    settings      jsonb not null,
    requested_by  text not null,
    task_id       uuid not null unique,
    outcome       text check (outcome in ('SUCCEEDED', 'FAILED', 'CANCELLED')),
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    ended_at      timestamptz,
    check ((outcome is null) = (ended_at is null))
);
create unique index rolling_maintenance_one_at_a_time on rolling_maintenance (cluster_id) where ended_at is null;
create index rolling_maintenance_ended on rolling_maintenance (ended_at);

create table rolling_host (
    rolling_id     uuid not null references rolling_maintenance on delete cascade,
    host_id        uuid not null,
    host_name      text not null,
    ordinal        int not null check (ordinal >= 0),
    canary         boolean not null,
    state          text not null check (state in ('WAITING', 'ENTERING', 'ACTING', 'CHECKING', 'LEAVING', 'DONE',
                                                  'FAILED', 'SKIPPED')),
    failed_in      text check (failed_in in ('WAITING', 'ENTERING', 'ACTING', 'CHECKING', 'LEAVING')),
    task_id        uuid,
    since          timestamptz not null,
    reason         text not null default '',
    primary key (rolling_id, host_id)
);
