-- Shares of a cluster for groups of VMs: a tree below the cluster itself. What is null is not limited.
create table resource_pool (
    id                     uuid primary key,
    cluster_id             uuid not null references cluster on delete cascade,
    name                   text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels                 jsonb not null,
    revision               bigint not null check (revision >= 0),
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    description            text not null check (length(description) <= 4096),
    parent_id              uuid check (parent_id <> id),
    cpu_reservation_mhz    bigint not null check (cpu_reservation_mhz >= 0),
    cpu_limit_mhz          bigint check (cpu_limit_mhz >= cpu_reservation_mhz and cpu_limit_mhz > 0),
    cpu_shares             int not null check (cpu_shares between 1 and 1000000),
    cpu_expandable         boolean not null,
    memory_reservation_mib bigint not null check (memory_reservation_mib >= 0),
    memory_limit_mib       bigint check (memory_limit_mib >= memory_reservation_mib and memory_limit_mib > 0),
    memory_shares          int not null check (memory_shares between 1 and 1000000),
    memory_expandable      boolean not null,
    unique (id, cluster_id),
    foreign key (parent_id, cluster_id) references resource_pool (id, cluster_id)
);
create unique index resource_pool_name_taken on resource_pool (cluster_id, lower(name));
create index resource_pool_parent on resource_pool (parent_id);
