-- What a disk may use of its storage, reads and writes together; none: as much as it can.
alter table vm_disk add column operations_per_second_limit bigint check (operations_per_second_limit > 0);

alter table vm_disk add column bytes_per_second_limit bigint check (bytes_per_second_limit > 0);
