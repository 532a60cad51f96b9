package dev.cellmill.status.fold;

import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Usage;
import java.time.Instant;
import java.util.function.Supplier;

/** What no true event exceeds. Within these bounds neither the merge nor a cell's sums can overflow. Pure. */
final class EventBounds {
    private static final long MAX_USAGE = 1L << 40;
    private static final int MAX_ATTEMPTS = 1 << 16;
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private EventBounds() {}

    /** @throws IllegalArgumentException that says what is out of bounds */
    static CellEvent check(CellEvent event) {
        require(CellAccount.fits(event.position()), () -> "its position " + event.position());
        require(event.at().isAfter(FIRST) && event.at().isBefore(LAST), () -> "its time " + event.at());
        switch (event) {
            case CellEvent.Skipped _,CellEvent.Reopened _ -> {
            }
            case CellEvent.Started started -> require(started.atRisk() >= 0 && started.atRisk() <= MAX_USAGE,
                    () -> "its cost " + started.atRisk());
            case CellEvent.Released released -> check(released.usage());
            case CellEvent.Hopped hopped -> check(hopped.usage());
            case CellEvent.Failed failed -> check(failed.usage());
            case CellEvent.Done done -> {
                check(done.usage());
                int step = done.answer().step();
                require(step >= 0 && step <= CellAccount.MAX_STEP, () -> "its answer's step " + step);
            }
        }
        return event;
    }

    private static void check(Usage usage) {
        require(usage.attempts() <= MAX_ATTEMPTS && usage.inputTokens() <= MAX_USAGE
                && usage.outputTokens() <= MAX_USAGE && usage.cost() <= MAX_USAGE && usage.saved() <= MAX_USAGE
                && usage.latencyMillis() <= MAX_USAGE && usage.returned() <= MAX_USAGE, () -> "its usage " + usage);
    }

    /** @param what only made where it is told: an event's text takes longer than all of its checks */
    private static void require(boolean within, Supplier<String> what) {
        if (!within) {
            throw new IllegalArgumentException(what.get() + " is out of bounds");
        }
    }
}
