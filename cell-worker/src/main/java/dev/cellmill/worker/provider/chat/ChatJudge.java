package dev.cellmill.worker.provider.chat;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.ProviderProfile.Model;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.transport.Outcomes;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/**
 * Says what an answer is worth to its request. Pure.
 *
 * @param requestBytes of the request's body
 * @param model with its prices; null where the provider does not list it
 * @param maxTokens that the answer may have, null for no bound
 */
record ChatJudge(ProviderRequest request, long requestBytes, @Nullable Model model, @Nullable Integer maxTokens) {

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
        return outcomes.success(StringNode.valueOf(text), null, usage.inputTokens(), usage.outputTokens(),
                usage.cost(), received);
    }

    private static ProviderOutcome charged(ErrorCode code, String message, ChatUsage usage, String received,
            Outcomes outcomes) {
        return outcomes.charged(code, message, usage.inputTokens(), usage.outputTokens(), usage.cost(), received);
    }
}
