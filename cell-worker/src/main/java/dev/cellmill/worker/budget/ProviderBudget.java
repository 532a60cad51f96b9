package dev.cellmill.worker.budget;

import dev.cellmill.worker.budget.SlotLine.Waiter;
import dev.cellmill.worker.provider.Quota;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets this worker's calls to a provider begin when the cluster's budget says. Callers wait in the order in which they
 * came; one of them at a time asks for all, at most every 50 ms, so that a statement serves many calls. A slot that was
 * missed by more than 150 ms is asked for anew, and so are all slots once the provider has refused a call. Until a first
 * call has come back they begin one by one, at most one a second: the way to the provider is still being built, and calls
 * held up on it together would arrive together, more than the provider allows. Where nothing limits the provider, nobody
 * waits and nothing is asked. Thread-safe.
 */
public final class ProviderBudget {
    /** With what the way to the provider varies by, a call arrives no more than a quarter of a second late. */
    private static final double LATE_MILLIS = 150;
    /** Of that, what is left when all else that a call waits for is over. */
    private static final double LATEST_MILLIS = 250;
    private static final double JUMP_MILLIS = 250;
    /** By more, the database notices itself, and slots count as before. */
    private static final double NOTICED_MILLIS = 1_000;
    private static final long BETWEEN_NANOS = Duration.ofMillis(50).toNanos();
    /** Where all slots of the next 0.4 s are given out, several that have come free are worth a statement. */
    private static final double USED_UP_MILLIS = 150;
    private static final long LOOK_MILLIS = 250;
    private static final int MOST_AT_ONCE = 1_000;
    /** A call that takes longer is slow because of the provider. */
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final double NANOS_PER_MILLI = 1e6;
    /** Until the database says how long; it counts how often a provider refuses without saying. */
    private static final Duration UNSAID_WAIT = Duration.ofMillis(500);
    /** A quota that is almost used up by others too fills by so much meanwhile. */
    private static final Duration LOW_WAIT = Duration.ofSeconds(3);
    private static final Duration NAMED_ANEW = Duration.ofMinutes(10);
    /** Of a wait that the provider asked for, added at random, so that what else calls it does not return with us. */
    private static final double JITTER = 0.1;
    private static final Duration LONGEST_JITTER = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(ProviderBudget.class);
    private static final Duration AWAY = Duration.ofMillis(500);
    private static final Duration LATELY = Duration.ofSeconds(5);
    private static final Permit FREE = new Permit(0, null);

    private final String name;
    private final RateBudget shared;
    private final LongSupplier nanoTime;
    private final DoubleSupplier random;
    private final SlotLine line = new SlotLine();
    private final AtomicLong debt = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    /** Open until a call has come back. */
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile long lastAsked;

    private final RateBudget.Limits limits;
    private final AtomicReference<RateBudget.Limits> named = new AtomicReference<>(RateBudget.Limits.NONE);
    private volatile RateBudget.Limits lastNamed = RateBudget.Limits.NONE;
    private volatile long lastNamedAt;
    private volatile RateBudget.Limits inForce;
    private volatile long lastUsed;
    private volatile boolean isLearnt;
    private volatile long heldUntil;
    private volatile long heldSince;
    /** A refusal that the database does not know yet. */
    private volatile RateBudget.@Nullable Refusal untold;
    /** Slots of an older one are void; grows with the shared generation and with each jump of the database's clock. */
    private volatile long epoch;
    private long generation = -1;
    private double clockOffset = Double.NaN;

    /** @param random from 0 to 1 */
    ProviderBudget(String name, RateBudget shared, RateBudget.Limits limits, LongSupplier nanoTime,
            DoubleSupplier random) {
        this.name = name;
        this.shared = shared;
        this.limits = limits;
        this.inForce = limits;
        this.nanoTime = nanoTime;
        this.random = random;
        this.heldUntil = nanoTime.getAsLong();
        this.lastAsked = nanoTime.getAsLong();
        this.lastUsed = nanoTime.getAsLong() - LATELY.toNanos();
    }

