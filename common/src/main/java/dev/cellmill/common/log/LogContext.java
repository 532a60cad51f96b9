package dev.cellmill.common.log;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellAddress;
import java.util.HashMap;
import java.util.Map;
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

    /** What the members were before; null for one that was not there. */
    private final Map<String, @Nullable String> before = new HashMap<>();

    private LogContext() {}

    public static LogContext of(JobId job) {
        return new LogContext().with(JOB, job.toString());
    }

    /** @param provider who is asked, null if nobody is */
    public static LogContext of(CellAddress cell, @Nullable String provider) {
        LogContext context = of(cell.job()).with(ROW, Integer.toString(cell.row())).with(COLUMN, cell.name());
        return provider == null ? context : context.with(PROVIDER, provider);
    }

    private LogContext with(String member, String value) {
        before.put(member, MDC.get(member));
        MDC.put(member, value);
        return this;
    }

    /** The members are again what they were: one may stand within another. */
    @Override
    public void close() {
        before.forEach((member, value) -> {
            if (value == null) {
                MDC.remove(member);
            } else {
                MDC.put(member, value);
            }
        });
    }
}
