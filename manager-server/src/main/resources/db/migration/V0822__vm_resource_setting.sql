-- What the host of a running VM was told of its cgroup, and whether it does it. Written by the leader when it changes.
create table vm_resource_setting (
    vm_id              uuid primary key references vm on delete cascade,
    host_id            uuid not null references host on delete cascade,
    cpu_weight         int not null check (cpu_weight between 1 and 10000),
    cpu_max_millicores bigint check (cpu_max_millicores > 0),
    memory_low_mib     bigint not null check (memory_low_mib >= 0),
    enforced           boolean not null,
    detail             text not null,
    told_at            timestamptz not null
);
