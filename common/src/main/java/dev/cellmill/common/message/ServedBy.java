package dev.cellmill.common.message;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Who gave the answer. {@code code} is how the database stores it. */
public enum ServedBy {
    @JsonProperty("provider")
    PROVIDER, @JsonProperty("memory")
    MEMORY, @JsonProperty("store")
    STORE, @JsonProperty("coalesced")
    COALESCED;

    private static final ServedBy[] BY_CODE = values();

    private final String wireName = name().toLowerCase(Locale.ROOT);

    public short code() {
        return (short) ordinal();
    }

    public static ServedBy ofCode(int code) {
        return BY_CODE[code];
    }

    public String wireName() {
        return wireName;
    }

    /** @throws IllegalArgumentException if nobody is called so */
    public static ServedBy ofWireName(String name) {
        for (ServedBy one : BY_CODE) {
            if (one.wireName.equals(name)) {
                return one;
            }
        }
        throw new IllegalArgumentException("nobody who serves is called " + name);
    }
}
