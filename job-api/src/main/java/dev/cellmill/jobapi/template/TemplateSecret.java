package dev.cellmill.jobapi.template;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.secret.SealedWebhook;
import dev.cellmill.common.secret.Sealer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The secret of a template's webhook: sealed where it is stored, opened for the jobs that are made of it. */
final class TemplateSecret {
    private static final String WEBHOOK = "webhook";
    private static final String SECRET = "secret";
    private static final String PLACE = "/webhook/secret";

    private TemplateSecret() {}

    /** @throws ProblemException if it has one and no key to seal it by is configured */
    static JsonNode sealed(JsonNode spec, Sealer sealer, TenantId tenant, String name) {
        JsonNode secret = spec.at(PLACE);
        if (!secret.isString()) {
            return spec;
        }
        if (!sealer.ready()) {
            throw new ProblemException(Problem.at(ProblemType.JOB_INVALID, PLACE,
                    "A webhook's secret is stored sealed, and this server has no key for that; its operator sets"
                            + " CELLMILL_SECRETS_KEY, or leave the secret out to have one made for each job."));
        }
        return with(spec, sealer.seal(secret.stringValue(), SealedWebhook.ofTemplate(tenant, name)));
    }

    /** @throws ProblemException if the key that sealed it is not configured any more */
    static ObjectNode opened(ObjectNode spec, Sealer sealer, TenantId tenant, String name) {
        JsonNode secret = spec.at(PLACE);
        if (!secret.isString()) {
            return spec;
        }
        return with(spec, sealer.open(secret.stringValue(), SealedWebhook.ofTemplate(tenant, name))
                .orElseThrow(() -> new ProblemException(Problem.at(ProblemType.JOB_INVALID, "/template",
                        "The secret of this template's webhook was sealed by a key that the server no longer has; store the"
                                + " template again, or its operator adds that key to CELLMILL_SECRETS_KEY."))));
    }

    static ObjectNode with(JsonNode spec, String secret) {
        var changed = (ObjectNode) spec.deepCopy();
        ((ObjectNode) changed.get(WEBHOOK)).put(SECRET, secret);
        return changed;
    }
}
