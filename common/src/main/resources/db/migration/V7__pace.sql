-- When the next request of a job with a pace of its own may begin, at the earliest (GCRA's theoretical arrival time).
-- Written by cell-worker.
CREATE TABLE worker.job_pace (
    job_id  uuid PRIMARY KEY,
    arrival timestamptz NOT NULL
);
