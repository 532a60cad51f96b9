package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.plan.AnswerForm;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.ProviderRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a kind of server words requests and answers. Pure, thread-safe. */
public interface ChatProtocol {

    /** What it calls an answer. */
    String answerName();

    /** Headers of every request; none is a secret. */
    Map<String, String> headers();

    /** What a step's options may not say: it is said elsewhere, or the answer could not be read. */
    Set<String> reservedOptions();

    /** @param stream whether the answer is to come as events */
    ObjectNode body(ProviderRequest request, String model, @Nullable Integer maxTokens, boolean stream);

    /** Empty if the body is no answer of this protocol. */
    Optional<ChatAnswer> parse(String body, ProviderRequest request);

    /** Whether models are held to an {@link AnswerForm}. */
    boolean asksInForm();

    /** What the server says of how sure its model was, beside the answer; null if it says nothing. */
    @Nullable
    Double confidence(ChatAnswer answer, ProviderRequest request);

    /** How requests are handed through to that endpoint; empty if the server has nothing like it. */
    Optional<PassThrough> passThrough(Endpoint endpoint);

    /** For the events of one answer, whose pieces go to {@code output}. */
    StreamedAnswer stream(ProviderRequest request, AttemptOutput output);
}
