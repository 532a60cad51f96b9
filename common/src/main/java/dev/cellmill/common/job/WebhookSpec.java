package dev.cellmill.common.job;

import static java.util.Objects.requireNonNull;

import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a job's events are told.
 *
 * @param url absolute, http or https
 * @param secret that signs them, {@code whsec_} and the Base64 of 24 to 64 bytes; null if one is to be made
 * @param events which ones, at least one
 */
public record WebhookSpec(String url, @Nullable String secret, Set<WebhookEvent> events) {
    public static final String SECRET_PREFIX = "whsec_";

    static final int MIN_SECRET_BYTES = 24;
    static final int MAX_SECRET_BYTES = 64;

    public WebhookSpec {
        requireNonNull(url, "url is null");
        if (events.isEmpty()) {
            throw new IllegalArgumentException("a webhook listens to something");
        }
        events = Set.copyOf(EnumSet.copyOf(events));
        if (secret != null && !isSecret(secret)) {
            throw new IllegalArgumentException("no secret of a webhook");
        }
    }

    public WebhookSpec withSecret(String made) {
        return new WebhookSpec(url, made, events);
    }

    static boolean isSecret(String text) {
        if (!text.startsWith(SECRET_PREFIX)) {
            return false;
        }
        try {
            int bytes = Base64.getDecoder().decode(text.substring(SECRET_PREFIX.length())).length;
            return bytes >= MIN_SECRET_BYTES && bytes <= MAX_SECRET_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return "WebhookSpec[url=" + url + ", events=" + events + "]";
    }
}
