package dev.cellmill.jobapi.template;

import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A template on the wire. @param spec as it was given */
record TemplateView(String name, Instant createdAt, Instant updatedAt, JsonNode spec) {
    private static final String REDACTED = "whsec_…redacted";

    /** As anyone may see it: a webhook's secret is for the jobs alone. */
    TemplateView redacted() {
        if (!spec.at("/webhook/secret").isString()) {
            return this;
        }
        JsonNode shown = spec.deepCopy();
        ((ObjectNode) shown.get("webhook")).put("secret", REDACTED);
        return new TemplateView(name, createdAt, updatedAt, shown);
    }

    /** As it stands in a list: a spec may have a megabyte. */
    record Item(String name, Instant createdAt, Instant updatedAt) {}
}
