package dev.cellmill.benchmark.provider;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Plain JSON by GET or POST. The key is the query's {@code row}, else the whole query, else the body. */
record PlainProtocol() implements Protocol {
    private static final String ROW = "row=";

    @Override
    public Question question(String method, URI uri, byte[] body) {
        String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
        String key = Arrays.stream(query.split("&"))
                .filter(parameter -> parameter.startsWith(ROW))
                .map(parameter -> parameter.substring(ROW.length()))
                .findFirst()
                .orElse(query);
        return new Question(
                key.isEmpty()
                        ? new String(body, StandardCharsets.UTF_8)
                        : URLDecoder.decode(key, StandardCharsets.UTF_8),
                "",
                Stream.NONE);
    }

    @Override
    public ObjectNode answer(Question question, long sequence, Fate fate) {
        return JsonNodeFactory.instance.objectNode()
                .put("key", question.key())
                .put("value", "of " + question.key())
                .put("sequence", sequence);
    }

    @Override
    public @Nullable List<byte[]> pieces(Question question, long sequence, Fate fate) {
        return null;
    }

    @Override
    public boolean countsTokens() {
        return false;
    }
}
