-- Of how many running VMs a round knew too little: they counted as asking for all that their vCPUs can use.
alter table drs_round add column vms_without_samples int not null default 0 check (vms_without_samples >= 0);
