-- Why a VM is where it is: each decision about its host, with what was known then.
create table vm_placement (
    id           bigint generated always as identity primary key,
    vm_id        uuid not null references vm on delete cascade,
    decided_at   timestamptz not null,
    cause        text not null check (cause in ('CREATE', 'START', 'MIGRATE', 'RETRY', 'HA_RESTART')),
    requested_by text not null,
    task_id      uuid,
    -- No reference: the host may go, the decision was made all the same.
    host_id      uuid not null,
    host_name    text not null,
    reason       text not null,
    -- The ranked hosts and the refusals; none for what the agents decided.
    report       jsonb
);
create index vm_placement_by_vm on vm_placement (vm_id, id desc);
