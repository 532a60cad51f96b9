package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.DurationText;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobState;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Waits for a job's end by looking at its state, often at first and then four times a second. Between two looks it holds
 * nothing but its (virtual) thread. A service that stops lets all who wait here go, before it waits for its requests.
 */
@Component
class AwaitEnd implements SmartLifecycle {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long FIRST_LOOK = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LEAST_OFTEN = TimeUnit.MILLISECONDS.toNanos(250);

    private static final String STATE = "SELECT state FROM jobs.job WHERE id = :job AND tenant = :tenant";

    private final JdbcClient sql;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;

    AwaitEnd(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * How long a request wants to wait.
     *
     * @param text as given, null if it was not
     * @throws ProblemException if it is not from 1 s to 120 s
     */
    static Duration time(@Nullable String text) {
        if (text == null) {
            return Duration.ZERO;
        }
        return DurationText.parse(text)
                .filter(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                        "The parameter wait is a time from 1s to 120s, like wait=30s; leave it out for an answer at once.")));
    }

    /** Returns when the job is open no more, or after this time, or when the service stops. */
    void await(TenantId tenant, JobId job, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        long pause = FIRST_LOOK;
        try {
            for (long left = atMost.toNanos(); left > 0 && isOpen(tenant, job); left = end - System.nanoTime()) {
                if (stopping.await(Math.min(pause, left), TimeUnit.NANOSECONDS)) {
                    return;
                }
                pause = Math.min(pause + pause / 2, LEAST_OFTEN);
            }
        } catch (InterruptedException e) {
            // the job is taken in whatever becomes of the waiting, and that is answered
            Thread.currentThread().interrupt();
        }
    }

    private boolean isOpen(TenantId tenant, JobId job) {
        return sql.sql(STATE).param("job", job.value()).param("tenant", tenant.value()).query(String.class).optional()
                .filter(state -> JobState.ofWireName(state).open())
                .isPresent();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        stopping.countDown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before the web server, which waits for requests under way. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
