-- When a manager last led. Every manager reads it, so that all of them know when nobody hears the hosts any more. Unlogged:
-- after a crash of the database the next beat, or the start of a manager, says it again.
create unlogged table leader_beat (
    only_row boolean primary key default true check (only_row),
    epoch    bigint not null check (epoch >= 0),
    at       timestamptz not null -- the database's clock
);
