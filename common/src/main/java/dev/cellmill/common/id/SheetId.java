package dev.cellmill.common.id;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;

/** Names a sheet. UUIDv7, so ids sort by the time of their making. */
public record SheetId(@JsonValue UUID value) implements Comparable<SheetId> {

    @JsonCreator
    public SheetId {
        requireNonNull(value, "value is null");
    }

    public static SheetId next() {
        return new SheetId(UuidCreator.getTimeOrderedEpoch());
    }

    /** @throws IllegalArgumentException if the text is no UUID */
    public static SheetId of(String text) {
        return new SheetId(UUID.fromString(text));
    }

    @Override
    public int compareTo(SheetId other) {
        return Uuids.UNSIGNED.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
