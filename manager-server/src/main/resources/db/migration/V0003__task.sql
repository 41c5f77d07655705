-- Long work as tasks of repeatable steps, the locks tasks hold on objects, and the fence against deposed leaders.

-- One row. A transaction that writes as the leader reads it FOR SHARE first; a new leader raises it.
create table leader_epoch (
    only_row   boolean primary key default true check (only_row),
    epoch      bigint not null check (epoch >= 0),
    manager_id uuid,
    since      timestamptz
);
insert into leader_epoch (epoch) values (0);

create table task (
    id                  uuid primary key,
    revision            bigint not null check (revision >= 0),
    kind                text not null check (kind ~ '^[a-z][a-z0-9.-]{0,62}$'),
    state               text not null
        check (state in ('QUEUED', 'RUNNING', 'ROLLING_BACK', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    params              jsonb not null,
    memory              jsonb not null,
    result              jsonb,
    failure             jsonb,
    requested_by        text not null,
    parent_id           uuid references task on delete cascade,
    trace_id            text,
    percent             smallint not null default 0 check (percent between 0 and 100),
    bytes_done          bigint not null default 0 check (bytes_done >= 0),
    bytes_total         bigint not null default 0 check (bytes_total >= 0),
    bytes_per_second    bigint not null default 0 check (bytes_per_second >= 0),
    detail              text not null default '',
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    started_at          timestamptz,
    ended_at            timestamptz,
    cancel_requested_by text,
    cancel_requested_at timestamptz,
    check ((ended_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'CANCELLED')))
);
create index task_unfinished on task (created_at, id) where ended_at is null;
create index task_by_created on task (created_at, id);
create index task_by_parent on task (parent_id) where parent_id is not null;
create index task_by_ended on task (ended_at) where ended_at is not null;

create table task_step (
    task_id    uuid not null references task on delete cascade,
    step       int not null check (step >= 0),
    handler    text not null,
    arguments  jsonb not null,
    state      text not null check (state in ('PENDING', 'RUNNING', 'DONE', 'FAILED', 'UNDONE', 'SKIPPED')),
    undone     boolean not null default false,
    percent    smallint not null default 0 check (percent between 0 and 100),
    detail     text not null default '',
    started_at timestamptz,
    ended_at   timestamptz,
    primary key (task_id, step)
);

create table task_object (
    task_id   uuid not null references task on delete cascade,
    ordinal   int not null check (ordinal >= 0),
    kind      text not null,
    object_id text not null,
    name      text not null,
    exclusive boolean not null,
    primary key (task_id, ordinal)
);
create index task_object_by_object on task_object (kind, object_id);

-- At most one active task per object.
create table task_lock (
    object_kind text not null,
    object_id   text not null,
    task_id     uuid not null references task on delete cascade,
    primary key (object_kind, object_id)
);
create index task_lock_by_task on task_lock (task_id);
