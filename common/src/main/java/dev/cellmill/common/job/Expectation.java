package dev.cellmill.common.job;

import org.jspecify.annotations.Nullable;

/** What the author expects of one answer, for the estimate where there is no history. */
public record Expectation(
        @Nullable Integer inputTokens,
        @Nullable Integer outputTokens,
        @Nullable Double seconds) {}
