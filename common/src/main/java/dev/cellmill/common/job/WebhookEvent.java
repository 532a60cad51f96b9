package dev.cellmill.common.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cellmill.common.state.JobTransition;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a webhook can be told of a job: a published, closed list. */
public enum WebhookEvent {
    @JsonProperty("job.completed")
    COMPLETED, @JsonProperty("job.failed")
    FAILED, @JsonProperty("job.paused")
    PAUSED, @JsonProperty("job.cancelled")
    CANCELLED,
    /** So much of the budget is spent as the job wants to be told of. */
    @JsonProperty("job.budget")
    BUDGET;

    /** By their names on the wire. */
    static final Map<String, WebhookEvent> BY_NAME = Arrays.stream(values())
            .collect(Collectors.toUnmodifiableMap(WebhookEvent::wireName, Function.identity()));

    /** On the wire and in the database: {@code job.} and the name in lower case. */
    public String wireName() {
        return "job." + name().toLowerCase(Locale.ROOT);
    }

    /** What a transition is told as; one that makes a job run is not. */
    public static Optional<WebhookEvent> of(JobTransition transition) {
        return switch (transition) {
            case COMPLETE -> Optional.of(COMPLETED);
            case STOP_ON_ERROR -> Optional.of(FAILED);
            case PAUSE -> Optional.of(PAUSED);
            case CANCEL -> Optional.of(CANCELLED);
            case START, RESUME, RETRY -> Optional.empty();
        };
    }
}
