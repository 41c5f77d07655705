-- What people want HA to do for a VM. ha_protected, there before, says whether anything at all.
alter table vm add column ha_priority text not null default 'MEDIUM'
    check (ha_priority in ('HIGHEST', 'HIGH', 'MEDIUM', 'LOW', 'LOWEST'));
-- Ids of VMs that must be ready before this one is restarted.
alter table vm add column ha_restart_after jsonb not null default '[]' check (jsonb_typeof(ha_restart_after) = 'array');
alter table vm add column ha_isolation_policy text not null default 'KEEP_RUNNING'
    check (ha_isolation_policy in ('KEEP_RUNNING', 'RESTART_ELSEWHERE'));
alter table vm add column ha_storage_loss_policy text not null default 'RESTART_ELSEWHERE'
    check (ha_storage_loss_policy in ('KEEP_PAUSED', 'RESTART_ELSEWHERE'));
alter table vm add column ha_health_policy text not null default 'PROCESS_ENDS_OR_GUEST_CRASHES'
    check (ha_health_policy in ('PROCESS_ENDS', 'PROCESS_ENDS_OR_GUEST_CRASHES', 'GUEST_STOPS_ANSWERING'));
create index vm_by_ha_restart_after on vm using gin (ha_restart_after jsonb_path_ops);
create index vm_ha_protected on vm (cluster_id, id) where ha_protected;
