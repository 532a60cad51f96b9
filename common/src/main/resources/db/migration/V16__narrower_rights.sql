-- Of a key, requests change nothing but that it is revoked: not whose it is, and not what opens it.
REVOKE UPDATE ON access.api_key FROM cellmill_request;
GRANT UPDATE (revoked_at) ON access.api_key TO cellmill_request;

-- Requests see nothing of a new table before there is a policy for it: both come with the same call.
ALTER DEFAULT PRIVILEGES IN SCHEMA intake, jobs REVOKE ALL ON TABLES FROM cellmill_request;

CREATE OR REPLACE FUNCTION access.bind_to_tenant(bound regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', bound);
    EXECUTE format('CREATE POLICY own_tenant ON %s TO cellmill_request '
        || 'USING (tenant = (SELECT current_setting(''cellmill.tenant'', true)))', bound);
    EXECUTE format('CREATE POLICY every_tenant ON %s TO cellmill_job_api, cellmill_worker, cellmill_status '
        || 'USING (true)', bound);
    IF (SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = bound)
            IN ('intake', 'jobs') THEN
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO cellmill_request', bound);
    END IF;
END $$;
