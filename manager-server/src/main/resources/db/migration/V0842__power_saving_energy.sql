-- What hosts drew and what was saved by switching them off, for each hour that begins at `hour`. A host's seconds in an hour that are
-- counted nowhere are those in which nobody looked.
create table dpm_energy (
    cluster_id       uuid not null references cluster on delete cascade,
    host_id          uuid not null,
    hour             timestamptz not null,
    drawn_wh         double precision not null default 0 check (drawn_wh >= 0),
    saved_wh         double precision not null default 0,
    measured_seconds double precision not null default 0,
    modelled_seconds double precision not null default 0,
    unknown_seconds  double precision not null default 0,
    asleep_seconds   double precision not null default 0,
    primary key (cluster_id, hour, host_id)
);
create index dpm_energy_hour on dpm_energy (hour);
