-- Users and database of On Record: run it once, on the first primary, as postgres. Then give both
-- roles passwords with \password in psql.

CREATE ROLE archive LOGIN;
CREATE DATABASE archive OWNER archive;

-- What standbys connect as, and pg_rewind.
CREATE ROLE replicator LOGIN REPLICATION;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text, boolean, boolean) TO replicator;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_file(text, boolean) TO replicator;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text) TO replicator;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_read_binary_file(text, bigint, bigint, boolean) TO replicator;
