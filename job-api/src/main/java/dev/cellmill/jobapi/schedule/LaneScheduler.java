package dev.cellmill.jobapi.schedule;

import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Schedules one lane on a thread of its own, while this replica holds the lane's lock. */
final class LaneScheduler implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneScheduler.class);
    private static final Duration TRY_LOCK = Duration.ofMillis(500);
    private static final Duration POLL_BUSY = Duration.ofMillis(500);
    private static final Duration POLL_IDLE = Duration.ofSeconds(2);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

    private final String lane;
    private final SchedulerParts parts;
    private final Wake wake = new Wake();
    private final StopSignal stop = new StopSignal();

    LaneScheduler(String lane, SchedulerParts parts) {
        this.lane = lane;
        this.parts = parts;
    }

    /** Something may have changed in the lane. */
    void call() {
        wake.call();
    }

    /** No claim is made any more once the send under way has ended. */
    void stop() {
        stop.give();
        wake.call();
    }

    @Override
    public void run() {
        try {
            do {
                schedule();
            } while (!stop.isGivenWithin(AFTER_TROUBLE));
        } catch (InterruptedException e) {
            LOG.info("lane {} stopped during a send; what was claimed is sent again by whoever comes next", lane);
        } finally {
            parts.laterLanes().forget(lane);
        }
    }

    /** Returns when stopped, or when the lock was lost. */
    private void schedule() throws InterruptedException {
        try {
            parts.topicOfLane().accept(lane);
            try (var session = LaneSession.open(lane, parts.connections())) {
                while (!session.tryLock()) {
                    if (stop.isGivenWithin(TRY_LOCK)) {
                        return;
                    }
                }
                tickUntilStopped(new LaneTick(lane, session, parts, stop));
            }
        } catch (SQLException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted within a statement");
            }
            LOG.warn("lane {} cannot be scheduled now and is tried again in {} s: {}", lane, AFTER_TROUBLE.toSeconds(),
                    e.toString());
            LOG.debug("lane {} cannot be scheduled", lane, e);
        } finally {
            parts.meters().forget(lane);
        }
    }

    private void tickUntilStopped(LaneTick lookAt) throws InterruptedException {
        while (!stop.isGiven()) {
            switch (lookAt.tick()) {
                case LaneTick.Next.After(Duration pause) -> {
                    if (stop.isGivenWithin(pause)) {
                        return;
                    }
                }
                case LaneTick.Next.WhenCalled(boolean anyJob) -> wake.await(anyJob ? POLL_BUSY : POLL_IDLE);
            }
        }
    }
}
