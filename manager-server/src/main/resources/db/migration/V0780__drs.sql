-- Balancing of clusters. Without a row a cluster is not balanced.
create table cluster_drs (
    cluster_id        uuid primary key references cluster on delete cascade,
    revision          bigint not null,
    updated_at        timestamptz not null,
    mode              text not null check (mode in ('OFF', 'RECOMMEND', 'APPLY')),
    level             int not null check (level between 1 and 5),
    cool_down_minutes int not null check (cool_down_minutes >= 0),
    patience_minutes  int not null check (patience_minutes >= 0)
);

-- Each look at a cluster; the newest is what the next one has to know.
create table drs_round (
    id           uuid primary key,
    cluster_id   uuid not null references cluster on delete cascade,
    at           timestamptz not null,
    level        int not null,
    verdict      text not null,
    uneven_since timestamptz,
    imbalance    double precision not null,
    hot_hosts    int not null,
    unserved_mhz double precision not null,
    migrations   int not null,
    copied_mib   bigint not null,
    took_ms      bigint not null
);
create index drs_round_by_cluster on drs_round (cluster_id, at desc);
create index drs_round_at on drs_round (at);

create table drs_recommendation (
    id               uuid primary key,
    cluster_id       uuid not null references cluster on delete cascade,
    revision         bigint not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    -- The round that wanted it last.
    seen_at          timestamptz not null,
    state            text not null,
    detail           text not null default '',
    vm_id            uuid not null,
    vm_name          text not null,
    source_host_id   uuid not null,
    source_host_name text not null,
    target_host_id   uuid not null,
    target_host_name text not null,
    wave             int not null,
    verdict          text not null,
    reason_kind      text not null,
    reason           text not null,
    effect           jsonb not null,
    decided_by       text not null default '',
    snoozed_until    timestamptz,
    task_id          uuid,
    move_task_id     uuid,
    moving_at        timestamptz,
    ended_at         timestamptz,
    measured         jsonb,
    outcome          text,
    outcome_figures  jsonb
);
create index drs_recommendation_by_cluster on drs_recommendation (cluster_id, state);
create index drs_recommendation_by_task on drs_recommendation (task_id) where task_id is not null;
create index drs_recommendation_to_judge on drs_recommendation (ended_at) where state = 'MOVED' and outcome is null;
create index drs_recommendation_ended on drs_recommendation (updated_at) where ended_at is not null;

-- VMs that balancing leaves alone.
create table drs_exclusion (
    vm_id        uuid primary key references vm on delete cascade,
    cluster_id   uuid not null references cluster on delete cascade,
    since        timestamptz not null,
    requested_by text not null
);
create index drs_exclusion_by_cluster on drs_exclusion (cluster_id);
