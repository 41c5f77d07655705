-- What carries a VM's protection to the agents, and whether it does.
create table vm_protection (
    vm_id              uuid primary key references vm on delete cascade,
    -- The newest spec that was signed, kept so that it is sent again byte for byte: no two signatures are alike.
    sealed_generation  bigint check (sealed_generation > 0),
    sealed_file        bytea,
    -- The spec beside the disks.
    written_generation bigint check (written_generation > 0),
    written_sha256     text check (written_sha256 ~ '^[0-9a-f]{64}$'),
    -- The record in ZooKeeper as it was last put there; unconfirmed, it may be there or not.
    record             text,
    record_confirmed   boolean not null default false,
    -- Whether HA would restart the VM now, and why not.
    state              text not null default 'OFF'
                       check (state in ('OFF', 'NOT_RUNNING', 'PROTECTED', 'UNPROTECTED', 'RESTARTING')),
    reasons            jsonb not null default '[]',
    since              timestamptz,
    check ((sealed_generation is null) = (sealed_file is null)),
    check ((written_generation is null) = (written_sha256 is null))
);
create index vm_protection_recorded on vm_protection (vm_id) where record is not null;
create index vm_protection_by_state on vm_protection (state);
