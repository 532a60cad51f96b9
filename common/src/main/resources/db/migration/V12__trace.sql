-- The W3C trace context of a job's submission, where somebody records traces: its cells go on with it. Written by job-api.
ALTER TABLE jobs.job ADD COLUMN traceparent text;
