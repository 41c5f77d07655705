-- How hosts woke when they were told to, what they draw, and what somebody has set that they draw.
alter table host_power add column configured_at timestamptz;
update host_power set configured_at = updated_at;
alter table host_power alter column configured_at set not null;

create table host_wake (
    task_id        uuid primary key,
    host_id        uuid not null references host on delete cascade,
    ended_at       timestamptz not null,
    test           boolean not null,
    -- From the order to an agent that answers.
    took_ms        bigint check (took_ms >= 0),
    failure_code   text,
    failure_detail text,
    check ((took_ms is null) = (failure_code is not null)),
    check ((failure_code is null) = (failure_detail is null))
);
create index host_wake_of_host on host_wake (host_id, ended_at desc);

create table host_draw (
    host_id     uuid primary key references host_power on delete cascade,
    watts       int not null check (watts between 0 and 100000),
    measured_at timestamptz not null
);

create table host_power_model (
    host_id    uuid primary key references host on delete cascade,
    idle_watts int not null check (idle_watts between 0 and 100000),
    full_watts int not null check (full_watts between idle_watts and 100000),
    revision   bigint not null check (revision > 0),
    updated_at timestamptz not null
);
