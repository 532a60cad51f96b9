package dev.cellmill.jobapi.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import dev.cellmill.common.id.PrefixedId;
import java.util.Optional;
import java.util.UUID;

/** Names a batch: {@code batch_} and a UUIDv7 without dashes, so ids sort by the time of their making. */
record BatchId(UUID value) {
    private static final String PREFIX = "batch_";

    BatchId {
        requireNonNull(value, "value is null");
    }

    static BatchId next() {
        return new BatchId(UuidCreator.getTimeOrderedEpoch());
    }

    /** Empty if the text is the id of no batch. */
    static Optional<BatchId> of(String text) {
        return PrefixedId.read(PREFIX, text).map(BatchId::new);
    }

    @JsonValue
    @Override
    public String toString() {
        return PrefixedId.write(PREFIX, value);
    }
}
