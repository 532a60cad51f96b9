-- Who may ask.
CREATE SCHEMA access;

-- Keys of the REST interface. Made and revoked by job-api; whichever service a key is shown to notes its use.
-- A key's secret is 256 random bits, so its plain SHA-256 cannot be guessed backwards and no slow hash is needed.
CREATE TABLE access.api_key (
    id           text PRIMARY KEY,
    tenant       text        NOT NULL,
    name         text,
    secret_hash  bytea       NOT NULL,
    created_at   timestamptz NOT NULL,
    revoked_at   timestamptz,
    -- to about a minute
    last_used_at timestamptz
);
CREATE INDEX api_key_by_tenant ON access.api_key (tenant, created_at, id);
CREATE INDEX api_key_active ON access.api_key (tenant) WHERE revoked_at IS NULL;

-- Named jobs that others build on. Written by job-api. json and not jsonb, which would sort the outputs of a column.
CREATE TABLE jobs.template (
    tenant     text        NOT NULL,
    name       text        NOT NULL COLLATE "C",
    spec       json        NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, name)
);
