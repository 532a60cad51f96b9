package dev.cellmill.common.access;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.id.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from. Controllers take it as {@code @RequestAttribute Caller caller}; a request that came past the
 * filter has none and is refused.
 *
 * @param tenant whose things the request sees
 * @param key the id of the key it showed, null where no key is configured
 * @param keyName what the key was named, null if nothing
 */
public record Caller(TenantId tenant, @Nullable String key, @Nullable String keyName) {
    /** Everyone, where no key is configured. */
    public static final Caller ANYONE = new Caller(TenantId.DEFAULT, null, null);

    /** The attribute of a request that holds it. */
    public static final String ATTRIBUTE = "caller";

    public Caller {
        requireNonNull(tenant, "tenant is null");
    }

    /** For people: the key's name and id. */
    public String displayName() {
        if (key == null) {
            return "anonymous";
        }
        return keyName == null ? key : "%s (%s)".formatted(keyName, key);
    }

    /** Whether it may make, see and revoke keys of any tenant. */
    public boolean operator() {
        return tenant.equals(TenantId.DEFAULT);
    }
}
