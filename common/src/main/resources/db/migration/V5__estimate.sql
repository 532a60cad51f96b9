-- What was expected of the job when it was submitted, as POST /v1/jobs/estimate answers; null until it is known.
ALTER TABLE jobs.job ADD COLUMN estimate jsonb;

-- The steps of every job's columns, so that what they took can be found by column, provider and model. Written by job-api.
CREATE TABLE jobs.job_step (
    job_id      uuid     NOT NULL,
    col         smallint NOT NULL,
    step        smallint NOT NULL,
    tenant      text     NOT NULL,
    -- of the column: the same if all of its steps ask the same
    fingerprint uuid     NOT NULL,
    column_name text     NOT NULL,
    provider    text     NOT NULL,
    -- empty where the provider has none
    model       text     NOT NULL,
    PRIMARY KEY (job_id, col, step)
);
CREATE INDEX job_step_by_fingerprint ON jobs.job_step (tenant, fingerprint, job_id);
CREATE INDEX job_step_by_provider ON jobs.job_step (tenant, provider, model, job_id);
CREATE INDEX job_step_by_column ON jobs.job_step (tenant, column_name, job_id);

-- What the tasks of a step took. tasks: those that left their lane; calls: those among them that called the provider,
-- call_ms: the time that these took. Tokens and cost are sums over all. Written by status-service.
CREATE TABLE status.step_progress (
    job_id        uuid     NOT NULL,
    col           smallint NOT NULL,
    step          smallint NOT NULL,
    tenant        text     NOT NULL,
    tasks         bigint   NOT NULL,
    calls         bigint   NOT NULL,
    input_tokens  bigint   NOT NULL,
    output_tokens bigint   NOT NULL,
    cost          bigint   NOT NULL,
    call_ms       bigint   NOT NULL,
    PRIMARY KEY (job_id, col, step)
) WITH (fillfactor = 50);

-- The latest samples of ended, at least two seconds apart, the newest last: when (ms since 1970) and how many.
ALTER TABLE status.job_progress
    ADD COLUMN sampled_at    bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN sampled_ended bigint[] NOT NULL DEFAULT '{}';
