-- VMs that found no room; power saving wakes hosts for them. One row for each VM, forgotten when it runs or after a while.
create table dpm_room_wish (
    vm_id      uuid primary key,
    cluster_id uuid not null references cluster on delete cascade,
    vm_name    text not null,
    vcpu_count int not null check (vcpu_count > 0),
    memory_mib bigint not null check (memory_mib > 0),
    -- Pools and networks that its host must reach.
    reach      jsonb not null,
    at         timestamptz not null
);
create index dpm_room_wish_by_cluster on dpm_room_wish (cluster_id, at);
