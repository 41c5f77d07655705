-- The list of a cluster's rolling maintenances, the newest first.
create index rolling_maintenance_newest on rolling_maintenance (cluster_id, created_at desc, id desc);
