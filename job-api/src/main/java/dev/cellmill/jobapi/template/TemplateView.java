package dev.cellmill.jobapi.template;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** A template on the wire. @param spec as it was given */
record TemplateView(String name, Instant createdAt, Instant updatedAt, JsonNode spec) {

    /** As it stands in a list: a spec may have a megabyte. */
    record Item(String name, Instant createdAt, Instant updatedAt) {}
}
