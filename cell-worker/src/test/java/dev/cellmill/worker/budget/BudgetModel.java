package dev.cellmill.worker.budget;

import dev.cellmill.worker.budget.RateBudget.Grant;
import dev.cellmill.worker.budget.RateBudget.Hold;
import dev.cellmill.worker.budget.RateBudget.Limits;
import dev.cellmill.worker.budget.RateBudget.News;
import dev.cellmill.worker.budget.RateBudget.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rule by which slots are given out, said once more: what the database's functions do, in Java. Times in microseconds. */
final class BudgetModel {
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long LATE = 150_000;
    private static final long AHEAD = 400_000;
    private static final long STEP = 10 * SECOND;

    private final Limits configured;
    private boolean begun;
    private long requestArrival;
    private long tokenArrival;
    private long seen;
    private @Nullable Long hold;
    private long generation;
    private @Nullable Double learnt;
    private @Nullable Long cutAt;
    private long steppedAt;
    private int refusals;
    private @Nullable Long refusedAt;
    private Limits named = Limits.NONE;
    private @Nullable Long namedAt;
    private long minuteAt;
    private long minuteSince;
    private long accepted;
    private long acceptedBefore;

    BudgetModel(Limits configured) {
        this.configured = configured;
    }

    /** @param now the database's clock, in milliseconds */
    Grant reserve(long now, long[] estimates, News news) {
        bringUpTo(now * 1_000, news);
        Double requestRate = least(configured.requests(), named.requests(), learnt);
        Double tokenRate = least(configured.tokens(), named.tokens());
        boolean wasHeld = hold != null && hold > seen - SECOND;
        long requestStep = requestRate != null ? seconds(60 * 1.015 / requestRate) : wasHeld ? 20_000 : 0;
        double tokenStep = tokenRate == null ? 0 : 60 * 1.01 / tokenRate;
        requestArrival = latest(requestArrival, seen - LATE, hold);
        tokenArrival = latest(tokenArrival + seconds(news.debt() * tokenStep), seen - LATE, hold);
        List<Double> delays = new ArrayList<>();
        double again = 0;
        for (long tokens : estimates) {
            long start = Math.max(requestArrival, tokenArrival);
            if (start > seen + AHEAD) {
                again = (start - seen - AHEAD) / 1e3;
                break;
            }
            delays.add((start - seen) / 1e3);
            requestArrival = start + requestStep;
            tokenArrival = Math.max(tokenArrival, start - LATE) + seconds(tokens * tokenStep);
        }
        return new Grant(delays.stream().mapToDouble(Double::doubleValue).toArray(), again, seen / 1e3, generation,
                hold == null ? 0 : Math.max(0, (hold - seen) / 1e3), new Limits(requestRate, tokenRate),
                learnt != null);
    }

    Hold refuse(long now, Refusal refusal, News news) {
        bringUpTo(now * 1_000, news);
        long began = seen - seconds(refusal.age() / 1_000);
        double counted = (seen - minuteSince) / (double) MINUTE;
        double lastMinute = accepted + acceptedBefore * (1 - (seen - minuteAt) / (double) MINUTE);
        Double rate = least(configured.requests(), named.requests(), learnt);
        boolean isNews = cutAt == null || began > cutAt;
        boolean isKnown = rate != null || lastMinute >= 10 && counted >= 1.0 / 6;
        boolean isCounted = counted >= 1;
        if (refusal.cuts() && isNews && isKnown && (isCounted || cutAt == null || cutAt < minuteSince)) {
            double half = (rate != null ? rate : isCounted ? lastMinute : lastMinute / counted) / 2;
            learnt = Math.max(1, isCounted ? Math.max(lastMinute * 0.95, half) : half);
            cutAt = seen;
            steppedAt = seen;
        }
        double wait = refusal.millis() != null ? refusal.millis() : 500 * Math.pow(2, Math.min(refusals, 6));
        if (refusal.millis() == null && (refusedAt == null || began > refusedAt)) {
            refusals++;
            refusedAt = seen;
        }
        hold = latest(seen + seconds(wait / 1_000), hold);
        generation++;
        return new Hold(generation, (hold - seen) / 1e3);
    }

    private void bringUpTo(long now, News news) {
        if (!begun) {
            begun = true;
            requestArrival = tokenArrival = seen = minuteAt = minuteSince = now;
        }
        follow(jump(now, news.clock() == null ? null : (long) (news.clock() * 1_000)));
        seen = now;
        if (now - minuteAt >= 2 * MINUTE) {
            acceptedBefore = accepted = 0;
            minuteAt = minuteSince = now;
        } else if (now - minuteAt >= MINUTE) {
            acceptedBefore = accepted;
            accepted = 0;
            minuteAt += MINUTE;
        }
        accepted += news.taken();
        refusals = news.taken() > 0 ? 0 : refusals;
        if (!news.named().isNone()) {
            Limits newer = news.named();
            named = new Limits(newer.requests() == null ? named.requests() : newer.requests(),
                    newer.tokens() == null ? named.tokens() : newer.tokens());
            namedAt = now;
        } else if (namedAt != null && now - namedAt > 60 * MINUTE) {
            named = Limits.NONE;
            namedAt = null;
        }
        comeBack(now);
    }

    private long jump(long now, @Nullable Long expected) {
        if (now < seen) {
            return now - seen;
        }
        boolean isAhead = expected != null && now - expected >= SECOND;
        boolean isNews = expected != null && now - seen >= now - expected - SECOND / 2;
        return isAhead && isNews ? now - expected : 0;
    }

    private void follow(long jump) {
        requestArrival += jump;
        tokenArrival += jump;
        steppedAt += jump;
        minuteAt += jump;
        minuteSince += jump;
        hold = hold == null ? null : hold + jump;
        cutAt = cutAt == null ? null : cutAt + jump;
        refusedAt = refusedAt == null ? null : refusedAt + jump;
        namedAt = namedAt == null ? null : namedAt + jump;
    }

    private void comeBack(long now) {
        Double most = least(configured.requests(), named.requests());
        while (learnt != null && latest(steppedAt, hold) + STEP <= now) {
            steppedAt = latest(steppedAt, hold) + STEP;
            long nth = (steppedAt - Objects.requireNonNull(cutAt)) / STEP;
            double part = Math.max(Math.max(1, learnt / 100), most == null ? 0 : most / 100);
            learnt = learnt + Math.max(1, nth - 6) * part;
            if (most != null && learnt >= most || nth > 100) {
                learnt = null;
            }
        }
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * SECOND);
    }

    private static long latest(long one, @Nullable Long other) {
        return other == null ? one : Math.max(one, other);
    }

    private static long latest(long one, long other, @Nullable Long third) {
        return latest(Math.max(one, other), third);
    }

    private static @Nullable Double least(@Nullable Double... some) {
        return Stream.of(some).filter(Objects::nonNull).min(Double::compare).orElse(null);
    }
}
