-- Jobs that were deleted, for a day. From the moment that one stands here nobody sees it any more (its row in jobs.job is
-- gone); what is left of it goes little by little, out of each service's tables by that service. Written by job-api.
CREATE TABLE jobs.removed_job (
    job_id     uuid PRIMARY KEY,
    tenant     text        NOT NULL,
    -- above every version of the job's: under it workers are told to begin no call for it
    version    bigint      NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- Who wrote for the job when it was still there is a transaction (as pg_current_xact_id counts) before this one; once
    -- all of those are over nobody writes for it any more. Null until the workers were told.
    horizon    bigint,
    -- whether nothing is left of it but what its tenant spent today
    cleared    boolean     NOT NULL DEFAULT false
);
CREATE INDEX removed_job_open ON jobs.removed_job (removed_at) WHERE NOT cleared;
CREATE INDEX removed_job_by_age ON jobs.removed_job (removed_at);
SELECT access.bind_to_tenant('jobs.removed_job');

CREATE INDEX idempotency_by_job ON jobs.idempotency (job_id);
CREATE INDEX batch_by_job ON jobs.batch (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX batch_by_sheet ON jobs.batch (sheet_id) WHERE sheet_id IS NOT NULL;

-- times that validating it came to an end which is nobody's fault
ALTER TABLE jobs.batch ADD COLUMN failures integer NOT NULL DEFAULT 0;

-- those of sheets that were deleted before
INSERT INTO jobs.removed_job (job_id, tenant, version)
SELECT id, tenant, version + 1 FROM jobs.job
WHERE state IN ('completed', 'failed', 'cancelled')
  AND NOT EXISTS (SELECT FROM intake.sheet WHERE sheet.id = job.sheet_id AND sheet.state <> 'deleting');
DELETE FROM jobs.idempotency WHERE job_id IN (SELECT job_id FROM jobs.removed_job);
UPDATE jobs.batch SET job_id = NULL, sheet_id = NULL WHERE job_id IN (SELECT job_id FROM jobs.removed_job);
DELETE FROM jobs.job WHERE id IN (SELECT job_id FROM jobs.removed_job);
