package dev.cellmill.benchmark.provider;

import dev.cellmill.common.json.Json;
import java.net.URI;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions as OpenAI's, without streaming. The key is the last user message. */
record ChatProtocol() implements Protocol {
    @Override
    public Question question(String method, URI uri, byte[] body) {
        if (!method.equals("POST")) {
            throw new UnfitQuestion("Ask with POST.");
        }
        JsonNode request = read(body);
        if (request.path("stream").asBoolean(false)) {
            throw new UnfitQuestion("The simulated provider does not stream; ask without stream.");
        }
        String prompt = request.path("messages").valueStream()
                .filter(message -> message.path("role").asString("").equals("user"))
                .map(message -> message.path("content"))
                .map(content -> content.isString() ? content.stringValue() : content.toString())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new UnfitQuestion("The list messages holds none of role user."));
        return new Question(prompt, request.path("model").asString(""));
    }

    @Override
    public ObjectNode answer(Question question, long sequence, Fate fate) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode()
                .put("id", "chatcmpl-" + sequence)
                .put("object", "chat.completion")
                .put("model", question.model());
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", "of " + question.key());
        if (fate.tellsUsage()) {
            answer.putObject("usage")
                    .put("prompt_tokens", fate.inputTokens())
                    .put("completion_tokens", fate.outputTokens())
                    .put("total_tokens", fate.inputTokens() + fate.outputTokens());
        }
        return answer;
    }

    @Override
    public boolean countsTokens() {
        return true;
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new UnfitQuestion("The body is no JSON.");
        }
    }
}
