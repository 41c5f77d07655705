-- VMs that are made together: one row for each task that is not over, and one for each VM it is to make. Both go when the task
-- has ended.
create table vm_batch (
    task_id      uuid primary key references task on delete cascade,
    cluster_id   uuid not null references cluster on delete cascade,
    max_parallel int not null check (max_parallel >= 1),
    -- What all VMs have in common. Passwords are in here as hashes only.
    template     jsonb not null
);
create index vm_batch_by_cluster on vm_batch (cluster_id);

-- Written together with the task that makes the VM, so that none is made twice.
create table vm_batch_item (
    task_id     uuid not null references vm_batch on delete cascade,
    ordinal     int not null check (ordinal >= 0),
    name        text not null,
    state       text not null check (state in ('WAITING', 'CREATING', 'CREATED', 'FAILED')),
    vm_task_id  uuid,
    code        text not null default '',
    reason      text not null default '',
    primary key (task_id, ordinal)
);
create index vm_batch_item_by_name on vm_batch_item (lower(name)) where state = 'WAITING';
