-- Who may do what, and who did what. Secrets are kept as hashes only.
create table app_user (
    id uuid primary key,
    username text not null check (length(username) between 1 and 63),
    username_key text not null unique, -- lower case, so that two names cannot differ by case alone
    display_name text not null check (length(display_name) <= 255),
    role text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
    password_hash text not null,
    disabled boolean not null default false,
    last_login_at timestamptz,
    revision bigint not null check (revision >= 0),
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table session (
    id uuid primary key,
    secret_sha256 bytea not null unique,
    user_id uuid not null references app_user on delete cascade,
    address text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
);

create index session_of_user on session (user_id);
create index session_by_expiry on session (expires_at);

create table api_token (
    id uuid primary key,
    name text not null check (length(name) between 1 and 63),
    secret_sha256 bytea not null unique,
    user_id uuid not null references app_user on delete cascade,
    role text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
    created_at timestamptz not null,
    expires_at timestamptz,
    last_used_at timestamptz
);

create index api_token_of_user on api_token (user_id, created_at);

-- One row per manager that was started before the first administrator existed; all gone once that one exists.
create table setup_token (
    secret_sha256 bytea primary key,
    created_at timestamptz not null
);

create table audit (
    position bigint generated always as identity primary key,
    occurred_at timestamptz not null,
    actor text not null,
    address text not null,
    action text not null,
    object text not null,
    outcome text not null,
    detail text not null
);

create index audit_by_time on audit (occurred_at);
create index audit_of_object on audit (object, position);
