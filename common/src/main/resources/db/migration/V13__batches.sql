-- Files of the OpenAI-compatible calls. Written by job-api.
CREATE TABLE intake.file (
    id         uuid PRIMARY KEY,
    tenant     text        NOT NULL,
    filename   text        NOT NULL,
    purpose    text        NOT NULL,
    byte_count bigint      NOT NULL,
    state      text        NOT NULL CHECK (state IN ('loading', 'ready', 'deleting')),
    -- Who is writing it, if anybody. Each chunk renews the time; one that has not for long is dead, and its file goes.
    writer     uuid,
    written_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    -- when it goes by itself
    expires_at timestamptz
);
CREATE INDEX file_by_tenant ON intake.file (tenant, id);
CREATE INDEX file_unfinished ON intake.file (id) WHERE state <> 'ready';
CREATE INDEX file_by_expiry ON intake.file (expires_at) WHERE expires_at IS NOT NULL;

-- A file's bytes, in pieces without a gap.
CREATE TABLE intake.file_chunk (
    file_id uuid   NOT NULL,
    -- bytes before it
    start   bigint NOT NULL,
    tenant  text   NOT NULL,
    content bytea  NOT NULL,
    PRIMARY KEY (file_id, start)
);

-- Batches of the OpenAI-compatible calls. Written by job-api.
CREATE TABLE jobs.batch (
    id                uuid PRIMARY KEY,
    tenant            text        NOT NULL,
    -- whose key asked for it; the job's too
    key               text,
    key_name          text,
    endpoint          text        NOT NULL,
    completion_window text        NOT NULL,
    input_file        uuid        NOT NULL,
    metadata          jsonb,
    -- USD
    max_cost          numeric,
    -- seconds that the files it writes are kept; null for ever
    output_kept       bigint,
    status            text        NOT NULL
        CHECK (status IN ('validating', 'failed', 'in_progress', 'finalizing', 'completed', 'expired', 'cancelling',
                          'cancelled')),
    -- a list of {code, message, param, line}
    errors            jsonb,
    model             text,
    -- requests; the other two once it has ended, till then the job's counters say
    total             integer     NOT NULL DEFAULT 0,
    completed         integer     NOT NULL DEFAULT 0,
    failed            integer     NOT NULL DEFAULT 0,
    input_tokens      bigint      NOT NULL DEFAULT 0,
    output_tokens     bigint      NOT NULL DEFAULT 0,
    sheet_id          uuid,
    job_id            uuid,
    output_file       uuid,
    error_file        uuid,
    created_at        timestamptz NOT NULL,
    in_progress_at    timestamptz,
    expires_at        timestamptz NOT NULL,
    finalizing_at     timestamptz,
    completed_at      timestamptz,
    failed_at         timestamptz,
    expired_at        timestamptz,
    cancelling_at     timestamptz,
    cancelled_at      timestamptz,
    -- Who works on it, and till when without a word; then it is anybody's.
    worker            uuid,
    leased_until      timestamptz
);
CREATE INDEX batch_by_tenant ON jobs.batch (tenant, id);
CREATE INDEX batch_open ON jobs.batch (id) WHERE status IN ('validating', 'in_progress', 'finalizing', 'cancelling');
CREATE INDEX batch_by_input ON jobs.batch (input_file) WHERE status = 'validating';
