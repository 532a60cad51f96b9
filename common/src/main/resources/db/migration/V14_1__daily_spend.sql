-- What a job has spent on the last day (UTC) on which it spent anything, in nano-dollars. A tenant's jobs together: what it
-- has spent today. Written by status-service with the job's other counters.
ALTER TABLE status.job_progress
    ADD COLUMN spend_day date,
    ADD COLUMN day_spent bigint NOT NULL DEFAULT 0;
-- changes once a day, so that counters are still updated in place
CREATE INDEX job_progress_by_spend ON status.job_progress (tenant, spend_day) WHERE spend_day IS NOT NULL;
