package dev.cellmill.common.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a step sent and received, kept for {@code GET /v1/status/cells/…}. Local providers leave none. Those of before
 * outputs were kept read as traces without any.
 *
 * @param request as sent, secrets redacted
 * @param answer as received, cut to 64 KB
 * @param status of the last answer over HTTP that was none of success; null where none came
 * @param output what its last attempt wrote; null where nothing is known of it
 */
public record StepTrace(
        int step,
        String provider,
        @Nullable String model,
        @Nullable JsonNode request,
        @Nullable String answer,
        List<Attempt> attempts,
        @Nullable Integer status,
        @Nullable Output output) {

    public StepTrace {
        requireNonNull(provider, "provider is null");
        attempts = List.copyOf(attempts);
    }

    /** One of which no output is known. */
    public StepTrace(int step, String provider, @Nullable String model, @Nullable JsonNode request,
            @Nullable String answer, List<Attempt> attempts) {
        this(step, provider, model, request, answer, attempts, null, null);
    }

    /** The same, with what its last attempt wrote. */
    public StepTrace with(Output written) {
        return new StepTrace(step, provider, model, request, answer, attempts, status, written);
    }

    /**
     * One call to a provider.
     *
     * @param error null if it succeeded
     * @param inputTokens tokens the provider charged for
     * @param cost nano-dollars charged
     */
    public record Attempt(
            Instant startedAt,
            long latencyMillis,
            @Nullable CellError error,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long inputTokens,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long outputTokens,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) long cost) {
        public Attempt {
            requireNonNull(startedAt, "startedAt is null");
            if (inputTokens < 0 || outputTokens < 0 || cost < 0) {
                throw new IllegalArgumentException("what an attempt took is never negative");
            }
        }

        /** What is not written is nothing. */
        @JsonCreator
        static Attempt read(
                @JsonProperty("startedAt") Instant startedAt,
                @JsonProperty("latencyMillis") long latencyMillis,
                @JsonProperty("error") @Nullable CellError error,
                @JsonProperty("inputTokens") @Nullable Long inputTokens,
                @JsonProperty("outputTokens") @Nullable Long outputTokens,
                @JsonProperty("cost") @Nullable Long cost) {
            return new Attempt(startedAt, latencyMillis, error, inputTokens == null ? 0 : inputTokens,
                    outputTokens == null ? 0 : outputTokens, cost == null ? 0 : cost);
        }
    }

    /**
     * What an attempt wrote while it ran.
     *
     * @param log the end of what it said beside its answer, at most 16 Ki characters; null where it said nothing
     * @param exitCode of a program that ended by itself
     * @param outputBytes of its answer as it was written, whatever of it is kept
     * @param logBytes of what it said beside it, whatever of it is kept
     * @param lastOutputAt when it last wrote anything; null if it never did
     */
    public record Output(
            @Nullable String log,
            @Nullable Integer exitCode,
            long outputBytes,
            long logBytes,
            @Nullable Instant lastOutputAt) {
        public Output {
            if (outputBytes < 0 || logBytes < 0) {
                throw new IllegalArgumentException("an output has no negative length");
            }
        }
    }
}
