package dev.cellmill.worker.provider.anthropic;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.chat.AnswerText;
import dev.cellmill.worker.provider.chat.ChatAnswer;
import dev.cellmill.worker.provider.chat.EventErrors;
import dev.cellmill.worker.provider.chat.StreamedAnswer;
import dev.cellmill.worker.provider.transport.ServerEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A message in events. Of its parts count those that hold the answer: texts, or the input of the tool that was asked for. */
final class MessageEvents implements StreamedAnswer {
    private final boolean isTool;
    private final AnswerText text;
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ObjectNode usage = JsonNodeFactory.instance.objectNode();
    private boolean isInAnswer;

    MessageEvents(boolean isTool, AttemptOutput output) {
        this.isTool = isTool;
        this.text = new AnswerText(output);
    }

    @Override
    public Next read(ServerEvent event) {
        return EventErrors.object(event.data()).map(this::read).orElse(Then.UNREADABLE);
    }

    @Override
    public ChatAnswer answer() {
        String joined = text.joined();
        var content = root.putArray("content");
        if (joined != null && isTool) {
            ObjectNode part = content.addObject().put("type", "tool_use").put("name", MessagesRequest.TOOL);
            EventErrors.object(joined).ifPresentOrElse(input -> part.set("input", input),
                    () -> part.put("input", joined));
        } else if (joined != null) {
            content.addObject().put("type", "text").put("text", joined);
        }
        root.set("usage", usage);
        return Messages.answer(root, joined);
    }

    private Next read(JsonNode event) {
        return switch (event.path("type").asString("")) {
            case "message_start" -> start(event.path("message"));
            case "content_block_start" -> startPart(event.path("content_block"));
            case "content_block_delta" -> piece(event.path("delta"));
            case "content_block_stop" -> endPart();
            case "message_delta" -> {
                root.put("stop_reason", event.at("/delta/stop_reason").asString(""));
                yield counted(event.path("usage"));
            }
            case "message_stop" -> {
                text.end();
                yield Then.END;
            }
            case "error" -> EventErrors.refused(event, text.hasBegun());
            // ping, and what later versions of the protocol may add
            default -> Then.MORE;
        };
    }

    private Next start(JsonNode message) {
        root.put("id", message.path("id").asString("")).put("type", "message").put("role", "assistant")
                .put("model", message.path("model").asString(""));
        return counted(message.path("usage"));
    }

    /** Each count is the last one said; those of a message's end are of the whole. */
    private Next counted(JsonNode counts) {
        counts.properties().forEach(count -> {
            if (count.getValue().isNumber()) {
                usage.set(count.getKey(), count.getValue());
            }
        });
        return Then.MORE;
    }

    private Next startPart(JsonNode part) {
        isInAnswer = part.path("type").asString("").equals(isTool ? "tool_use" : "text");
        return isInAnswer ? text.add(part.path("text").asString("")) : Then.MORE;
    }

    private Next piece(JsonNode delta) {
        return isInAnswer ? text.add(delta.path(isTool ? "partial_json" : "text").asString("")) : Then.MORE;
    }

    /** An input without any field comes without any piece. */
    private Next endPart() {
        boolean isEmptyInput = isInAnswer && isTool && text.isEmpty();
        isInAnswer = false;
        return isEmptyInput ? text.add("{}") : Then.MORE;
    }
}
