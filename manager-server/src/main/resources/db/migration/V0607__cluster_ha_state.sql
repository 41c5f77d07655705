-- The alarms of HA in a cluster as the leader last saw them, with the time since when each is up.
create table cluster_ha_state (
    cluster_id uuid primary key references cluster on delete cascade,
    alarms     jsonb not null check (jsonb_typeof(alarms) = 'array'),
    revision   bigint not null check (revision >= 0)
);
