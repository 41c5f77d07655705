-- What a VM is guaranteed, may use at most, and weighs against its neighbours. Shares that are null: 1000 for each vCPU.
alter table vm
    add column resource_pool_id       uuid,
    add column cpu_reservation_mhz    bigint not null default 0 check (cpu_reservation_mhz >= 0),
    add column cpu_limit_mhz          bigint check (cpu_limit_mhz >= cpu_reservation_mhz and cpu_limit_mhz > 0),
    add column cpu_shares             int check (cpu_shares between 1 and 1000000),
    add column memory_reservation_mib bigint not null default 0 check (memory_reservation_mib >= 0),
    add foreign key (resource_pool_id, cluster_id) references resource_pool (id, cluster_id);
create index vm_resource_pool on vm (resource_pool_id);
