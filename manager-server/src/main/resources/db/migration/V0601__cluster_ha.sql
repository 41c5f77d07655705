-- What people want of HA in a cluster. It starts off: hosts must be able to do it first.
alter table cluster add column ha_enabled boolean not null default false;
-- Armed, agents take over the VMs of dead hosts; disarmed, they only watch, as during work on network or storage.
alter table cluster add column ha_armed boolean not null default true;
alter table cluster add column ha_host_failures_to_tolerate int not null default 1
    check (ha_host_failures_to_tolerate between 0 and 31);
alter table cluster add column ha_admission_policy text not null default 'REFUSE'
    check (ha_admission_policy in ('REFUSE', 'WARN'));
alter table cluster add column ha_storage_loss_delay_seconds int not null default 60
    check (ha_storage_loss_delay_seconds between 10 and 3600);
alter table cluster add column ha_restart_attempts int not null default 5 check (ha_restart_attempts between 1 and 100);
