package dev.cellmill.jobapi.estimate;

import static java.util.Objects.requireNonNull;

/**
 * What one request of a step is expected to take.
 *
 * @param seconds from the task's start to its end
 * @param sampleSize calls that these are averages of; 0 unless the source is history
 */
public record Expected(double inputTokens, double outputTokens, double seconds, Source source, long sampleSize) {
    public Expected {
        requireNonNull(source, "source is null");
        if (!(inputTokens >= 0) || !(outputTokens >= 0) || !(seconds >= 0) || sampleSize < 0) {
            throw new IllegalArgumentException("nothing takes less than nothing");
        }
    }
}
