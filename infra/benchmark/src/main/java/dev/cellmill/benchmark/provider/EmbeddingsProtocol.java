package dev.cellmill.benchmark.provider;

import dev.cellmill.common.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Embeddings as OpenAI's, as many numbers as are asked for, the same for the same text. The key is the input. */
record EmbeddingsProtocol() implements Protocol {
    private static final int USUAL = 8;

    @Override
    public Question question(String method, URI uri, byte[] body) {
        JsonNode request = read(method, body);
        if (!request.path("input").isString() && !request.path("input").isArray()) {
            throw new UnfitQuestion("The input is a text, or a list of texts.");
        }
        return new Question(Json.MAPPER.writeValueAsString(List.of(request.path("input"),
                request.path("dimensions").asInt(USUAL))), request.path("model").asString(""), Stream.NONE);
    }

    static JsonNode read(String method, byte[] body) {
        if (!method.equals("POST")) {
            throw new UnfitQuestion("Ask with POST.");
        }
        try {
            return Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            throw new UnfitQuestion("The body is no JSON.");
        }
    }

    @Override
    public ObjectNode answer(Question question, long sequence, Fate fate) {
        JsonNode asked = Json.MAPPER.readTree(question.key());
        List<String> texts = asked.path(0).isArray()
                ? asked.path(0).valueStream().map(JsonNode::asString).toList()
                : List.of(asked.path(0).asString());
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("object", "list").put("model", question.model());
        ArrayNode data = answer.putArray("data");
        for (int i = 0; i < texts.size(); i++) {
            ArrayNode embedding = data.addObject().put("object", "embedding").put("index", i).putArray("embedding");
            // the seed is the text's, so that it means the same wherever it is asked
            var numbers = new Random(KeyHash.of(texts.get(i).getBytes(StandardCharsets.UTF_8)));
            IntStream.range(0, asked.path(1).asInt()).forEach(place -> embedding.add(numbers.nextFloat()));
        }
        answer.putObject("usage").put("prompt_tokens", fate.inputTokens()).put("total_tokens", fate.inputTokens());
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
