-- How fast the whole cluster may call a provider: a row for each, made by the first worker that has it.
CREATE TABLE worker.provider_budget (
    provider         text PRIMARY KEY,
    -- GCRA's theoretical arrival times (ITU-T I.371): when the next request, and the next token, may begin at the earliest
    request_arrival  timestamptz      NOT NULL,
    token_arrival    timestamptz      NOT NULL,
    -- when the row was last written, so that a clock that was put back is noticed
    seen_at          timestamptz      NOT NULL,
    -- nothing begins before
    hold_until       timestamptz,
    -- raised when slots that were reserved before are void
    generation       bigint           NOT NULL DEFAULT 0,
    -- a minute, below what is configured; null: nothing was learnt
    learnt_requests  double precision,
    -- the last cut, and the last step back up
    cut_at           timestamptz,
    stepped_at       timestamptz,
    -- refusals that did not say for how long, since a call was last accepted
    refusals         integer          NOT NULL DEFAULT 0,
    refused_at       timestamptz,
    -- a minute, as the provider itself last named them; void an hour later
    named_requests   double precision,
    named_tokens     double precision,
    named_at         timestamptz,
    -- calls that the provider took: in the minute that began then, and in the one before; counted without a gap since
    minute_at        timestamptz      NOT NULL,
    minute_since     timestamptz      NOT NULL,
    accepted         bigint           NOT NULL DEFAULT 0,
    accepted_before  bigint           NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

-- The time by which calls are spaced: a function, so that a test can step it.
CREATE FUNCTION worker.budget_clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()';

-- The row, locked, made if there is none, and brought up to now with what a worker tells: a clock that was put forward or
-- back takes all times with it, so that slots already given out count as before; the minutes of accepted calls move on, and what was learnt steps up for every ten seconds without a 429: by a
-- hundredth of what is configured, or of itself; after a minute by two, then three, and so on.
--
-- requests: configured a minute; null for no limit
-- expected: this clock as the worker reckons it from the last time it asked, by a clock of its own that only goes forward;
--     null for one that asks for the first time
-- taken: calls that the provider took since they were last told
-- named_r, named_t: requests and tokens a minute that the provider named since; null where it named none
CREATE FUNCTION worker.budget_now(of_provider text, requests double precision, expected timestamptz, taken bigint,
        named_r double precision, named_t double precision)
    RETURNS worker.provider_budget LANGUAGE plpgsql AS $$
DECLARE
    step CONSTANT interval := interval '10 seconds';
    steps_of_one CONSTANT integer := 6;
    most_steps CONSTANT integer := 100;
    b worker.provider_budget;
    now_ timestamptz;
    -- less is taken for the time that the statement was under way
    least_jump CONSTANT interval := interval '1 second';
    jump interval := interval '0';
    configured double precision;
    nth integer;
BEGIN
    INSERT INTO worker.provider_budget (provider, request_arrival, token_arrival, seen_at, minute_at, minute_since)
    SELECT of_provider, now_at, now_at, now_at, now_at, now_at FROM (SELECT worker.budget_clock()) AS clock (now_at)
    ON CONFLICT DO NOTHING;
    SELECT * INTO b FROM worker.provider_budget WHERE provider = of_provider FOR UPDATE;
    now_ := worker.budget_clock();
    IF now_ < b.seen_at THEN
        jump := now_ - b.seen_at;
    ELSIF now_ - expected >= least_jump AND now_ - b.seen_at >= now_ - expected - least_jump / 2 THEN
        -- not where another worker has noticed it before
        jump := now_ - expected;
    END IF;
    IF jump <> interval '0' THEN
        b.request_arrival := b.request_arrival + jump;
        b.token_arrival := b.token_arrival + jump;
        b.hold_until := b.hold_until + jump;
        b.cut_at := b.cut_at + jump;
        b.stepped_at := b.stepped_at + jump;
        b.refused_at := b.refused_at + jump;
        b.named_at := b.named_at + jump;
        b.minute_at := b.minute_at + jump;
        b.minute_since := b.minute_since + jump;
    END IF;
    b.seen_at := now_;
    IF now_ - b.minute_at >= interval '2 minutes' THEN
        b.accepted_before := 0;
        b.accepted := 0;
        b.minute_at := now_;
        b.minute_since := now_;
    ELSIF now_ - b.minute_at >= interval '1 minute' THEN
        b.accepted_before := b.accepted;
        b.accepted := 0;
        b.minute_at := b.minute_at + interval '1 minute';
    END IF;
    b.accepted := b.accepted + taken;
    IF taken > 0 THEN
        b.refusals := 0;
    END IF;
    IF named_r IS NOT NULL OR named_t IS NOT NULL THEN
        b.named_requests := coalesce(named_r, b.named_requests);
        b.named_tokens := coalesce(named_t, b.named_tokens);
        b.named_at := now_;
    ELSIF now_ - b.named_at > interval '1 hour' THEN
        b.named_requests := NULL;
        b.named_tokens := NULL;
        b.named_at := NULL;
    END IF;
    configured := least(requests, b.named_requests);
    WHILE b.learnt_requests IS NOT NULL AND greatest(b.stepped_at, b.hold_until) + step <= now_ LOOP
        b.stepped_at := greatest(b.stepped_at, b.hold_until) + step;
        nth := floor(extract(epoch FROM b.stepped_at - b.cut_at) / extract(epoch FROM step));
        b.learnt_requests := b.learnt_requests
            + greatest(1, nth - steps_of_one) * greatest(1, b.learnt_requests / 100, configured / 100);
        IF b.learnt_requests >= configured OR nth > most_steps THEN
            b.learnt_requests := NULL;
        END IF;
    END LOOP;
    RETURN b;
END $$;

CREATE FUNCTION worker.keep_budget(b worker.provider_budget) RETURNS void LANGUAGE sql AS $$
    UPDATE worker.provider_budget
    SET request_arrival = b.request_arrival, token_arrival = b.token_arrival, seen_at = b.seen_at,
        hold_until = b.hold_until, generation = b.generation, learnt_requests = b.learnt_requests, cut_at = b.cut_at,
        stepped_at = b.stepped_at, refusals = b.refusals, refused_at = b.refused_at, named_requests = b.named_requests,
        named_tokens = b.named_tokens, named_at = b.named_at, minute_at = b.minute_at, minute_since = b.minute_since,
        accepted = b.accepted, accepted_before = b.accepted_before
    WHERE provider_budget.provider = b.provider;
$$;

-- Reserves slots for calls in their order, as many as begin within a second.
--
-- requests, tokens: configured a minute; null for no limit
-- estimates: tokens of each call
-- expected: in milliseconds; as above
-- debt: tokens that earlier calls took beyond what was reserved for them, below 0 for less
--
-- delays: milliseconds until each may begin, of the first calls; the others ask again after 'again' milliseconds
-- held: milliseconds until anything may begin
-- request_rate, token_rate: a minute now; null for no limit
-- learnt: whether it is less since the provider refused calls
CREATE FUNCTION worker.reserve_budget(of_provider text, requests double precision, tokens double precision,
        estimates bigint[], debt bigint, expected double precision, taken bigint, named_r double precision, named_t double precision,
    OUT delays double precision[], OUT again double precision, OUT clock double precision, OUT generation bigint,
    OUT held double precision, OUT request_rate double precision, OUT token_rate double precision, OUT learnt boolean)
    LANGUAGE plpgsql AS $$
DECLARE
    -- of 60 s / limit: what the network adds and takes away must not bring the provider to its limit
    spacing CONSTANT double precision := 60 * 1.015;
    -- more for tokens: what a call in flight will take is not known
    token_spacing CONSTANT double precision := 60 * 1.025;
    -- slots that were missed by more are lost
    late CONSTANT interval := interval '150 milliseconds';
    ahead CONSTANT interval := interval '1 second';
    -- in the second after a refusal by a provider whose rate is not known, so that not all come at once
    unknown_step CONSTANT double precision := 0.02;
    b worker.provider_budget := worker.budget_now(of_provider, requests, to_timestamp(expected / 1000), taken, named_r,
        named_t);
    request_step interval;
    token_step double precision;
    start timestamptz;
BEGIN
    request_rate := least(requests, b.named_requests, b.learnt_requests);
    token_rate := least(tokens, b.named_tokens);
    learnt := b.learnt_requests IS NOT NULL;
    request_step := make_interval(secs => CASE WHEN request_rate IS NOT NULL THEN spacing / request_rate
        WHEN b.hold_until > b.seen_at - ahead THEN unknown_step
        ELSE 0 END);
    token_step := coalesce(token_spacing / token_rate, 0);
    b.request_arrival := greatest(b.request_arrival, b.seen_at - late, b.hold_until);
    b.token_arrival := greatest(b.token_arrival + make_interval(secs => debt * token_step),
        b.seen_at - late, b.hold_until);
    delays := '{}';
    again := 0;
    FOR i IN 1 .. coalesce(array_length(estimates, 1), 0) LOOP
        start := greatest(b.request_arrival, b.token_arrival);
        IF start > b.seen_at + ahead THEN
            again := 1000 * extract(epoch FROM start - b.seen_at - ahead);
            EXIT;
        END IF;
        delays := delays || (1000 * extract(epoch FROM start - b.seen_at));
        b.request_arrival := start + request_step;
        b.token_arrival := greatest(b.token_arrival, start - late) + make_interval(secs => estimates[i] * token_step);
    END LOOP;
    clock := extract(epoch FROM b.seen_at) * 1000;
    generation := b.generation;
    held := greatest(0, coalesce(1000 * extract(epoch FROM b.hold_until - b.seen_at), 0));
    PERFORM worker.keep_budget(b);
END $$;

-- The provider said 429: nothing begins for so many milliseconds, what is reserved is void, and the rate is cut, unless the
-- call had begun before the last cut: to 95 % of what was accepted in the last minute, never by more than half; by half,
-- once, where a minute was not counted yet. Where nothing is configured and hardly anything was accepted, no rate is known that
-- could be cut.
--
-- wait: milliseconds; null where the provider did not say: then half a second, and twice as long with each refusal until a
--     call is accepted
-- age: milliseconds since the call began
-- cuts: false where the provider only said that little is left
--
-- held: milliseconds until anything may begin
CREATE FUNCTION worker.cut_budget(of_provider text, requests double precision, wait double precision,
        age double precision, cuts boolean, expected double precision, taken bigint,
    OUT generation bigint, OUT held double precision)
    LANGUAGE plpgsql AS $$
DECLARE
    first_wait CONSTANT double precision := 500;
    most_doublings CONSTANT integer := 6;
    least_accepted CONSTANT integer := 10;
    -- minutes of counting from which a rate is known where none is configured
    least_counted CONSTANT double precision := 1.0 / 6;
    b worker.provider_budget := worker.budget_now(of_provider, requests, to_timestamp(expected / 1000), taken, NULL,
        NULL);
    began timestamptz := b.seen_at - make_interval(secs => age / 1000);
    passed double precision := extract(epoch FROM b.seen_at - b.minute_at) / 60;
    counted double precision := extract(epoch FROM b.seen_at - b.minute_since) / 60;
    rate double precision := least(requests, b.named_requests, b.learnt_requests);
    last_minute double precision := b.accepted + b.accepted_before * (1 - passed);
BEGIN
    IF cuts AND (b.cut_at IS NULL OR began > b.cut_at)
        AND (rate IS NOT NULL OR last_minute >= least_accepted AND counted >= least_counted)
        AND (counted >= 1 OR b.cut_at IS NULL OR b.cut_at < b.minute_since) THEN
        b.learnt_requests := greatest(1, CASE
            WHEN counted >= 1 THEN greatest(last_minute * 0.95, coalesce(rate, last_minute) / 2)
            ELSE coalesce(rate, last_minute / counted) / 2 END);
        b.cut_at := b.seen_at;
        b.stepped_at := b.seen_at;
    END IF;
    IF wait IS NULL THEN
        wait := first_wait * 2 ^ least(b.refusals, most_doublings);
        IF b.refused_at IS NULL OR began > b.refused_at THEN
            b.refusals := b.refusals + 1;
            b.refused_at := b.seen_at;
        END IF;
    END IF;
    b.hold_until := greatest(b.hold_until, b.seen_at + make_interval(secs => wait / 1000));
    b.generation := b.generation + 1;
    generation := b.generation;
    held := 1000 * extract(epoch FROM b.hold_until - b.seen_at);
    PERFORM worker.keep_budget(b);
END $$;

-- What keeps a worker from calling a provider; no row where nothing does. One that is not renewed for ten seconds is its
-- worker's last word, and void.
CREATE TABLE worker.provider_state (
    provider text        NOT NULL,
    worker   text        NOT NULL,
    -- open (its circuit: the provider is down) or limited (it refuses calls for being too many)
    state    text        NOT NULL,
    since    timestamptz NOT NULL,
    seen_at  timestamptz NOT NULL,
    PRIMARY KEY (provider, worker)
);
