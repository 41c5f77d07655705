-- The figures of what went wrong by their names, so that each reader has its sentence in its own language.
alter table dpm_host_trouble add column parameters jsonb not null default '{}';
