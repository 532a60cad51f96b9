-- The version of the job whose state stands on the control topic; one less than version makes whoever finds it publish.
ALTER TABLE jobs.job ADD COLUMN published bigint NOT NULL DEFAULT 1;
CREATE INDEX job_unpublished ON jobs.job (id) WHERE published < version;
