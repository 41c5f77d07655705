-- What was answered to a POST with an Idempotency-Key, for 24 hours. No status: the answer's transaction never ended.
create table idempotency_key (
    user_id      uuid not null,
    key          text not null check (length(key) between 1 and 128),
    request_hash bytea not null check (length(request_hash) = 32),
    created_at   timestamptz not null,
    status       int check (status between 200 and 399),
    location     text,
    etag         text,
    body         bytea,
    primary key (user_id, key)
);
create index idempotency_key_by_time on idempotency_key (created_at);
