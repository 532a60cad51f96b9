package dev.cellmill.benchmark.provider;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Responses as OpenAI's, whole. The key is the input. */
record ResponsesProtocol(Wording wording) implements Protocol {

    @Override
    public Question question(String method, URI uri, byte[] body) {
        JsonNode request = EmbeddingsProtocol.read(method, body);
        JsonNode input = request.path("input");
        if (input.isMissingNode()) {
            throw new UnfitQuestion("There is no input.");
        }
        return new Question(input.isString() ? input.stringValue() : input.toString(),
                request.path("model").asString(""), Stream.NONE);
    }

    @Override
    public ObjectNode answer(Question question, long sequence, Fate fate) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode()
                .put("id", "resp_" + sequence)
                .put("object", "response")
                .put("created_at", 0)
                .put("status", "completed")
                .put("model", question.model());
        answer.putArray("output").addObject().put("type", "message").put("id", "msg_" + sequence)
                .put("role", "assistant").put("status", "completed")
                .putArray("content").addObject().put("type", "output_text").put("text", wording.answer(question.key()))
                .putArray("annotations");
        if (fate.tellsUsage()) {
            ObjectNode usage = answer.putObject("usage")
                    .put("input_tokens", fate.inputTokens())
                    .put("output_tokens", fate.outputTokens())
                    .put("total_tokens", fate.inputTokens() + fate.outputTokens());
            usage.putObject("input_tokens_details").put("cached_tokens", fate.cachedTokens());
            usage.putObject("output_tokens_details").put("reasoning_tokens", fate.reasoningTokens());
        }
        return answer;
    }

    @Override
    public @Nullable List<byte[]> pieces(Question question, long sequence, Fate fate) {
        return null;
    }

    @Override
    public boolean countsTokens() {
        return true;
    }
}
