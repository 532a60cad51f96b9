-- Reserves slots for calls in their order, as many as begin within 0.4 s: no more than that is lost with a worker that
-- dies, or given out before it is known what earlier calls took.
--
-- requests, tokens: configured a minute; null for no limit
-- estimates: tokens of each call
-- expected: as for worker.budget_now, in milliseconds
-- debt: tokens that earlier calls took beyond what was reserved for them, below 0 for less
--
-- delays: milliseconds until each may begin, of the first calls; the others ask again after 'again' milliseconds
-- held: milliseconds until anything may begin
-- request_rate, token_rate: a minute now; null for no limit
-- learnt: whether it is less since the provider refused calls
CREATE OR REPLACE FUNCTION worker.reserve_budget(of_provider text, requests double precision, tokens double precision,
        estimates bigint[], debt bigint, expected double precision, taken bigint, named_r double precision, named_t double precision,
    OUT delays double precision[], OUT again double precision, OUT clock double precision, OUT generation bigint,
    OUT held double precision, OUT request_rate double precision, OUT token_rate double precision, OUT learnt boolean)
    LANGUAGE plpgsql AS $$
DECLARE
    -- of 60 s / limit: what the network adds and takes away must not bring the provider to its limit
    spacing CONSTANT double precision := 60 * 1.015;
    -- tokens come in larger and rarer pieces, so that a late one weighs less
    token_spacing CONSTANT double precision := 60 * 1.01;
    -- slots that were missed by more are lost
    late CONSTANT interval := interval '150 milliseconds';
    ahead CONSTANT interval := interval '400 milliseconds';
    -- by a provider whose rate is not known: so that not all come at once
    after_refusal CONSTANT interval := interval '1 second';
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
        WHEN b.hold_until > b.seen_at - after_refusal THEN unknown_step
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
