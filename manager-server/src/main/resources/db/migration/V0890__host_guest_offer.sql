-- What guests can be given on a host, as its QEMU says. Empty for hosts whose agents are older.
alter table host add column guest_cpu_models jsonb not null default '[]';
alter table host add column capabilities jsonb not null default '[]';
