package dev.cellmill.worker.provider.chat;

import dev.cellmill.worker.provider.ProviderRequest;
import tools.jackson.databind.node.ObjectNode;

/** What a step says for the server alone. */
public final class ChatOptions {
    private ChatOptions() {}

    /** They have the last word; one that is null takes its key out. */
    public static void addTo(ObjectNode body, ProviderRequest request) {
        request.options().forEach((name, value) -> {
            if (value.isNull()) {
                body.remove(name);
            } else {
                body.set(name, value);
            }
        });
    }
}
