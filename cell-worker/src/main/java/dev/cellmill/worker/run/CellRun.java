package dev.cellmill.worker.run;

import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.trace.Followed;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A task on its way through this worker, from its decoding to the event that ends it. */
final class CellRun implements Watched {
    private static final long SLOW_NANOS = Duration.ofMillis(250).toNanos();
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final CellTask task;
    private final Delivery delivery;
    private final RunnableStep step;
    private final CellReporter reporter;
    private final @Nullable Followed followed;
    private final long began = System.nanoTime();
    /** The call it leads, if it does. */
    private volatile @Nullable Call call;
    private volatile boolean ended;
    private volatile boolean copy;
    private final AtomicReference<@Nullable Runnable> underWay = new AtomicReference<>();
    /** Only the watching thread touches it. */
    private boolean startedSent;

    /** @param followed null if it is in no trace */
    CellRun(CellTask task, Delivery delivery, RunnableStep step, CellReporter reporter, @Nullable Followed followed) {
        this.followed = followed;
        this.task = task;
        this.delivery = delivery;
        this.step = step;
        this.reporter = reporter;
    }

    CellTask task() {
        return task;
    }

    Delivery delivery() {
        return delivery;
    }

    RunnableStep step() {
        return step;
    }

    /** For those who go on with its trace; null if it is in none. */
    @Nullable
    String traceparent() {
        return followed == null ? null : followed.traceparent();
    }

    long millis() {
        return (System.nanoTime() - began) / NANOS_PER_MILLI;
    }

    Reading read(ProviderOutcome.Success success) {
        return step.reader().read(success.answer());
    }

    /** Another copy of its task is in hand here, whose end it waits for. */
    void waitsForCopy() {
        copy = true;
    }

    boolean hasWaitedForCopy() {
        return copy;
    }

    void leads(Call led) {
        call = led;
    }

    /** A call for it has begun. @param end to be told once, when the call is over and what came of it acknowledged */
    void callBegan(Runnable end) {
        underWay.set(end);
    }

    /** No call of it is under way any more. */
    void callEnded() {
        Runnable end = underWay.getAndSet(null);
        if (end != null) {
            end.run();
        }
    }

    /** What came of it is acknowledged by the broker. */
    void finish() {
        callEnded();
        if (followed != null) {
            followed.close();
        }
        delivery.finish();
    }

    boolean hasEnded() {
        return ended;
    }

    /** Its outcome is on its way to the broker, or it was given up. */
    void end() {
        ended = true;
    }

    @Override
    public boolean tick(long now) {
        if (ended) {
            return false;
        }
        Call led = call;
        if (led != null) {
            led.expire(now);
        }
        if (!startedSent && now - began >= SLOW_NANOS) {
            startedSent = true;
            Thread.startVirtualThread(() -> reporter.started(this));
        }
        return true;
    }
}
