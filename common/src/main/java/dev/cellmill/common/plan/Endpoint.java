package dev.cellmill.common.plan;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A call of OpenAI's API whose requests are handed through as they are given: a step that names one has as its prompt the
 * whole body of the request, and as its answer the whole body of the answer.
 */
public enum Endpoint {
    CHAT_COMPLETIONS("/v1/chat/completions"), EMBEDDINGS("/v1/embeddings"), RESPONSES("/v1/responses");

    private final String path;

    Endpoint(String path) {
        this.path = path;
    }

    /** As requests name it. */
    public String path() {
        return path;
    }

    /** Whether a provider of this kind can be asked so: every one that speaks OpenAI's API, and whose chats are translated. */
    public boolean isTakenBy(String kind) {
        return switch (kind) {
            case "openai" -> true;
            case "anthropic" -> this == CHAT_COMPLETIONS;
            default -> false;
        };
    }

    /** Whether its answers are made of tokens that are paid for. */
    public boolean writes() {
        return this != EMBEDDINGS;
    }

    public static Optional<Endpoint> ofPath(String path) {
        return Stream.of(values()).filter(endpoint -> endpoint.path.equals(path)).findFirst();
    }
}
