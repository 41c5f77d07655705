-- What the agent inside a guest says of it: operating system, file systems, the end of cloud-init. Null: it did not say.
alter table vm add column guest_facts jsonb;
