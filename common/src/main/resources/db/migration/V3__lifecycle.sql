-- Retry, stop on error, start later, budgets, chosen rows, values that people gave.

ALTER TABLE jobs.job
    -- until then the job is queued
    ADD COLUMN start_at       timestamptz,
    ADD COLUMN stops_on_error boolean NOT NULL DEFAULT false,
    -- runs that completion still opens by itself for the cells that failed
    ADD COLUMN rounds_left    integer NOT NULL DEFAULT 0,
    -- the row from which on failed cells are still to be opened again for this run; null once all are
    ADD COLUMN reopen_from    integer,
    -- The rows that it fills, ascending, where they were chosen one by one; first_row and end_row are then places in it.
    ADD COLUMN row_ids        integer[],
    -- pace: requests per minute of this job alone.
    -- Nano-dollars. reserved: at worst case, of all that was ever sent; only grows.
    -- reserved - returned + spent <= max_cost always (status.job_progress).
    ADD COLUMN pace           integer,
    ADD COLUMN max_cost       bigint,
    ADD COLUMN alert_cost     bigint,
    ADD COLUMN alerted        boolean NOT NULL DEFAULT false,
    ADD COLUMN reserved       bigint  NOT NULL DEFAULT 0;
CREATE INDEX job_to_start ON jobs.job (start_at) WHERE state = 'queued';
CREATE INDEX job_failed ON jobs.job (id) WHERE state = 'failed';
CREATE INDEX job_to_reopen ON jobs.job (id) WHERE reopen_from IS NOT NULL;

-- What each cell of a claim has reserved, in nano-dollars, beside the claimed range or on the ready row.
ALTER TABLE jobs.dispatch ADD COLUMN claimed_reserved bigint[];
ALTER TABLE jobs.ready ADD COLUMN reserved bigint;

-- Nano-dollars: what cells have cost, and what they gave back of what was reserved for them. Only grow.
ALTER TABLE status.job_progress
    ADD COLUMN spent    bigint NOT NULL DEFAULT 0,
    ADD COLUMN returned bigint NOT NULL DEFAULT 0;

-- Of a running cell of a priced provider: who began its newest call, and what its task has cost at worst with that call.
ALTER TABLE status.cell
    ADD COLUMN begun_by   text,
    ADD COLUMN begun_cost bigint;

-- What a person put in place of what a column found. Written by job-api.
CREATE TABLE intake.cell_edit (
    sheet_id    uuid        NOT NULL,
    row         integer     NOT NULL,
    column_name text        NOT NULL,
    tenant      text        NOT NULL,
    value       jsonb,
    -- never found anew
    validated   boolean     NOT NULL,
    edited_at   timestamptz NOT NULL,
    PRIMARY KEY (sheet_id, column_name, row)
);
