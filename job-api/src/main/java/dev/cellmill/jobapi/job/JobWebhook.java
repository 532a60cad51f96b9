package dev.cellmill.jobapi.job;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.job.WebhookSpec;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.secret.SealedWebhook;
import dev.cellmill.common.secret.Sealer;
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
    private static final String NO_KEY = "A webhook's secret is stored sealed, and this server has no key for that; its operator sets"
            + " CELLMILL_SECRETS_KEY, or submit without a webhook.";
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

    /**
     * For the column of its own, with its secret sealed.
     *
     * @throws ProblemException if no key for that is configured
     */
    JSONB stored(Sealer sealer, JobId job) {
        if (!sealer.ready()) {
            throw new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/" + WEBHOOK, NO_KEY));
        }
        String sealed = sealer.seal(Objects.requireNonNull(spec.secret()), SealedWebhook.ofJob(job));
        return JSONB.valueOf(Json.MAPPER.writeValueAsString(Map.of("url", spec.url(), SECRET, sealed, "events",
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
