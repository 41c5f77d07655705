-- What is to be watched, and what was found. Counting towards an alarm is not here: the leader has it in memory, and a new one
-- begins anew, from the alarms that stand.

create table alarm_definition (
    id          uuid primary key,
    name        text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels      jsonb not null,
    revision    bigint not null check (revision >= 0),
    created_at  timestamptz not null,
    updated_at  timestamptz not null,
    description text not null check (length(description) <= 4096),
    enabled     boolean not null,
    object_kind text not null check (object_kind in ('HOST', 'VM', 'POOL', 'CLUSTER', 'TASK')),
    target      jsonb not null check (jsonb_typeof(target) = 'object'),
    condition   jsonb not null check (jsonb_typeof(condition) = 'object'),
    -- Which of the definitions of a new installation it was; null: somebody made it.
    builtin     text
);
create unique index alarm_definition_name_taken on alarm_definition (lower(name));

-- Remembers that the first definitions were made once.
create table alarm_seed (
    only_row boolean primary key check (only_row)
);

-- How many objects a definition watches, as the leader last counted, and how many of them have no data.
create table alarm_definition_sight (
    definition_id        uuid primary key references alarm_definition on delete cascade,
    objects              int not null check (objects >= 0),
    objects_without_data int not null check (objects_without_data between 0 and objects)
);

create table alarm (
    id                  uuid primary key,
    revision            bigint not null check (revision >= 0),
    definition_id       uuid references alarm_definition on delete set null,
    definition_name     text not null,
    object_kind         text not null check (object_kind in ('HOST', 'VM', 'POOL', 'CLUSTER', 'TASK')),
    object_id           uuid not null,
    object_name         text not null,
    object_labels       jsonb not null,
    cluster_id          uuid,
    -- Tells alarms of one definition about one object apart; empty where there can be one only.
    topic               text not null,
    state               text not null check (state in ('RAISED', 'ACKNOWLEDGED', 'CLEARED')),
    severity            text not null check (severity in ('WARNING', 'CRITICAL')),
    worst_severity      text not null check (worst_severity in ('WARNING', 'CRITICAL')),
    code                text not null,
    parameters          jsonb not null check (jsonb_typeof(parameters) = 'object'),
    detail              text not null,
    value               double precision,
    threshold           double precision,
    unit                text not null,
    raised_at           timestamptz not null,
    changed_at          timestamptz not null,
    no_data_since       timestamptz,
    clears_by_itself    boolean not null,
    acknowledged_at     timestamptz,
    acknowledged_by     text,
    acknowledged_note   text,
    cleared_at          timestamptz,
    cleared_cause       text,
    cleared_by          text,
    cleared_note        text,
    -- Cleared by somebody while its condition held: not raised again before it has not held once.
    muted               boolean not null default false,
    check ((state = 'CLEARED') = (cleared_at is not null)),
    check ((state = 'CLEARED') = (cleared_cause is not null)),
    check (not muted or state = 'CLEARED')
);
create unique index alarm_standing on alarm (definition_id, object_kind, object_id, topic)
    where state <> 'CLEARED' or muted;
create index alarm_by_raised on alarm (raised_at, id);
create index alarm_by_changed on alarm (changed_at, id);
create index alarm_by_object on alarm (object_id);
create index alarm_by_cleared on alarm (cleared_at) where state = 'CLEARED';
