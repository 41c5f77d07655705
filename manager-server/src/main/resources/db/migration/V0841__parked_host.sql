-- Hosts that power saving has parked, is parking or is waking. Written before each act, so that whoever follows a manager that died
-- finds what was begun.
create table dpm_host (
    host_id         uuid primary key references host on delete cascade,
    cluster_id      uuid not null references cluster on delete cascade,
    host_name       text not null,
    revision        bigint not null,
    state           text not null check (state in ('DRAINING', 'SWITCHING_OFF', 'ASLEEP', 'WAKING', 'EXITING', 'FAILED')),
    state_since     timestamptz not null,
    reason          text not null,
    requested_by    text not null,
    -- What carries it out now; null: nothing, as while it sleeps.
    task_id         uuid,
    -- Of the host's power, begun by that task.
    power_task_id   uuid,
    wake_attempts   int not null default 0,
    -- When it was told to wake first.
    wake_ordered_at timestamptz,
    asleep_at       timestamptz,
    -- What it drew when it was empty, just before it was switched off; null: nobody could tell.
    idle_watts      int,
    idle_measured   boolean not null default false
);
create index dpm_host_by_cluster on dpm_host (cluster_id);
create index dpm_host_by_task on dpm_host (task_id) where task_id is not null;

-- What went wrong with a host, and until when it is not parked again.
create table dpm_host_trouble (
    host_id    uuid primary key references host on delete cascade,
    cluster_id uuid not null references cluster on delete cascade,
    code       text not null,
    detail     text not null,
    at         timestamptz not null,
    -- null: until somebody has woken it for a test.
    until      timestamptz
);

-- How long hosts were in each state other than awake, for strips of days.
create table dpm_span (
    id         uuid primary key,
    cluster_id uuid not null references cluster on delete cascade,
    host_id    uuid not null,
    host_name  text not null,
    state      text not null,
    reason     text not null,
    began_at   timestamptz not null,
    ended_at   timestamptz,
    check (ended_at is null or ended_at >= began_at)
);
create unique index dpm_span_open on dpm_span (host_id) where ended_at is null;
create index dpm_span_by_cluster on dpm_span (cluster_id, began_at);
create index dpm_span_ended on dpm_span (ended_at);
