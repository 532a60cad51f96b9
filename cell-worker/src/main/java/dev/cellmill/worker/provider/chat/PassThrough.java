package dev.cellmill.worker.provider.chat;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a request that is worded for OpenAI's API is put to a server, and its answer given back in the same words. Pure, thread-safe. */
public interface PassThrough {

    /** @param chat where the server takes chats */
    URI address(URI chat);

    /** How a request to it names the most tokens that may be written. */
    String boundName();

    /** @param given the whole request, the model's name in it the server's; it is this one's from now on */
    Worded worded(ObjectNode given);

    /** Empty if the body is no answer to such a request. */
    Optional<Given> given(String received);

    /** A request in the server's words. */
    sealed interface Worded {
        record Body(ObjectNode body) implements Worded {}

        /** What the server has no words for. @param why a clause that names it */
        record Unfit(String why) implements Worded {}
    }

    /**
     * An answer in OpenAI's words.
     *
     * @param inputTokens null where the server does not count
     * @param outputTokens as above
     */
    record Given(String body, @Nullable Long inputTokens, @Nullable Long outputTokens) {
        public Given {
            requireNonNull(body, "body is null");
        }
    }
}
