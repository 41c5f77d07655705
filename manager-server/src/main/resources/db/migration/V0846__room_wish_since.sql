-- Since when a VM has been asked for in vain: at is renewed whenever somebody asks again.
alter table dpm_room_wish add column first_at timestamptz;
update dpm_room_wish set first_at = at;
alter table dpm_room_wish alter column first_at set not null;
