package dev.cellmill.benchmark.provider;

import dev.cellmill.common.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Chat completions as OpenAI's. The key is the last user message. */
record ChatProtocol(Wording wording) implements Protocol {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    @Override
    public Question question(String method, URI uri, byte[] body) {
        if (!method.equals("POST")) {
            throw new UnfitQuestion("Ask with POST.");
        }
        JsonNode request = read(body);
        String prompt = request.path("messages").valueStream()
                .filter(message -> message.path("role").asString("").equals("user"))
                .map(message -> message.path("content"))
                .map(content -> content.isString() ? content.stringValue() : content.toString())
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new UnfitQuestion("The list messages holds none of role user."));
        return new Question(prompt, request.path("model").asString(""), stream(request));
    }

    @Override
    public ObjectNode answer(Question question, long sequence, Fate fate) {
        ObjectNode answer = beginning(question, sequence, "chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", wording.answer(question.key()));
        if (fate.tellsUsage()) {
            addUsage(answer, fate);
        }
        return answer;
    }

    @Override
    public @Nullable List<byte[]> pieces(Question question, long sequence, Fate fate) {
        if (question.stream() == Stream.NONE) {
            return null;
        }
        String text = wording.answer(question.key());
        var pieces = new ArrayList<byte[]>();
        int count = Math.max(1, Math.min(wording.pieces(), text.length()));
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) text.length() * i / count);
            int to = (int) ((long) text.length() * (i + 1) / count);
            ObjectNode chunk = chunk(question, sequence);
            ObjectNode choice = choice(chunk);
            choice.putObject("delta").put("content", text.substring(from, to));
            pieces.add(event(chunk));
        }
        pieces.add(end(question, sequence, fate));
        return pieces;
    }

    @Override
    public boolean countsTokens() {
        return true;
    }

    private static byte[] end(Question question, long sequence, Fate fate) {
        ObjectNode last = chunk(question, sequence);
        ObjectNode choice = choice(last).put("finish_reason", "stop");
        choice.putObject("delta");
        byte[] end = event(last);
        if (question.stream() == Stream.WITH_USAGE && fate.tellsUsage()) {
            ObjectNode usage = chunk(question, sequence);
            usage.putArray("choices");
            addUsage(usage, fate);
            end = joined(end, event(usage));
        }
        return joined(end, DONE);
    }

    private static ObjectNode beginning(Question question, long sequence, String object) {
        return JsonNodeFactory.instance.objectNode()
                .put("id", "chatcmpl-" + sequence)
                .put("object", object)
                .put("model", question.model());
    }

    private static ObjectNode chunk(Question question, long sequence) {
        return beginning(question, sequence, "chat.completion.chunk");
    }

    private static ObjectNode choice(ObjectNode chunk) {
        return chunk.putArray("choices").addObject().put("index", 0);
    }

    private static void addUsage(ObjectNode answer, Fate fate) {
        ObjectNode usage = answer.putObject("usage")
                .put("prompt_tokens", fate.inputTokens())
                .put("completion_tokens", fate.outputTokens())
                .put("total_tokens", fate.inputTokens() + fate.outputTokens());
        usage.putObject("prompt_tokens_details").put("cached_tokens", fate.cachedTokens());
        usage.putObject("completion_tokens_details").put("reasoning_tokens", fate.reasoningTokens());
    }

    private static byte[] event(ObjectNode data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static Stream stream(JsonNode request) {
        if (!request.path("stream").asBoolean(false)) {
            return Stream.NONE;
        }
        return request.at("/stream_options/include_usage").asBoolean(false) ? Stream.WITH_USAGE : Stream.PLAIN;
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new UnfitQuestion("The body is no JSON.");
        }
    }
}
