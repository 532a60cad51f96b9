package dev.cellmill.worker.provider.openai;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.chat.AnswerText;
import dev.cellmill.worker.provider.chat.ChatAnswer;
import dev.cellmill.worker.provider.chat.EventErrors;
import dev.cellmill.worker.provider.chat.StreamedAnswer;
import dev.cellmill.worker.provider.transport.ServerEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** A chat completion in chunks, which end with {@code [DONE]}. Only the first choice counts, as there is no other. */
final class ChatChunks implements StreamedAnswer {
    private static final String END = "[DONE]";

    private final AnswerText text;
    private final StringBuilder refusal = new StringBuilder();
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode logprobs = JsonNodeFactory.instance.arrayNode();
    private JsonNode finishReason = NullNode.getInstance();
    private @Nullable JsonNode usage;

    ChatChunks(AttemptOutput output) {
        this.text = new AnswerText(output);
    }

    @Override
    public Next read(ServerEvent event) {
        if (event.data().strip().equals(END)) {
            text.end();
            return Then.END;
        }
        return EventErrors.object(event.data()).map(this::chunk).orElse(Then.UNREADABLE);
    }

    @Override
    public ChatAnswer answer() {
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        String joined = text.joined();
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        message.set("content", joined == null ? NullNode.getInstance() : StringNode.valueOf(joined));
        if (!refusal.isEmpty()) {
            message.put("refusal", refusal.toString());
        }
        if (!logprobs.isEmpty()) {
            choice.putObject("logprobs").set("content", logprobs);
        }
        choice.set("finish_reason", finishReason);
        if (usage != null) {
            root.set("usage", usage);
        }
        return ChatCompletions.answer(root);
    }

    private Next chunk(JsonNode chunk) {
        if (chunk.hasNonNull("error")) {
            return EventErrors.refused(chunk, text.hasBegun());
        }
        if (chunk.path("usage").isObject()) {
            usage = chunk.get("usage");
        }
        if (root.isEmpty()) {
            root.put("id", chunk.path("id").asString("")).put("object", "chat.completion")
                    .put("model", chunk.path("model").asString(""));
        }
        JsonNode choice = chunk.path("choices").path(0);
        return choice.path("index").asInt(0) == 0 ? choice(choice) : Then.MORE;
    }

    private Next choice(JsonNode choice) {
        if (choice.path("finish_reason").isString()) {
            finishReason = choice.get("finish_reason");
        }
        choice.at("/logprobs/content").forEach(logprobs::add);
        JsonNode delta = choice.path("delta");
        refusal.append(delta.path("refusal").asString(""));
        JsonNode content = delta.path("content");
        return content.isString() ? text.add(content.stringValue()) : Then.MORE;
    }
}
