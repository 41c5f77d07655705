-- What people want of where VMs run. Members are ids, or whoever the labels select at the moment.
create table placement_rule (
    id                uuid primary key,
    cluster_id        uuid not null references cluster on delete cascade,
    name              text not null check (name ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$'),
    labels            jsonb not null,
    revision          bigint not null check (revision >= 0),
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    description       text not null check (length(description) <= 4096),
    kind              text not null
                      check (kind in ('KEEP_TOGETHER', 'KEEP_APART', 'VM_HOST', 'ZONE_SPREAD', 'BLAST_RADIUS')),
    enforcement       text not null check (enforcement in ('MUST', 'SHOULD', 'MUST_NOT')),
    enabled           boolean not null,
    vm_ids            jsonb not null check (jsonb_typeof(vm_ids) = 'array'),
    vm_selector       text check (length(vm_selector) <= 4096),
    host_ids          jsonb not null check (jsonb_typeof(host_ids) = 'array'),
    host_selector     text check (length(host_selector) <= 4096),
    zone_label        text,
    max_share_percent int check (max_share_percent between 1 and 100),
    check (vm_selector is null or vm_ids = '[]'),
    check (host_selector is null or host_ids = '[]'),
    check (enforcement <> 'MUST_NOT' or kind = 'VM_HOST'),
    check (kind <> 'ZONE_SPREAD' or zone_label is not null),
    check ((kind = 'BLAST_RADIUS') = (max_share_percent is not null))
);
create unique index placement_rule_name_taken on placement_rule (cluster_id, lower(name));
