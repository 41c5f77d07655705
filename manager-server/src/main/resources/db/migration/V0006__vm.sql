-- Virtual machines: the specification people gave, and the state the hosts report.

create table vm (
    id                  uuid primary key,
    cluster_id          uuid not null references cluster,
    name                text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels              jsonb not null,
    revision            bigint not null check (revision >= 0),
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    description         text not null check (length(description) <= 4096),
    vcpu_count          int not null check (vcpu_count between 1 and 64),
    memory_mib          bigint not null check (memory_mib between 32 and 1048576),
    image_id            uuid references image,
    pool_id             uuid not null references pool,
    ha_protected        boolean not null,
    -- Passwords are in here as hashes only, made before the row is written.
    cloud_init          jsonb,
    power_state         text not null
                        check (power_state in ('CREATING', 'STOPPED', 'STARTING', 'RUNNING', 'PAUSED', 'STOPPING',
                                               'MIGRATING', 'CRASHED', 'UNKNOWN', 'DELETING', 'FAILED')),
    power_state_detail  text not null,
    power_state_since   timestamptz not null,
    host_id             uuid references host,
    last_host_id        uuid references host on delete set null,
    epoch               bigint not null check (epoch >= 0),
    -- The CPU the running guest was started with: it can only move to hosts that have it.
    cpu_model           text,
    guest_addresses     jsonb not null,
    guest_agent         boolean not null,
    conditions          jsonb not null,
    active_task_id      uuid,
    placement           jsonb
);
create unique index vm_name_taken on vm (cluster_id, lower(name));
create index vm_by_name on vm (lower(name), id);
create index vm_by_created_at on vm (created_at, id);
create index vm_by_updated_at on vm (updated_at, id);
create index vm_by_power_state on vm (power_state, id);
create index vm_by_host on vm (host_id) where host_id is not null;
create index vm_by_last_host on vm (last_host_id) where last_host_id is not null;
create index vm_by_image on vm (image_id) where image_id is not null;
create index vm_by_pool on vm (pool_id);
create index vm_by_label on vm using gin (labels);

create table vm_disk (
    vm_id      uuid not null references vm on delete cascade,
    disk_index int not null check (disk_index >= 0),
    pool_id    uuid not null references pool,
    size_gib   int not null check (size_gib between 1 and 65536),
    primary key (vm_id, disk_index)
);
create index vm_disk_by_pool on vm_disk (pool_id);

create table vm_nic (
    vm_id      uuid not null references vm on delete cascade,
    nic_index  int not null check (nic_index >= 0),
    -- None: user-mode networking of the host's hypervisor.
    network_id uuid references network,
    mac        macaddr not null,
    address    inet,
    primary key (vm_id, nic_index)
);
create unique index vm_nic_mac_taken on vm_nic (mac);
create index vm_nic_by_network on vm_nic (network_id) where network_id is not null;

-- Room promised on a host to a VM that does not run there yet. Gone as soon as the VM runs there or the task gave up.
create table placement_reservation (
    vm_id      uuid primary key references vm on delete cascade,
    host_id    uuid not null references host on delete cascade,
    vcpu_count int not null check (vcpu_count > 0),
    memory_mib bigint not null check (memory_mib > 0),
    task_id    uuid not null,
    created_at timestamptz not null
);
create index placement_reservation_by_host on placement_reservation (host_id);

create table vm_migration (
    id                uuid primary key,
    vm_id             uuid not null references vm on delete cascade,
    task_id           uuid not null unique,
    source_host_id    uuid not null,
    source_host_name  text not null,
    target_host_id    uuid not null,
    target_host_name  text not null,
    outcome           text not null check (outcome in ('SUCCEEDED', 'FAILED')),
    detail            text not null,
    started_at        timestamptz not null,
    ended_at          timestamptz not null,
    total_ms          bigint check (total_ms >= 0),
    downtime_ms       bigint check (downtime_ms >= 0),
    transferred_bytes bigint check (transferred_bytes >= 0)
);
create index vm_migration_by_vm on vm_migration (vm_id, started_at desc);

-- The last three bytes of the MAC addresses given out. It runs through all of them before one comes again.
create sequence vm_mac_suffix as int minvalue 0 maxvalue 16777215 start 1 cycle;
