-- Of how many VMs a round had too few samples: they counted by their newest, or as asking for all that their vCPUs can use.
alter table drs_round add column vms_without_samples int not null default 0 check (vms_without_samples >= 0);
