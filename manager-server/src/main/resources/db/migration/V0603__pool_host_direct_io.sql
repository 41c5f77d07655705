-- Whether the host writes to the pool past every cache; without that no VM of the pool can be protected.
alter table pool_host add column direct_io boolean not null default false;
