-- The installation's certificate authority and what it issued; join tokens; enrolled hosts.

-- One row, made by the first manager of the installation. The keys are sealed with the secrets key, which is not here.
create table installation (
    only_row           boolean primary key default true check (only_row),
    id                 uuid not null,
    created_at         timestamptz not null,
    ca_certificate_pem text not null,
    ca_key_sealed      text not null,
    web_key_sealed     text not null
);

create table certificate (
    serial         text primary key check (serial ~ '^[0-9a-f]{1,40}$'),
    holder_kind    text not null check (holder_kind in ('MANAGER', 'WEB', 'HOST')),
    holder_id      uuid not null,
    not_before     timestamptz not null,
    not_after      timestamptz not null check (not_after > not_before),
    issued_at      timestamptz not null,
    revoked_at     timestamptz,
    revoked_reason text,
    check ((revoked_at is null) = (revoked_reason is null))
);
create index certificate_by_holder on certificate (holder_kind, holder_id, issued_at);
create index certificate_revoked on certificate (revoked_at) where revoked_at is not null;

-- The newest revocation list. Its number only grows.
create table revocation_list (
    only_row   boolean primary key default true check (only_row),
    number     bigint not null check (number > 0),
    pem        text not null,
    updated_at timestamptz not null
);

create table join_token (
    id             uuid primary key,
    secret_sha256  bytea not null check (length(secret_sha256) = 32),
    cluster_id     uuid not null,
    note           text not null check (length(note) <= 255),
    created_by     text not null,
    created_at     timestamptz not null,
    expires_at     timestamptz not null check (expires_at > created_at),
    used_at        timestamptz,
    used_by_host   uuid,
    check ((used_at is null) = (used_by_host is null))
);
create index join_token_by_created on join_token (created_at, id);

create table enrolled_host (
    host_id            uuid primary key,
    hostname           text not null,
    agent_address      text not null,
    agent_port         int not null check (agent_port between 1 and 65535),
    enrolled_at        timestamptz not null,
    certificate_serial text not null references certificate,
    revoked_at         timestamptz,
    revoked_reason     text,
    check ((revoked_at is null) = (revoked_reason is null))
);
