-- The spec beside a VM's disks: which generation of it people want, and which one was written there last.
alter table vm add column spec_generation bigint not null default 1 check (spec_generation > 0);
alter table vm add column spec_written_generation bigint not null default 0
    check (spec_written_generation between 0 and spec_generation);
create index vm_spec_unwritten on vm (updated_at) where spec_written_generation < spec_generation;
