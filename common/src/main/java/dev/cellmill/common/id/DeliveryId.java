package dev.cellmill.common.id;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Names one message to a webhook, the same on each attempt. UUIDv7, so ids sort by the time of their making. */
public record DeliveryId(@JsonValue UUID value) {

    @JsonCreator
    public DeliveryId {
        requireNonNull(value, "value is null");
    }

    public static DeliveryId next() {
        return new DeliveryId(UuidCreator.getTimeOrderedEpoch());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
