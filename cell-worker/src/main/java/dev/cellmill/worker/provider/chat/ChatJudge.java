package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.ConfidencePointer;
import dev.cellmill.worker.provider.FencedText;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.transport.Outcomes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.StringNode;

/**
 * Says what an answer is worth to its request. Pure.
 *
 * @param requestBytes of the request's body
 * @param model with its prices; null where the provider does not list it
 * @param maxTokens that the answer may have, null for no bound
 */
record ChatJudge(ChatServer server, ProviderRequest request, long requestBytes, @Nullable Model model,
        @Nullable Integer maxTokens) {

    /** @param received the answer as it is kept */
    ProviderOutcome judge(ChatAnswer answer, String received, Outcomes outcomes) {
        ChatUsage usage = ChatUsage.of(answer, requestBytes, model, maxTokens);
        String text = answer.text();
        if (answer.refusal() != null) {
            return charged(ErrorCode.PROVIDER_REJECTED, "the model refused: " + answer.refusal(), usage, received,
                    outcomes);
        }
        if (answer.isCutOff() && (text == null || text.isBlank() || request.output().kind() != OutputType.Kind.TEXT)) {
            return charged(ErrorCode.OUTPUT_INVALID, "the answer was cut off at its bound; raise maxTokens", usage,
                    received, outcomes);
        }
        if (text == null) {
            return outcomes.invalid("the server's answer holds no text", received);
        }
        return outcomes.success(StringNode.valueOf(text), confidence(answer, text), usage.inputTokens(),
                usage.outputTokens(),
                usage.cost(), received);
    }

    /** Where the answer itself says it, else as its server says. */
    private @Nullable Double confidence(ChatAnswer answer, String text) {
        Double said = server.confidence() == null ? null : said(server.confidence(), text);
        return said == null ? server.protocol().confidence(answer, request) : said;
    }

    private static @Nullable Double said(ConfidencePointer pointer, String text) {
        try {
            return pointer.in(Json.MAPPER.readTree(FencedText.unwrap(text)));
        } catch (JacksonException e) {
            // the answer is no JSON, so it says nothing
            return null;
        }
    }

    private static ProviderOutcome charged(ErrorCode code, String message, ChatUsage usage, String received,
            Outcomes outcomes) {
        return outcomes.charged(code, message, usage.inputTokens(), usage.outputTokens(), usage.cost(), received);
    }
}
