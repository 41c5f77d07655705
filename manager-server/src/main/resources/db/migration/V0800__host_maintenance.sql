-- Hosts on their way into maintenance, in it, and on their way out; those that have ended are kept for a while.
create table host_maintenance (
    id                uuid primary key,
    revision          bigint not null check (revision >= 1),
    cluster_id        uuid not null references cluster on delete cascade,
    host_id           uuid not null references host on delete cascade,
    host_name         text not null,
    state             text not null check (state in ('ENTERING', 'IN_MAINTENANCE', 'LEAVING', 'LEFT', 'CANCELLED')),
    state_since       timestamptz not null,
    paused            boolean not null default false,
    note              text not null check (length(note) <= 1000),
    requested_by      text not null,
    terms             jsonb not null,
    enter_task_id     uuid not null,
    exit_task_id      uuid,
    home_after_cancel text check (home_after_cancel in ('IF_BETTER', 'NO')),
    attention         text not null default '',
    proof             jsonb not null default '[]',
    safe_at           timestamptz,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    ended_at          timestamptz,
    check ((ended_at is null) = (state in ('ENTERING', 'IN_MAINTENANCE', 'LEAVING')))
);
create unique index host_maintenance_one_at_a_time on host_maintenance (host_id) where ended_at is null;
create index host_maintenance_of_cluster on host_maintenance (cluster_id, created_at);
create index host_maintenance_ended on host_maintenance (ended_at);
