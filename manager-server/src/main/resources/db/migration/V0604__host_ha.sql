-- What a host's agent says of HA on it; null: it has not said anything.
alter table host add column ha jsonb;
