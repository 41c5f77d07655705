-- Clusters, hosts, networks, pools and images: what people want, and what the hosts last said.
-- Rates and live samples are not here; they stay in memory.

create table cluster (
    id                   uuid primary key,
    name                 text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels               jsonb not null,
    revision             bigint not null check (revision >= 0),
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    description          text not null check (length(description) <= 4096),
    cpu_baseline         text not null check (cpu_baseline in ('auto', 'qemu64', 'x86-64-v2', 'x86-64-v3', 'x86-64-v4')),
    cpu_overcommit_ratio double precision not null check (cpu_overcommit_ratio between 1 and 64)
);
create unique index cluster_name_taken on cluster (lower(name));

create table host (
    id                 uuid primary key,
    cluster_id         uuid not null references cluster,
    name               text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels             jsonb not null,
    revision           bigint not null check (revision >= 0),
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    description        text not null check (length(description) <= 4096),
    address            text not null,
    port               int not null check (port between 1 and 65535),
    state              text not null check (state in ('CONNECTING', 'READY', 'DISCONNECTED', 'REVOKED', 'REFUSED')),
    state_reason       text not null,
    state_since        timestamptz not null,
    last_seen_at       timestamptz,
    clock_skew_ms      bigint,
    boot_id            text not null,
    agent_version      text not null,
    qemu_version       text not null,
    accelerator        text not null,
    accelerator_reason text not null,
    cpu_count          int not null check (cpu_count >= 0),
    cpu_model          text not null,
    cpu_features       jsonb not null,
    memory_mib         bigint not null check (memory_mib >= 0),
    network_mode       text not null,
    migration_address  text not null,
    checks             jsonb not null,
    warnings           jsonb not null,
    certificate_serial text,
    certificate_until  timestamptz
);
create unique index host_name_taken on host (cluster_id, lower(name));
create index host_by_state on host (state);

create table pool (
    id             uuid primary key,
    cluster_id     uuid not null references cluster,
    name           text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels         jsonb not null,
    revision       bigint not null check (revision >= 0),
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    description    text not null check (length(description) <= 4096),
    type           text not null check (type in ('SHARED_DIRECTORY')),
    path           text not null,
    state          text not null check (state in ('CREATING', 'READY', 'FAILED', 'DELETING')),
    state_detail   text not null,
    capacity_bytes bigint check (capacity_bytes >= 0),
    used_bytes     bigint check (used_bytes >= 0)
);
create unique index pool_name_taken on pool (cluster_id, lower(name));
create unique index pool_path_taken on pool (cluster_id, path);

create table pool_host (
    pool_id    uuid not null references pool on delete cascade,
    host_id    uuid not null references host on delete cascade,
    reachable  boolean not null,
    detail     text not null,
    primary key (pool_id, host_id)
);
create index pool_host_by_host on pool_host (host_id);

create table network (
    id            uuid primary key,
    cluster_id    uuid not null references cluster,
    name          text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels        jsonb not null,
    revision      bigint not null check (revision >= 0),
    created_at    timestamptz not null,
    updated_at    timestamptz not null,
    description   text not null check (length(description) <= 4096),
    vlan          int not null check (vlan between 0 and 4094),
    mtu_bytes     int not null check (mtu_bytes between 1280 and 9000),
    addressing    text not null check (addressing in ('DHCP', 'STATIC')),
    subnet_cidr   text,
    gateway       text,
    dns_servers   jsonb not null,
    range_start   text,
    range_end     text,
    anti_spoofing boolean not null,
    check (addressing = 'DHCP' or (subnet_cidr is not null and range_start is not null and range_end is not null)),
    check (gateway is null or gateway::inet << subnet_cidr::cidr),
    check (range_start is null
           or (range_start::inet << subnet_cidr::cidr and range_end::inet << subnet_cidr::cidr
               and range_start::inet <= range_end::inet))
);
create unique index network_name_taken on network (cluster_id, lower(name));

create table network_host (
    network_id uuid not null references network on delete cascade,
    host_id    uuid not null references host on delete cascade,
    state      text not null check (state in ('APPLYING', 'READY', 'FAILED')),
    detail     text not null,
    primary key (network_id, host_id)
);
create index network_host_by_host on network_host (host_id);

-- One row per address in use. The primary key is the promise that no address is given out twice.
create table network_address (
    network_id uuid not null references network,
    address    inet not null,
    owner_id   uuid not null,
    nic_index  int not null check (nic_index >= 0),
    primary key (network_id, address)
);
create index network_address_by_owner on network_address (owner_id);

create table image (
    id                 uuid primary key,
    cluster_id         uuid not null references cluster,
    pool_id            uuid not null references pool,
    name               text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels             jsonb not null,
    revision           bigint not null check (revision >= 0),
    created_at         timestamptz not null,
    updated_at         timestamptz not null,
    description        text not null check (length(description) <= 4096),
    format             text not null check (format in ('QCOW2', 'RAW')),
    os_hint            text not null,
    source_type        text not null check (source_type in ('UPLOAD', 'URL')),
    source_url         text,
    expected_sha256    text check (expected_sha256 ~ '^[0-9a-f]{64}$'),
    state              text not null
                       check (state in ('AWAITING_UPLOAD', 'UPLOADING', 'IMPORTING', 'READY', 'FAILED', 'DELETING')),
    size_bytes         bigint check (size_bytes >= 0),
    virtual_size_bytes bigint check (virtual_size_bytes >= 0),
    sha256             text check (sha256 ~ '^[0-9a-f]{64}$'),
    failure_code       text,
    failure_detail     text,
    check ((source_type = 'URL') = (source_url is not null))
);
create unique index image_name_taken on image (cluster_id, lower(name));
create index image_by_pool on image (pool_id);

-- Remembers that the first cluster was made once.
create table inventory_seed (
    only_row boolean primary key check (only_row)
);
