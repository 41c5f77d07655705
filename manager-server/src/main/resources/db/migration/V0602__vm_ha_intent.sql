-- What people want HA to do for a VM. ha_protected, there before, says whether anything at all.
alter table vm add column ha_priority int not null default 50 check (ha_priority between 0 and 100);
-- Ids of VMs that must be ready before this one is restarted.
alter table vm add column ha_restart_after jsonb not null default '[]' check (jsonb_typeof(ha_restart_after) = 'array');
alter table vm add column ha_isolation_policy text not null default 'KEEP_RUNNING'
    check (ha_isolation_policy in ('KEEP_RUNNING', 'RESTART_ELSEWHERE'));
alter table vm add column ha_storage_loss_policy text not null default 'RESTART_ELSEWHERE'
    check (ha_storage_loss_policy in ('KEEP_PAUSED', 'RESTART_ELSEWHERE'));
alter table vm add column ha_on_crash text not null default 'RESTART' check (ha_on_crash in ('RESTART', 'LEAVE'));
alter table vm add column ha_on_panic text not null default 'RESTART' check (ha_on_panic in ('RESTART', 'LEAVE'));
-- After so long without a word of its guest agent the VM is reset; 0: its silence means nothing.
alter table vm add column ha_guest_silence_seconds int not null default 0
    check (ha_guest_silence_seconds = 0 or ha_guest_silence_seconds between 30 and 3600);
create index vm_by_ha_restart_after on vm using gin (ha_restart_after jsonb_path_ops);
create index vm_ha_protected on vm (cluster_id, id) where ha_protected;
