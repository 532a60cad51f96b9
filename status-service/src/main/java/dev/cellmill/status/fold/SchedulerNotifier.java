package dev.cellmill.status.fold;

import dev.cellmill.common.db.SchedulerChannel;
import dev.cellmill.common.service.ShutdownPhase;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Notifies the scheduler, at most every 20 ms: the first wake at once, those within the next 20 ms together at their
 * end. A notification that fails is not repeated: the scheduler also polls.
 */
@Component
class SchedulerNotifier implements SchedulerWake, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(SchedulerNotifier.class);
    private static final long PAUSE_MILLIS = 20;

    private final DataSource database;
    /** Whether a notification is under way or due that will tell of every wake before it. */
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile @Nullable ScheduledExecutorService thread;
    private volatile long earliest = System.nanoTime();

    SchedulerNotifier(DataSource database) {
        this.database = database;
    }

    @Override
    public void wake() {
        ScheduledExecutorService notifier = thread;
        if (notifier != null && due.compareAndSet(false, true)) {
            notifier.schedule(this::send, Math.max(0, earliest - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
    }

    private void send() {
        earliest = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
        // Before the statement: a wake from here on may tell of a commit that this one is too early for.
        due.set(false);
        try (var connection = database.getConnection(); var statement = connection.createStatement()) {
            statement.execute(SchedulerChannel.NOTIFY);
        } catch (SQLException e) {
            LOG.debug("the scheduler was not notified and finds out at its next poll", e);
        }
    }

    @Override
    public synchronized void start() {
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("fold-notify").factory());
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    /** After the fold has stopped. */
    @Override
    public int getPhase() {
        return ShutdownPhase.FOLD - 1;
    }
}
