-- Snapshots of a VM's disks. A disk is made of files, each of which stores what differs from the one below it. The first has no id, later
-- ones have a UUID; what stands on what is in the files' headers alone.

-- The file that the disk is written to; empty: its first.
alter table vm_disk add column image_id text not null default '' check (image_id = '' or image_id ~ '^[0-9a-f-]{36}$');

create table vm_snapshot (
    id              uuid primary key,
    vm_id           uuid not null references vm on delete cascade,
    -- The one the VM was at when this one was taken.
    parent_id       uuid references vm_snapshot on delete set null,
    name            text not null check (length(name) between 1 and 255),
    description     text not null check (length(description) <= 4096),
    created_by      text not null,
    created_at      timestamptz not null,
    state           text not null check (state in ('CREATING', 'READY', 'DELETING')),
    quiesced        boolean not null,
    -- Why its file systems were not in order, where that was wanted.
    quiesce_detail  text not null,
    guest_was       text not null check (guest_was in ('RUNNING', 'PAUSED', 'OFF'))
);
create unique index vm_snapshot_name_taken on vm_snapshot (vm_id, lower(name));

-- The files that hold what the VM's disks were: nobody writes to them.
create table vm_snapshot_disk (
    snapshot_id uuid not null references vm_snapshot on delete cascade,
    disk_index  int not null check (disk_index >= 0),
    image_id    text not null,
    size_gib    int not null,
    primary key (snapshot_id, disk_index)
);

-- The one the VM has been at last: what it is now is what that was, and what was written since.
alter table vm add column current_snapshot_id uuid references vm_snapshot on delete set null;

-- How many files its longest disk is read through, and how much of its files no snapshot needs, as of the last look.
alter table vm add column chain_depth int not null default 1;
alter table vm add column merge_debt_bytes bigint not null default 0;
