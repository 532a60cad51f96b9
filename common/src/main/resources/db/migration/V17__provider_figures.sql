-- What each worker has lately seen of the calls that it made to a provider. One that is not renewed for an hour is void.
CREATE TABLE worker.provider_figures (
    provider  text        NOT NULL,
    worker    text        NOT NULL,
    -- calls that were answered, by the bucket of how long that took, of as many as dev.cellmill.common.plan.Latencies has
    latencies bigint[]    NOT NULL,
    -- calls that were not
    failures  bigint      NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (provider, worker)
);
-- The operator's, as providers are: every tenant may know how they are.
GRANT SELECT ON worker.provider_figures TO cellmill_request;
