-- How long the agent inside a guest may be silent, where a VM's health policy watches it.
alter table cluster add column ha_guest_silence_seconds int not null default 120
    check (ha_guest_silence_seconds between 30 and 3600);
-- Pauses between starts of a VM that fails again and again; each is twice the last.
alter table cluster add column ha_first_retry_pause_seconds int not null default 30
    check (ha_first_retry_pause_seconds between 1 and 86400);
alter table cluster add column ha_longest_retry_pause_seconds int not null default 1800
    check (ha_longest_retry_pause_seconds between 1 and 86400);
-- A host that fails so often within the window gets no VMs for the length of the quarantine.
alter table cluster add column ha_flap_failures int not null default 3 check (ha_flap_failures between 1 and 100);
alter table cluster add column ha_flap_window_minutes int not null default 60
    check (ha_flap_window_minutes between 1 and 1440);
alter table cluster add column ha_quarantine_minutes int not null default 120
    check (ha_quarantine_minutes between 0 and 10080);
alter table cluster add check (ha_first_retry_pause_seconds <= ha_longest_retry_pause_seconds);
