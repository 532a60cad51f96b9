package dev.cellmill.common.id;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Names a job. UUIDv7, so ids sort by the time of their making. */
public record JobId(@JsonValue UUID value) implements Comparable<JobId> {

    @JsonCreator
    public JobId {
        requireNonNull(value, "value is null");
    }

    public static JobId next() {
        return new JobId(UuidCreator.getTimeOrderedEpoch());
    }

    /** @throws IllegalArgumentException if the text is no UUID */
    public static JobId of(String text) {
        return new JobId(UUID.fromString(text));
    }

    @Override
    public int compareTo(JobId other) {
        return Uuids.UNSIGNED.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
