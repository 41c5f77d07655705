-- Power saving of clusters. Without a row a cluster saves none.
create table cluster_dpm (
    cluster_id         uuid primary key references cluster on delete cascade,
    revision           bigint not null,
    updated_at         timestamptz not null,
    mode               text not null check (mode in ('OFF', 'RECOMMEND', 'APPLY')),
    low_percent        int not null check (low_percent between 1 and 100),
    high_percent       int not null check (high_percent between 1 and 100 and high_percent > low_percent),
    wake_minutes       int not null check (wake_minutes > 0),
    park_minutes       int not null check (park_minutes >= wake_minutes),
    minimum_up_minutes int not null check (minimum_up_minutes >= 0),
    spare_hosts        int not null check (spare_hosts >= 0),
    time_zone          text not null,
    -- Times of the week in which hosts may sleep; empty: always.
    schedule           jsonb not null default '[]',
    -- Until when what hosts draw has been counted; null: nothing yet.
    metered_at         timestamptz
);

-- Hosts that power saving leaves on.
create table dpm_exclusion (
    host_id    uuid primary key references host on delete cascade,
    cluster_id uuid not null references cluster on delete cascade
);
create index dpm_exclusion_by_cluster on dpm_exclusion (cluster_id);

-- Each look at a cluster; the newest is what the next one has to know.
create table dpm_round (
    id              uuid primary key,
    cluster_id      uuid not null references cluster on delete cascade,
    at              timestamptz not null,
    verdict         text not null,
    detail          text not null,
    load_percent    double precision,
    awake_hosts     int not null,
    asleep_hosts    int not null,
    -- Since when rounds follow each other without a gap and without a jump of the clock.
    steady_since    timestamptz,
    -- Why each host is as it is: code, parameters and words.
    hosts           jsonb not null,
    took_ms         bigint not null
);
create index dpm_round_by_cluster on dpm_round (cluster_id, at desc);
create index dpm_round_at on dpm_round (at);
