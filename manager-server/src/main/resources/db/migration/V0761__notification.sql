-- Where people want to be told of alarms, and what is on its way there.

create table notification_channel (
    id             uuid primary key,
    name           text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels         jsonb not null,
    revision       bigint not null check (revision >= 0),
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    description    text not null check (length(description) <= 4096),
    enabled        boolean not null,
    type           text not null check (type in ('WEBHOOK', 'MAIL')),
    webhook        jsonb,
    mail           jsonb,
    filter         jsonb not null check (jsonb_typeof(filter) = 'object'),
    -- Sealed with the installation's key; the previous one is good for a while after a rotation.
    secret         text,
    previous_secret text,
    previous_until timestamptz,
    mail_password  text,
    check ((type = 'WEBHOOK') = (webhook is not null and secret is not null)),
    check ((type = 'MAIL') = (mail is not null)),
    check ((previous_secret is null) = (previous_until is null))
);
create unique index notification_channel_name_taken on notification_channel (lower(name));

create table notification (
    id              uuid primary key,
    channel_id      uuid not null references notification_channel on delete cascade,
    alarm_id        uuid,
    change          text not null check (change in ('RAISED', 'ESCALATED', 'EASED', 'ACKNOWLEDGED', 'CLEARED', 'TEST')),
    content         jsonb not null check (jsonb_typeof(content) = 'object'),
    created_at      timestamptz not null,
    state           text not null check (state in ('PENDING', 'DELIVERED', 'DEAD')),
    attempts        int not null default 0 check (attempts >= 0),
    next_attempt_at timestamptz not null,
    ended_at        timestamptz,
    last_error      text,
    check ((state = 'PENDING') = (ended_at is null))
);
create index notification_pending on notification (channel_id, next_attempt_at) where state = 'PENDING';
create index notification_by_channel on notification (channel_id, created_at, id);
create index notification_by_ended on notification (ended_at) where state <> 'PENDING';
