-- What attempts wrote while they ran: answers that grow, programs' logs. Written by status-service.
CREATE TABLE status.cell_output_chunk (
    job_id      uuid        NOT NULL,
    row         integer     NOT NULL,
    col         smallint    NOT NULL,
    -- 0 the answer, 1 what was said beside it
    stream      smallint    NOT NULL,
    run         bigint      NOT NULL,
    dispatch    integer     NOT NULL,
    step        smallint    NOT NULL,
    -- milliseconds since 1970 when it began
    attempt     bigint      NOT NULL,
    -- characters (UTF-16) before it, and of it
    start       bigint      NOT NULL,
    length      integer     NOT NULL,
    -- UTF-8
    content     bytea       NOT NULL,
    progress    text,
    at          timestamptz NOT NULL,
    tenant      text        NOT NULL,
    PRIMARY KEY (job_id, row, col, stream, run, dispatch, step, attempt, start)
);

CREATE INDEX cell_output_progress ON status.cell_output_chunk (job_id, row, col, at) WHERE progress IS NOT NULL;

-- Ends whose value is a text that is not all here yet; the cell stays running until it is. Written by status-service.
CREATE TABLE status.waiting_end (
    job_id      uuid        NOT NULL,
    row         integer     NOT NULL,
    col         smallint    NOT NULL,
    run         bigint      NOT NULL,
    dispatch    integer     NOT NULL,
    step        smallint    NOT NULL,
    -- the CellEvent as it came
    event       jsonb       NOT NULL,
    -- the chunks that are its text
    text_job      uuid      NOT NULL,
    text_row      integer   NOT NULL,
    text_col      smallint  NOT NULL,
    text_run      bigint    NOT NULL,
    text_dispatch integer   NOT NULL,
    text_step     smallint  NOT NULL,
    text_attempt  bigint    NOT NULL,
    -- characters (UTF-16)
    text_length   bigint    NOT NULL,
    came_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (job_id, row, col, run, dispatch, step)
);

-- of a text too long for value, which then has its beginning; in UTF-8
ALTER TABLE status.cell ADD COLUMN text_bytes bigint;
