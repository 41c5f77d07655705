-- What HA did, fetched from ZooKeeper. Hosts and clusters are named here as they were: an incident outlives them.
create table ha_incident (
    id           uuid primary key,
    kind         text not null,
    cluster_id   uuid,
    host_id      uuid,
    host_name    text not null,
    proof        text not null,
    started_at   timestamptz not null,
    last_at      timestamptz not null,
    ended        boolean not null,
    timeline     jsonb not null check (jsonb_typeof(timeline) = 'array'),
    moment_count int not null check (moment_count >= 0),
    left_out     int not null check (left_out >= 0),
    revision     bigint not null check (revision >= 0),
    updated_at   timestamptz not null,
    check (last_at >= started_at)
);
create index ha_incident_by_start on ha_incident (started_at, id);
create index ha_incident_by_host on ha_incident (host_id, started_at);
create index ha_incident_by_cluster on ha_incident (cluster_id, started_at);
