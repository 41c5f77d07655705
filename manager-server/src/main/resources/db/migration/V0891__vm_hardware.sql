-- Firmware, topology, boot order and the rest of a VM's hardware; null: as all VMs had it before. host_needs says what of it not
-- every host can give, so that placement finds it without reading the rest.
alter table vm add column hardware jsonb;
alter table vm add column host_needs jsonb not null default '[]';
