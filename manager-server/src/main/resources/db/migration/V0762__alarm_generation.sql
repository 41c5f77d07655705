-- Which of the definitions that come with the product were made here already: those of the generations up to this one.
alter table alarm_seed add column generation int not null default 1;
