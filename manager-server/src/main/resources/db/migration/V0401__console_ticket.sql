-- Permission to open one console once. Redeemed by deleting the row, so two cannot use it, on whichever manager.
create table console_ticket (
    secret_sha256 bytea primary key,
    vm_id uuid not null,
    kind text not null check (kind in ('VNC', 'SERIAL')),
    user_id uuid not null references app_user on delete cascade,
    caller_name text not null,
    role text not null check (role in ('VIEWER', 'OPERATOR', 'ADMIN')),
    session_id uuid references session on delete cascade,
    token_id uuid references api_token on delete cascade,
    expires_at timestamptz not null
);

create index console_ticket_by_expiry on console_ticket (expires_at);
