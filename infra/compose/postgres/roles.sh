#!/usr/bin/env bash
# Who works in the database: made once, with the cluster, by its administrator. The roles are those of migration V14, which
# would make them itself if the owner had CREATEROLE; each service has a login of its own that may take its own role and the
# one that serves requests, and owns nothing. Works against any server: set PGHOST and the like, and POSTGRES_USER, who
# needs no more than LOGIN, CREATEROLE and CREATEDB. May be run again: passwords are then what the files say.
set -euo pipefail
secrets="${SECRETS:-/run/secrets}"

psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  -v owner_password="$(cat "$secrets/owner_password")" \
  -v job_api_password="$(cat "$secrets/job_api_password")" \
  -v cell_worker_password="$(cat "$secrets/cell_worker_password")" \
  -v status_service_password="$(cat "$secrets/status_service_password")" << 'SQL'
SELECT format('CREATE ROLE %I NOLOGIN', name)
FROM unnest(ARRAY['cellmill_request', 'cellmill_job_api', 'cellmill_worker', 'cellmill_status', 'cellmill_service']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec
SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['cellmill', 'cellmill_job_api_login', 'cellmill_cell_worker_login', 'cellmill_status_service_login']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec
GRANT cellmill_job_api, cellmill_worker, cellmill_status TO cellmill_service WITH INHERIT TRUE;

-- owns the schema; used by `prepare` alone
ALTER ROLE cellmill LOGIN PASSWORD :'owner_password';
GRANT cellmill_request, cellmill_job_api, cellmill_worker, cellmill_status, cellmill_service
  TO cellmill WITH INHERIT FALSE, SET TRUE;

ALTER ROLE cellmill_job_api_login LOGIN NOINHERIT PASSWORD :'job_api_password';
ALTER ROLE cellmill_cell_worker_login LOGIN NOINHERIT PASSWORD :'cell_worker_password';
ALTER ROLE cellmill_status_service_login LOGIN NOINHERIT PASSWORD :'status_service_password';
GRANT cellmill_request, cellmill_job_api TO cellmill_job_api_login WITH INHERIT FALSE, SET TRUE;
GRANT cellmill_request, cellmill_worker TO cellmill_cell_worker_login WITH INHERIT FALSE, SET TRUE;
GRANT cellmill_request, cellmill_status TO cellmill_status_service_login WITH INHERIT FALSE, SET TRUE;

-- who makes a role and is no superuser may grant it, but not take it, which an owner's database asks for
SELECT format('GRANT cellmill TO %I WITH INHERIT FALSE, SET TRUE', current_user)
WHERE NOT pg_has_role('cellmill', 'SET')
\gexec
SELECT 'CREATE DATABASE cellmill OWNER cellmill' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'cellmill')
\gexec
SET ROLE cellmill;
REVOKE ALL ON DATABASE cellmill FROM PUBLIC;
GRANT CONNECT ON DATABASE cellmill TO cellmill_job_api_login, cellmill_cell_worker_login, cellmill_status_service_login;
SQL
