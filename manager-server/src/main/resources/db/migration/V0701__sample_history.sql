-- What hosts and VMs used, one wide row per object and bucket. "at" is the bucket's begin, a multiple of its length in UTC. A
-- figure without a suffix is the mean of what arrived in the bucket, one with _max the greatest; null: not known. No row: a gap.
-- sample_count: how many samples the row was made of. clock_off: some came from a host whose clock was off, and were dated by
-- the manager's receipt. No references: what was used stays known when the object is gone, until the retention ends.
--
-- The key begins with the time, so that writing appends at its end; a chart names its times one by one.
-- Partitions are made by the manager: by day in UTC, those of the hourly tables by month.

create table vm_sample (
    vm_id                        uuid not null,
    at                           timestamptz not null,
    cpu_used_millicores          real check (cpu_used_millicores >= 0),
    cpu_ready_millicores         real check (cpu_ready_millicores >= 0),
    cpu_steal_permille           real check (cpu_steal_permille >= 0),
    memory_resident_mib          real check (memory_resident_mib >= 0),
    memory_active_mib            real check (memory_active_mib >= 0),
    memory_balloon_mib           real check (memory_balloon_mib >= 0),
    memory_swap_mib              real check (memory_swap_mib >= 0),
    disk_read_bytes_per_second   real check (disk_read_bytes_per_second >= 0),
    disk_write_bytes_per_second  real check (disk_write_bytes_per_second >= 0),
    disk_read_ops_per_second     real check (disk_read_ops_per_second >= 0),
    disk_write_ops_per_second    real check (disk_write_ops_per_second >= 0),
    net_rx_bytes_per_second      real check (net_rx_bytes_per_second >= 0),
    net_tx_bytes_per_second      real check (net_tx_bytes_per_second >= 0),
    net_rx_packets_per_second    real check (net_rx_packets_per_second >= 0),
    net_tx_packets_per_second    real check (net_tx_packets_per_second >= 0),
    cpu_used_millicores_max      real,
    cpu_ready_millicores_max     real,
    cpu_steal_permille_max       real,
    sample_count                 smallint not null check (sample_count > 0),
    clock_off                    boolean not null,
    primary key (at, vm_id)
) partition by range (at);

create table host_sample (
    host_id                      uuid not null,
    at                           timestamptz not null,
    cpu_used_millicores          real check (cpu_used_millicores >= 0),
    cpu_steal_millicores         real check (cpu_steal_millicores >= 0),
    cpu_iowait_millicores        real check (cpu_iowait_millicores >= 0),
    memory_used_mib              real check (memory_used_mib >= 0),
    memory_available_mib         real check (memory_available_mib >= 0),
    swap_used_mib                real check (swap_used_mib >= 0),
    disk_read_bytes_per_second   real check (disk_read_bytes_per_second >= 0),
    disk_write_bytes_per_second  real check (disk_write_bytes_per_second >= 0),
    disk_read_ops_per_second     real check (disk_read_ops_per_second >= 0),
    disk_write_ops_per_second    real check (disk_write_ops_per_second >= 0),
    net_rx_bytes_per_second      real check (net_rx_bytes_per_second >= 0),
    net_tx_bytes_per_second      real check (net_tx_bytes_per_second >= 0),
    net_rx_packets_per_second    real check (net_rx_packets_per_second >= 0),
    net_tx_packets_per_second    real check (net_tx_packets_per_second >= 0),
    load_1m_milli                real check (load_1m_milli >= 0),
    vm_count                     real check (vm_count >= 0),
    cpu_used_millicores_max      real,
    cpu_steal_millicores_max     real,
    cpu_iowait_millicores_max    real,
    sample_count                 smallint not null check (sample_count > 0),
    clock_off                    boolean not null,
    primary key (at, host_id)
) partition by range (at);

create table vm_sample_5m (like vm_sample including all) partition by range (at);
create table vm_sample_1h (like vm_sample including all) partition by range (at);
create table host_sample_5m (like host_sample including all) partition by range (at);
create table host_sample_1h (like host_sample including all) partition by range (at);

-- How far the rolled-up tables go: moved in the transaction that writes the bucket before it.
create table sample_rollup (
    target_table text primary key,
    done_until   timestamptz not null
);
