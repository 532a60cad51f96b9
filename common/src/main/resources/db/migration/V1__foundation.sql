-- Each table has one writing service (ARCHITECTURE.md names it); every table carries its tenant.
-- Money is nano-dollars, rows and columns count from 0, states are the codes of CellState.

CREATE SCHEMA intake;
CREATE SCHEMA jobs;
CREATE SCHEMA worker;
CREATE SCHEMA status;

-- Sheets: rows as given. Written by job-api.
CREATE TABLE intake.sheet (
    id           uuid PRIMARY KEY,
    tenant       text        NOT NULL,
    name         text        NOT NULL,
    columns      text[]      NOT NULL,
    row_count    integer     NOT NULL,
    byte_count   bigint      NOT NULL,
    -- SHA-256 of the file as uploaded, so that the same file continues its sheet
    content_hash bytea,
    state        text        NOT NULL CHECK (state IN ('loading', 'ready', 'deleting')),
    -- The upload that is adding rows, if any. Each chunk it stores renews the time; one that has not for long is dead,
    -- and what it stored from row_count on is removed.
    writer       uuid,
    written_at   timestamptz NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE INDEX sheet_by_tenant ON intake.sheet (tenant, id);
CREATE INDEX sheet_by_content ON intake.sheet (tenant, content_hash);
CREATE INDEX sheet_unfinished ON intake.sheet (id) WHERE state <> 'ready' OR writer IS NOT NULL;

-- input is an array beside intake.sheet.columns; a row given before a column was known is shorter.
CREATE TABLE intake.sheet_row (
    sheet_id uuid    NOT NULL,
    row      integer NOT NULL,
    tenant   text    NOT NULL,
    input    jsonb   NOT NULL,
    PRIMARY KEY (sheet_id, row)
);

-- Every run of every job draws its number here.
CREATE SEQUENCE jobs.run;

-- Jobs. Written by job-api; state, version, updated_at and ended_at also by the fold's compare-and-set.
CREATE TABLE jobs.job (
    id           uuid PRIMARY KEY,
    tenant       text        NOT NULL,
    sheet_id     uuid        NOT NULL,
    name         text        NOT NULL,
    labels       jsonb       NOT NULL,
    state        text        NOT NULL
        CHECK (state IN ('queued', 'processing', 'paused', 'completed', 'failed', 'cancelled')),
    pause_reason text,
    version      bigint      NOT NULL,
    run          bigint      NOT NULL,
    priority     text        NOT NULL CHECK (priority IN ('high', 'normal', 'low')),
    -- cells in flight at most, over the whole cluster
    concurrency  integer,
    columns      text[]      NOT NULL,
    first_row    integer     NOT NULL,
    end_row      integer     NOT NULL,
    total_cells  bigint      NOT NULL,
    -- dispatches sent; in flight = sent - status.job_progress.closed; only grows
    sent         bigint      NOT NULL,
    spec         jsonb       NOT NULL,
    plan         jsonb       NOT NULL,
    error        jsonb,
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL,
    updated_at   timestamptz NOT NULL,
    started_at   timestamptz,
    ended_at     timestamptz
);
CREATE INDEX job_by_tenant ON jobs.job (tenant, id);
CREATE INDEX job_by_sheet ON jobs.job (sheet_id, run);
CREATE INDEX job_open ON jobs.job (id) WHERE state IN ('queued', 'processing', 'paused');

-- The scheduler's cursor over a job's cells, one for each lane that columns of stage 0 begin in; the scheduler adds
-- one without columns for a lane that only later cells come to. Written by job-api.
-- Its cells are numbered row by row: cell = row * cardinality(columns) + place in columns (row counts in the sheet).
-- A claimed range is sent after its claim commits, then cleared. Whoever finds one uncleared sends it again.
CREATE TABLE jobs.dispatch (
    job_id       uuid       NOT NULL,
    lane         text       NOT NULL,
    tenant       text       NOT NULL,
    columns      smallint[] NOT NULL,
    -- at submission first_row * cardinality(columns)
    next_cell    bigint     NOT NULL,
    -- end_row * cardinality(columns)
    end_cell     bigint     NOT NULL,
    claimed_from bigint,
    claimed_to   bigint,
    -- cells sent to the lane; in flight = sent + entered - gone (status.lane_progress); only grows
    sent         bigint     NOT NULL,
    PRIMARY KEY (job_id, lane)
);

-- Cells that became ready (their inputs have ended) or were released, to be sent at this position.
-- Inserted by status-service, deleted by job-api.
CREATE TABLE jobs.ready (
    job_id   uuid     NOT NULL,
    row      integer  NOT NULL,
    col      smallint NOT NULL,
    tenant   text     NOT NULL,
    lane     text     NOT NULL,
    run      bigint   NOT NULL,
    dispatch integer  NOT NULL,
    step     smallint NOT NULL,
    best     jsonb,
    -- set by the claim that is sending it
    claimed  boolean  NOT NULL DEFAULT false,
    PRIMARY KEY (job_id, row, col, run, dispatch)
);
CREATE INDEX ready_by_lane ON jobs.ready (lane, job_id, row);
CREATE INDEX ready_claimed ON jobs.ready (lane, job_id) WHERE claimed;

-- Answers to repeated submissions, kept for a day. Written by job-api.
CREATE TABLE jobs.idempotency (
    tenant     text        NOT NULL,
    key        text        NOT NULL,
    body_hash  bytea       NOT NULL,
    job_id     uuid        NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, key)
);
CREATE INDEX idempotency_by_age ON jobs.idempotency (created_at);

