-- Places for the other machines: run it as postgres on each machine after it was made, or made anew.
-- Whichever becomes the primary then keeps for the others what they have not received. Run it on the
-- primary as well before a machine is made anew that was away too long: its place there is lost.

SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
WHERE NOT active AND (pg_is_in_recovery() OR wal_status = 'lost');

SELECT pg_create_physical_replication_slot(name) FROM unnest(ARRAY['db1', 'db2', 'db3']) AS name
WHERE name <> current_setting('cluster_name')
  AND NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = name);
