-- Answers by the fingerprint of their request, for every worker and over restarts.
CREATE TABLE worker.response_cache (
    request       uuid PRIMARY KEY,
    provider      text        NOT NULL,
    answer        jsonb       NOT NULL,
    confidence    double precision,
    input_tokens  bigint      NOT NULL,
    output_tokens bigint      NOT NULL,
    -- nano-dollars, of the call that brought it
    cost          bigint      NOT NULL,
    -- of the answer
    bytes         integer     NOT NULL,
    hits          bigint      NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at    timestamptz NOT NULL
);
CREATE INDEX response_cache_by_end ON worker.response_cache (expires_at);
CREATE INDEX response_cache_by_age ON worker.response_cache (created_at);

-- What was kept of a provider before that moment is to be forgotten, by every worker. All providers: ''.
CREATE TABLE worker.response_cache_cleared (
    provider   text PRIMARY KEY,
    cleared_at timestamptz NOT NULL
);
