package dev.cellmill.jobapi.job;

import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.job.WebhookSpec;
import dev.cellmill.common.json.Json;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job's webhook with its secret, which was given or is made here. The secret is stored in a column of its own and shown
 * in one answer; wherever else the job's document goes, it is redacted.
 */
record JobWebhook(WebhookSpec spec) {
    static final String REDACTED = WebhookSpec.SECRET_PREFIX + "…redacted";

    private static final String WEBHOOK = "webhook";
    private static final String SECRET = "secret";
    private static final int MADE_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    JobWebhook {
        Objects.requireNonNull(spec.secret(), "secret is null");
    }

    static @Nullable JobWebhook of(@Nullable WebhookSpec given) {
        if (given == null) {
            return null;
        }
        return new JobWebhook(given.secret() != null ? given : given.withSecret(newSecret()));
    }

    private static String newSecret() {
        byte[] bytes = new byte[MADE_BYTES];
        RANDOM.nextBytes(bytes);
        return WebhookSpec.SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** The document as it may be stored and shown at any time; without a webhook it is itself. */
    static JsonNode redact(JsonNode document) {
        return withSecret(document, REDACTED);
    }

    /** The job as it is shown in the one answer that has the secret. */
    JobView shownIn(JobView view) {
        return view.withSpec(withSecret(view.spec(), Objects.requireNonNull(spec.secret())));
    }

    /** For the column of its own. */
    JSONB stored() {
        return JSONB.valueOf(Json.MAPPER.writeValueAsString(Map.of("url", spec.url(), SECRET,
                Objects.requireNonNull(spec.secret()), "events",
                spec.events().stream().map(WebhookEvent::wireName).sorted().toList())));
    }

    private static JsonNode withSecret(JsonNode document, String secret) {
        if (!document.path(WEBHOOK).isObject()) {
            return document;
        }
        var changed = (ObjectNode) document.deepCopy();
        ((ObjectNode) changed.get(WEBHOOK)).put(SECRET, secret);
        return changed;
    }

    /** Without the secret, so that no log has it. */
    @Override
    public String toString() {
        return spec.toString();
    }
}