    /**
     * Leave to begin a call now.
     *
     * @param tokens that were reserved for it
     * @param slot when it was to begin, by the clock of this budget; null if it may begin at any time
     */
    public record Permit(long tokens, @Nullable Long slot) {}

    /**
     * Waits until a call may begin.
     *
     * @param tokens that it will probably take, of question and answer
     * @param wanted asked while waiting; once it is not, the wait is over
     * @return null if it is not wanted any more
     */
    public @Nullable Permit acquire(long tokens, BooleanSupplier wanted) throws InterruptedException {
        lastUsed = nanoTime.getAsLong();
        while (isLimited()) {
            var waiter = new Waiter(tokens, nanoTime.getAsLong());
            if (line.join(waiter)) {
                Thread.startVirtualThread(this::askForAll);
            }
            try {
                if (!isGranted(waiter, wanted)) {
                    return null;
                }
                if (arrives(waiter)) {
                    return new Permit(tokens, waiter.slot());
                }
            } catch (InterruptedException | RuntimeException e) {
                giveBack(waiter);
                throw e;
            }
            giveBack(waiter);
        }
        return FREE;
    }

    private boolean isLimited() {
        return !inForce.isNone() || isHeldNow();
    }

    /** @return whether it has a slot; if not, it is not wanted any more and has left */
    private boolean isGranted(Waiter waiter, BooleanSupplier wanted) throws InterruptedException {
        while (!waiter.await(LOOK_MILLIS)) {
            if (!wanted.getAsBoolean() && line.leave(waiter)) {
                return false;
            }
        }
        return true;
    }

    /** What was reserved for one that does not begin, unless it was still waiting. */
    private void giveBack(Waiter waiter) {
        if (!line.leave(waiter)) {
            debt.addAndGet(-waiter.tokens());
        }
    }

    /** Waits for the slot. @return whether it still counts */
    private boolean arrives(Waiter waiter) throws InterruptedException {
        for (long left = waiter.slot() - nanoTime.getAsLong(); left > 0; left = waiter.slot() - nanoTime.getAsLong()) {
            TimeUnit.NANOSECONDS.sleep(left);
        }
        return waiter.epoch() == epoch && (nanoTime.getAsLong() - waiter.slot()) / NANOS_PER_MILLI <= LATE_MILLIS;
    }

    /** Whether what came between the leave and the call took so long that the call would arrive among those of later slots. */
    public boolean isLate(Permit permit) {
        return permit.slot() != null
                && (nanoTime.getAsLong() - permit.slot()) / NANOS_PER_MILLI > LATEST_MILLIS;
    }

    private void askForAll() {
        while (true) {
            LockSupport.parkNanos(lastAsked + BETWEEN_NANOS - nanoTime.getAsLong());
            boolean isFirst = first.getCount() > 0;
            List<Waiter> next = line.next(isFirst ? 1 : MOST_AT_ONCE);
            if (next.isEmpty()) {
                return;
            }
            Granted granted = askPatiently(next.stream().mapToLong(Waiter::tokens).toArray());
            if (granted == null) {
                continue;
            }
            serve(next, granted);
            RateBudget.Grant grant = granted.grant();
            if (grant.delays().length > 0) {
                awaitFirst(grant.delays()[0]);
            }
            if (grant.again() > 0) {
                LockSupport.parkNanos((long) (Math.max(USED_UP_MILLIS, grant.again()) * NANOS_PER_MILLI));
            }
        }
    }

