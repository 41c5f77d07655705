-- What was answered to a POST with an Idempotency-Key, for 24 hours. A row without a body: the answer held a secret.
create table idempotency_key (
    user_id        uuid not null,
    key            text not null check (length(key) between 1 and 128),
    request_sha256 text not null check (request_sha256 ~ '^[0-9a-f]{64}$'),
    created_at     timestamptz not null,
    status         int check (status between 200 and 399),
    location       text,
    etag           text,
    body           text,
    primary key (user_id, key)
);
create index idempotency_key_by_time on idempotency_key (created_at);
