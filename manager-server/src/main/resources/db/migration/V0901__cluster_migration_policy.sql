-- How hard the migrations of a cluster try. No row: as usual.
create table cluster_migration_policy (
    cluster_id                uuid primary key references cluster on delete cascade,
    revision                  bigint not null,
    bandwidth_mib_per_second  integer not null check (bandwidth_mib_per_second between 0 and 1000000),
    pause_ladder_ms           integer[] not null check (cardinality(pause_ladder_ms) between 1 and 16),
    auto_converge             boolean not null,
    updated_at                timestamptz not null
);
