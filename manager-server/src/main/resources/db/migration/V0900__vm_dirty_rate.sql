-- How fast guests write to memory: what a migration of them will cost is told by it.
alter table vm_sample add column memory_dirty_bytes_per_second real check (memory_dirty_bytes_per_second >= 0);
alter table vm_sample_5m add column memory_dirty_bytes_per_second real check (memory_dirty_bytes_per_second >= 0);
alter table vm_sample_1h add column memory_dirty_bytes_per_second real check (memory_dirty_bytes_per_second >= 0);