    /** @param delay until it begins, in milliseconds */
    private void awaitFirst(double delay) {
        try {
            boolean _ = first.await(FIRST.toMillis() + (long) Math.max(0, delay), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What could not be told is told the next time. */
    private Granted ask(long[] estimates) {
        long epochBefore = epoch;
        lastAsked = nanoTime.getAsLong();
        var news = new RateBudget.News(debt.getAndSet(0), taken.getAndSet(0), clock(),
                named.getAndSet(RateBudget.Limits.NONE));
        RateBudget.Grant grant;
        try {
            grant = shared.reserve(limits, estimates, news);
        } catch (RuntimeException e) {
            debt.addAndGet(news.debt());
            taken.addAndGet(news.taken());
            named.compareAndSet(RateBudget.Limits.NONE, news.named());
            throw e;
        }
        return new Granted(grant, learn(grant, epochBefore));
    }

    /** While the database is away, callers wait: they never run without a limit. */
    private @Nullable Granted askPatiently(long[] estimates) {
        try {
            return ask(estimates);
        } catch (RuntimeException e) {
            log.warn("the budget of {} cannot be asked for; calls wait, and it is tried again in {} ms", name,
                    AWAY.toMillis(), e);
            LockSupport.parkNanos(AWAY.toNanos());
            return null;
        }
    }

    private synchronized @Nullable Double clock() {
        return Double.isNaN(clockOffset) ? null : clockOffset + nanoTime.getAsLong() / NANOS_PER_MILLI;
    }

    /** @param epoch with which its slots are void */
    private record Granted(RateBudget.Grant grant, long epoch) {}

    private void serve(List<Waiter> served, Granted granted) {
        RateBudget.Grant grant = granted.grant();
        long now = nanoTime.getAsLong();
        for (int place = 0; place < grant.delays().length; place++) {
            Waiter waiter = served.get(place);
            // one that begins in the past, as after a while without calls, begins now
            waiter.has(now + (long) (Math.max(0, grant.delays()[place]) * NANOS_PER_MILLI), granted.epoch());
            if (line.leave(waiter)) {
                waiter.begins();
            } else {
                debt.addAndGet(-waiter.tokens());
            }
        }
    }

    /** @return the epoch of its slots: one that has passed if there was a refusal meanwhile */
    private synchronized long learn(RateBudget.Grant grant, long epochBefore) {
        long now = nanoTime.getAsLong();
        double offset = grant.clock() - now / NANOS_PER_MILLI;
        double jump = Math.abs(offset - clockOffset);
        boolean isOlder = grant.generation() < generation;
        long ofSlots = epochBefore;
        if (grant.generation() > generation || jump > JUMP_MILLIS && jump < NOTICED_MILLIS) {
            ofSlots = epoch == epochBefore ? epoch + 1 : epochBefore;
            epoch = epoch + 1;
        }
        generation = Math.max(generation, grant.generation());
        clockOffset = offset;
        isLearnt = grant.learnt();
        inForce = grant.now();
        if (!isOlder) {
            long until = now + (long) (grant.held() * NANOS_PER_MILLI);
            // what the database was not told yet holds here all the same
            heldUntil = untold == null || until - heldUntil > 0 ? until : heldUntil;
        }
        return ofSlots;
    }

    /** Tells the others what has happened here, and learns what has happened to them. One statement. */
    void exchange() {
        try {
            RateBudget.Refusal late = untold;
            if (late != null && isHeldNow()) {
                hold(0, new RateBudget.Refusal(heldFor().toNanos() / NANOS_PER_MILLI, late.age(), late.cuts()));
            }
            ask(new long[0]);
        } catch (RuntimeException e) {
            log.debug("the budget of {} cannot be reached now", name, e);
        }
    }

    /** The provider took the call. @param tokens that it counted */
    public void took(Permit permit, long tokens) {
        first.countDown();
        taken.incrementAndGet();
        debt.addAndGet(tokens - permit.tokens());
    }

    /** The call took none of its tokens. */
    public void unused(Permit permit) {
        first.countDown();
        debt.addAndGet(-permit.tokens());
    }

    /**
     * The provider refused a call for being one too many: no worker calls it until then, and the rate falls.
     *
     * @param wait that the provider asked for, null if it asked for none
     * @param began when the call began, by the clock of this budget
     */
    public void refused(@Nullable Duration wait, long began) {
        long now = nanoTime.getAsLong();
        double age = (now - began) / NANOS_PER_MILLI;
        if (wait == null) {
            if (began - heldSince > 0 || !isHeldNow()) {
                hold(UNSAID_WAIT.toMillis(), new RateBudget.Refusal(null, age, true));
            }
        } else if (heldUntil - now < wait.toNanos()) {
            double jitter = Math.min(wait.toMillis() * JITTER, LONGEST_JITTER.toMillis()) * random.getAsDouble();
            double millis = wait.toMillis() + jitter;
            hold(millis, new RateBudget.Refusal(millis, age, true));
        }
    }

    /** What the provider says of its limits beside an answer. */
    public void told(Quota quota) {
        long now = nanoTime.getAsLong();
        var limitsNow = new RateBudget.Limits(quota.requestsPerMinute(), quota.tokensPerMinute());
        if (!limitsNow.isNone()
                && (!limitsNow.equals(lastNamed) || now - lastNamedAt > NAMED_ANEW.toNanos())) {
            lastNamed = limitsNow;
            lastNamedAt = now;
            named.set(limitsNow);
        }
        if (quota.isLow() && !isHeldNow()) {
            hold(LOW_WAIT.toMillis(), new RateBudget.Refusal((double) LOW_WAIT.toMillis(), 0, false));
        }
    }

    private boolean isHeldNow() {
        return heldUntil - nanoTime.getAsLong() > 0;
    }

    /** How long nothing may begin; zero or less if it may. */
    Duration heldFor() {
        return Duration.ofNanos(heldUntil - nanoTime.getAsLong());
    }

    /** Here at once; everywhere as soon as the database knows. @param millis at least */
    private void hold(double millis, RateBudget.Refusal refusal) {
        holdHere(millis);
        untold = refusal;
        long told = taken.getAndSet(0);
        try {
            RateBudget.Hold everywhere = shared.refuse(limits, refusal,
                    new RateBudget.News(0, told, clock(), RateBudget.Limits.NONE));
            untold = null;
            holdHere(everywhere.held());
            synchronized (this) {
                generation = Math.max(generation, everywhere.generation());
            }
        } catch (RuntimeException e) {
            taken.addAndGet(told);
            log.warn("the other workers could not be told that {} refused a call; that is tried again", name, e);
        }
    }

    private synchronized void holdHere(double millis) {
        long now = nanoTime.getAsLong();
        if (heldUntil - now <= 0) {
            heldSince = now;
        }
        long until = now + (long) (millis * NANOS_PER_MILLI);
        heldUntil = until - heldUntil > 0 ? until : heldUntil;
        epoch = epoch + 1;
    }

    /** Whether nothing may begin for now, or less than is configured. */
    boolean isHeld() {
        return isHeldNow() || isLearnt;
    }

    /** Callers that wait for a slot. */
    int waiting() {
        return line.size();
    }

    /** How long the first of them has waited, in seconds; 0 if nobody waits. */
    double longestWait() {
        return line.longestWait(nanoTime.getAsLong());
    }

    /** The least of what is configured, named and learnt, as of the last time it was asked for. */
    RateBudget.Limits inForce() {
        return inForce;
    }

    /** Whether fewer calls than configured may begin, as far as is known here, and that was not asked for lately. */
    boolean isStale() {
        return isHeld() && nanoTime.getAsLong() - lastAsked >= LATELY.toNanos();
    }

    /** Whether anyone waits, there is something to tell, or it was used lately. */
    boolean isCalled() {
        return waiting() > 0 || taken.get() != 0 || debt.get() != 0
                || nanoTime.getAsLong() - lastUsed < LATELY.toNanos();
    }
}
