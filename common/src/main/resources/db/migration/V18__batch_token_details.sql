-- What of a batch's tokens were read from the provider's own cache, and what were spent on reasoning; once it has ended.
ALTER TABLE jobs.batch
    ADD COLUMN cached_tokens    bigint NOT NULL DEFAULT 0,
    ADD COLUMN reasoning_tokens bigint NOT NULL DEFAULT 0;
