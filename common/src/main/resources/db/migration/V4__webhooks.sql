-- Where a job's events are told: {url, secret, events}. The secret stands here alone, redacted in spec. Written by job-api.
ALTER TABLE jobs.job ADD COLUMN webhook jsonb;

-- Messages to webhooks. Inserted in the transaction that changes the job's state, by whoever changes it
-- (dev.cellmill.common.db.WebhookOutbox); sent and kept up to date by status-service.
CREATE TABLE status.webhook_delivery (
    -- the webhook-id of each attempt
    id              uuid PRIMARY KEY,
    job_id          uuid        NOT NULL,
    tenant          text        NOT NULL,
    type            text        NOT NULL,
    -- exactly as sent
    body            text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('pending', 'delivered', 'failed', 'disabled')),
    -- Of a pending one. While one is being sent it lies ahead, so that it comes due again if its sender died.
    next_attempt_at timestamptz CHECK ((next_attempt_at IS NOT NULL) = (state = 'pending')),
    -- begun; also tells a sender whether the delivery is still its own
    attempts        integer     NOT NULL DEFAULT 0,
    last_status     integer,
    last_error      text,
    -- {at, status, error, seconds} of the newest attempts that came to an end, oldest first
    history         jsonb       NOT NULL DEFAULT '[]',
    created_at      timestamptz NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX webhook_delivery_by_job ON status.webhook_delivery (job_id, id);
CREATE INDEX webhook_delivery_due ON status.webhook_delivery (next_attempt_at) WHERE state = 'pending';
