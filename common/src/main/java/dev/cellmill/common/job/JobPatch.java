package dev.cellmill.common.job;

import dev.cellmill.common.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What of an open job is to be changed; null leaves it as it is.
 *
 * @param concurrency cells in flight at most, from 1 to 10,000
 * @param labels instead of those it has
 * @param startAt of a job that is still queued
 * @param requestsPerMinute its own pace
 * @param document as given
 * @param webhook instead of the one it has, as a whole
 */
public record JobPatch(
        @Nullable Integer concurrency,
        @Nullable Priority priority,
        @Nullable Map<String, String> labels,
        @Nullable Instant startAt,
        @Nullable Integer requestsPerMinute,
        RunSpec.@Nullable Budget budget,
        JsonNode document,
        @Nullable WebhookSpec webhook) {

    public JobPatch {
        labels = labels == null ? null : Map.copyOf(labels);
    }

    /** What came of reading one. */
    public sealed interface Reading {
        record Read(JobPatch patch) implements Reading {}

        /** @param problems every one that was found, at least one */
        record Refused(List<Problem> problems) implements Reading {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }
}
