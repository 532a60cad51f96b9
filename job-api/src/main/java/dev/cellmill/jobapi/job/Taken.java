package dev.cellmill.jobapi.job;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What steps took, summed. Averages are over the calls: what a cache answered tells nothing of the next call.
 *
 * @param tasks that left the step's lane
 * @param calls of those, the ones that called the provider
 * @param cost nano-dollars
 */
record Taken(long tasks, long calls, long inputTokens, long outputTokens, long cost, long callMillis) {
    private static final double MILLIS = 1000;

    static Taken read(ResultSet row) throws SQLException {
        return new Taken(row.getLong("tasks"), row.getLong("calls"), row.getLong("input_tokens"),
                row.getLong("output_tokens"), row.getLong("cost"), row.getLong("call_ms"));
    }

    double meanInputTokens() {
        return inputTokens / (double) calls;
    }

    double meanOutputTokens() {
        return outputTokens / (double) calls;
    }

    double meanSeconds() {
        return callMillis / MILLIS / calls;
    }
}
