-- The newest samples the leader heard from the hosts, for the managers that hear none. Unlogged: they are worth nothing after
-- a crash of the database, and are written every two seconds.
create unlogged table live_samples (
    only_row     boolean primary key default true check (only_row),
    leader_epoch bigint not null check (leader_epoch >= 0),
    written_at   timestamptz not null, -- the database's clock
    leader_time  timestamptz not null, -- the leader's clock at the same moment
    round        text not null
);