-- What workers announce. Written by cell-worker. Providers are the operator's, not a tenant's.
CREATE TABLE worker.provider (
    name         text PRIMARY KEY,
    lane         text        NOT NULL,
    profile      jsonb       NOT NULL,
    announced_at timestamptz NOT NULL
);

-- One cell of one job. Written by status-service.
CREATE TABLE status.cell (
    job_id        uuid     NOT NULL,
    row           integer  NOT NULL,
    col           smallint NOT NULL,
    tenant        text     NOT NULL,
    run           bigint   NOT NULL,
    dispatch      integer  NOT NULL,
    step          smallint NOT NULL,
    state         smallint NOT NULL,
    value         jsonb,
    provider      text,
    model         text,
    confidence    real,
    below_threshold boolean NOT NULL DEFAULT false,
    served_by     smallint,
    fingerprint   uuid,
    error         jsonb,
    skip_reason   text,
    -- sums over the accounts below
    attempts      integer  NOT NULL,
    input_tokens  bigint   NOT NULL,
    output_tokens bigint   NOT NULL,
    cost          bigint   NOT NULL,
    saved         bigint   NOT NULL,
    latency_ms    bigint   NOT NULL,
    -- (run, dispatch, step) that were closed or hopped, as CellAccount packs them
    accounts      bigint[] NOT NULL,
    -- StepTrace of each account that left one
    traces        jsonb,
    -- outcomes of earlier runs
    history       jsonb,
    started_at    timestamptz,
    ended_at      timestamptz,
    PRIMARY KEY (job_id, row, col)
) WITH (fillfactor = 90);
CREATE INDEX cell_running ON status.cell (job_id, row, col) WHERE state = 1;
CREATE INDEX cell_failed ON status.cell (job_id, row, col) WHERE state = 3;

-- Which columns of a row are in which state, as bits by the column's place in the plan. Written by status-service.
CREATE TABLE status.row_progress (
    job_id    uuid    NOT NULL,
    row       integer NOT NULL,
    tenant    text    NOT NULL,
    running   bigint  NOT NULL,
    done      bigint  NOT NULL,
    failed    bigint  NOT NULL,
    skipped   bigint  NOT NULL,
    cancelled bigint  NOT NULL,
    PRIMARY KEY (job_id, row)
) WITH (fillfactor = 80);

-- Counters, exact: each is the sum over the job's cells, always. Written by status-service.
CREATE TABLE status.column_progress (
    job_id           uuid             NOT NULL,
    col              smallint         NOT NULL,
    tenant           text             NOT NULL,
    running          bigint           NOT NULL,
    done             bigint           NOT NULL,
    failed           bigint           NOT NULL,
    skipped          bigint           NOT NULL,
    cancelled        bigint           NOT NULL,
    attempts         bigint           NOT NULL,
    input_tokens     bigint           NOT NULL,
    output_tokens    bigint           NOT NULL,
    cost             bigint           NOT NULL,
    saved            bigint           NOT NULL,
    by_provider      bigint           NOT NULL,
    by_memory        bigint           NOT NULL,
    by_store         bigint           NOT NULL,
    by_coalesced     bigint           NOT NULL,
    confidence_sum   double precision NOT NULL,
    confidence_count bigint           NOT NULL,
    PRIMARY KEY (job_id, col)
) WITH (fillfactor = 50);

-- Tasks that entered a lane by a hop, and tasks that left it. Only grow. Written by status-service.
CREATE TABLE status.lane_progress (
    job_id  uuid   NOT NULL,
    lane    text   NOT NULL,
    tenant  text   NOT NULL,
    entered bigint NOT NULL,
    gone    bigint NOT NULL,
    PRIMARY KEY (job_id, lane)
) WITH (fillfactor = 50);

-- closed: dispatches that ended or were released, only grows. ended: cells in a terminal state. fold: transactions
-- that changed the job, so that a reader knows whether anything is new. Written by status-service.
CREATE TABLE status.job_progress (
    job_id         uuid PRIMARY KEY,
    tenant         text        NOT NULL,
    closed         bigint      NOT NULL,
    ended          bigint      NOT NULL,
    completed_rows bigint      NOT NULL,
    fold           bigint      NOT NULL,
    updated_at     timestamptz NOT NULL
) WITH (fillfactor = 50);
