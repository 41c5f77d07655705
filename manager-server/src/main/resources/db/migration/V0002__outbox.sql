-- Changes, written in the transaction that makes them. Readers follow (txid, position) and only look behind the oldest
-- transaction that still runs, so that no event is ever skipped because it committed late.
create table event (
    position bigint generated always as identity primary key,
    txid xid8 not null default pg_current_xact_id(),
    id uuid not null unique,
    kind text not null check (length(kind) between 1 and 32),
    object_id text not null,
    object_name text not null,
    revision bigint not null check (revision >= 0),
    change text not null check (change in ('CREATED', 'CHANGED', 'DELETED')),
    occurred_at timestamptz not null,
    object json
);

create index event_in_order on event (txid, position);
create index event_of_object on event (kind, object_id, txid, position);
create index event_by_time on event (occurred_at);

-- The newest event that retention has removed: who asks for anything older has to start over.
create table event_removed (
    singleton boolean primary key default true check (singleton),
    txid xid8 not null,
    position bigint not null
);
