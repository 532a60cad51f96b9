package dev.cellmill.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** Names a tenant: 1 to 63 characters of {@code a-z 0-9 - _}. */
public record TenantId(@JsonValue String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9_-]{1,63}");

    /** The tenant of everyone where no key is configured. */
    public static final TenantId DEFAULT = new TenantId("default");

    @JsonCreator
    public TenantId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a tenant is 1 to 63 characters of a-z, 0-9, - and _, not: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
