package dev.cellmill.common.log;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * From here until it is closed, every log line of this thread has the members {@code job}, {@code row}, {@code column} and
 * {@code provider}, whoever writes it. What runs a thousand times a second opens one only where a line is written.
 */
public final class LogContext implements AutoCloseable {
    private static final String JOB = "job";
    private static final String ROW = "row";
    private static final String COLUMN = "column";
    private static final String PROVIDER = "provider";

    private LogContext() {}

    public static LogContext of(JobId job) {
        MDC.put(JOB, job.toString());
        return new LogContext();
    }

    /** @param provider who is asked, null if nobody is */
    public static LogContext of(CellAddress cell, @Nullable String provider) {
        MDC.put(ROW, Integer.toString(cell.row()));
        MDC.put(COLUMN, cell.name());
        if (provider != null) {
            MDC.put(PROVIDER, provider);
        }
        return of(cell.job());
    }

    @Override
    public void close() {
        MDC.remove(JOB);
        MDC.remove(ROW);
        MDC.remove(COLUMN);
        MDC.remove(PROVIDER);
    }
}
