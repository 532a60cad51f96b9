-- Who sees which rows. The roles that services take are no one's login, own nothing and have no more than they need:
--   cellmill_request  serves requests: sees and changes the rows of the tenant in the setting cellmill.tenant, and nothing
--                     where that is not set
--   cellmill_job_api, cellmill_worker, cellmill_status
--                     the background work of each service, for all tenants; each writes its own tables
--   cellmill_service  all three of them, for services in one process
-- A service takes one when a connection is handed out (dev.cellmill.common.db.TenantConnections).
-- Roles belong to the whole cluster: other databases may have them already, or be making them at this moment.
DO $$
DECLARE
    name text;
    roles CONSTANT text[] := ARRAY['cellmill_request', 'cellmill_job_api', 'cellmill_worker', 'cellmill_status',
        'cellmill_service'];
    parts CONSTANT text[] := ARRAY['cellmill_job_api', 'cellmill_worker', 'cellmill_status'];
    most_attempts CONSTANT integer := 20;
BEGIN
    FOR attempt IN 1 .. most_attempts LOOP
        BEGIN
            FOREACH name IN ARRAY roles LOOP
                IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
                    EXECUTE format('CREATE ROLE %I NOLOGIN', name);
                END IF;
                IF NOT pg_has_role(name, 'SET') THEN
                    EXECUTE format('GRANT %I TO CURRENT_USER WITH INHERIT FALSE, SET TRUE', name);
                END IF;
            END LOOP;
            FOREACH name IN ARRAY parts LOOP
                IF NOT pg_has_role('cellmill_service', name, 'USAGE') THEN
                    EXECUTE format('GRANT %I TO cellmill_service WITH INHERIT TRUE', name);
                END IF;
            END LOOP;
            EXIT;
        EXCEPTION
            WHEN insufficient_privilege THEN
                RAISE EXCEPTION USING
                    ERRCODE = 'insufficient_privilege',
                    MESSAGE = format('%s may not make or grant the roles that Cellmill needs: %s', current_user, SQLERRM),
                    HINT = format('Let an administrator run, once: %s GRANT %s TO cellmill_service; GRANT %s TO %I WITH INHERIT FALSE; '
                        || 'or migrate as a user with CREATEROLE (CELLMILL_MIGRATION_USER).',
                        (SELECT string_agg(format('CREATE ROLE %I NOLOGIN;', r), ' ') FROM unnest(roles) AS r),
                        array_to_string(parts, ', '), array_to_string(roles, ', '), current_user);
            WHEN duplicate_object OR unique_violation OR internal_error THEN
                -- another database is migrated at the same time
                IF attempt = most_attempts THEN
                    RAISE;
                END IF;
                PERFORM pg_sleep(0.1);
        END;
    END LOOP;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = ANY(roles) AND (rolsuper OR rolbypassrls)) THEN
        RAISE EXCEPTION 'a role of Cellmill is a superuser or has BYPASSRLS, so it would see every tenant''s rows: take that from %',
            (SELECT string_agg(rolname, ', ') FROM pg_roles WHERE rolname = ANY(roles) AND (rolsuper OR rolbypassrls));
    END IF;
END $$;

GRANT USAGE ON SCHEMA access, intake, jobs, worker, status
    TO cellmill_request, cellmill_job_api, cellmill_worker, cellmill_status;

-- Rows of an upload wait in a temporary table for their way into intake.sheet_row.
DO $$
BEGIN
    IF NOT (has_database_privilege('cellmill_request', current_database(), 'TEMP')
            AND has_database_privilege('cellmill_job_api', current_database(), 'TEMP')) THEN
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO cellmill_request, cellmill_job_api', current_database());
    END IF;
END $$;

-- Background work reads what it needs, and writes what ARCHITECTURE.md says of each service.
GRANT SELECT ON ALL TABLES IN SCHEMA intake, jobs, worker, status TO cellmill_job_api, cellmill_worker, cellmill_status;
ALTER DEFAULT PRIVILEGES IN SCHEMA intake, jobs, worker, status
    GRANT SELECT ON TABLES TO cellmill_job_api, cellmill_worker, cellmill_status;
-- keys are looked up and their use noted wherever they are shown; job-api makes them
GRANT SELECT ON access.api_key TO cellmill_job_api, cellmill_worker, cellmill_status;
GRANT UPDATE (last_used_at) ON access.api_key TO cellmill_job_api, cellmill_worker, cellmill_status;

GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA intake, jobs TO cellmill_job_api;
ALTER DEFAULT PRIVILEGES IN SCHEMA intake, jobs GRANT INSERT, UPDATE, DELETE ON TABLES TO cellmill_job_api;
GRANT INSERT, UPDATE ON status.webhook_delivery, status.job_progress TO cellmill_job_api;

GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA worker TO cellmill_worker;
ALTER DEFAULT PRIVILEGES IN SCHEMA worker GRANT INSERT, UPDATE, DELETE ON TABLES TO cellmill_worker;

GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA status TO cellmill_status;
ALTER DEFAULT PRIVILEGES IN SCHEMA status GRANT INSERT, UPDATE, DELETE ON TABLES TO cellmill_status;
GRANT UPDATE ON jobs.job TO cellmill_status;
GRANT INSERT ON jobs.ready TO cellmill_status;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA jobs TO cellmill_request, cellmill_job_api, cellmill_status;

-- Requests: what is their tenant's. Of cells and their texts they change nothing, counters they may repair, providers are
-- the operator's and known to all, hashes of keys are not their business.
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA intake, jobs TO cellmill_request;
ALTER DEFAULT PRIVILEGES IN SCHEMA intake, jobs GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO cellmill_request;
GRANT SELECT ON status.cell, status.cell_output_chunk TO cellmill_request;
GRANT SELECT, INSERT, UPDATE, DELETE ON status.row_progress, status.column_progress, status.step_progress,
    status.lane_progress, status.job_progress, status.webhook_delivery TO cellmill_request;
GRANT SELECT ON worker.provider, worker.provider_state TO cellmill_request;
GRANT SELECT (id, tenant, name, created_at, revoked_at, last_used_at), INSERT, UPDATE ON access.api_key TO cellmill_request;

-- Binds a table that has a column tenant. A migration that makes one later calls this for it.
-- The subquery is evaluated once for each statement, not for each row.
CREATE FUNCTION access.bind_to_tenant(bound regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', bound);
    EXECUTE format('CREATE POLICY own_tenant ON %s TO cellmill_request '
        || 'USING (tenant = (SELECT current_setting(''cellmill.tenant'', true)))', bound);
    EXECUTE format('CREATE POLICY every_tenant ON %s TO cellmill_job_api, cellmill_worker, cellmill_status '
        || 'USING (true)', bound);
END $$;
REVOKE EXECUTE ON FUNCTION access.bind_to_tenant FROM PUBLIC;

SELECT access.bind_to_tenant(pg_class.oid)
FROM pg_class
JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid AND pg_attribute.attname = 'tenant'
WHERE nspname IN ('access', 'intake', 'jobs', 'worker', 'status') AND relkind = 'r';

-- The operator's keys act on every tenant's.
CREATE POLICY operator ON access.api_key TO cellmill_request
    USING ((SELECT current_setting('cellmill.tenant', true)) = 'default');
