-- A disk or network card that is being taken away is no longer part of what the VM is started or moved with; it has its number until
-- it is gone.
alter table vm_disk add column removing boolean not null default false;

alter table vm_nic add column removing boolean not null default false;

-- Cards of before stay where their guests know them; later ones sit in a port of their own, and can come and go while the VM runs.
alter table vm_nic add column hot_pluggable boolean not null default false;
