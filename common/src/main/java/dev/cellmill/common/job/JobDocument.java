package dev.cellmill.common.job;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.json.Yaml;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** The bytes of a job as a JSON tree, within bounds: size, depth, and texts that the database can store. */
final class JobDocument {
    private static final ObjectReader JSON = Json.OUTSIDE.readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JobDocument() {}

    /** A tree, or what is wrong. */
    sealed interface Parsed {}

    record Tree(JsonNode tree) implements Parsed {}

    record Unreadable(Problem problem) implements Parsed {}

    static Parsed parse(byte[] bytes, JobFormat format) {
        if (bytes.length > JobSpecReader.MAX_BYTES) {
            return refused(Problem.of(ProblemType.BODY_TOO_LARGE, "A job is at most %,d bytes, not %,d; shorten it."
                    .formatted(JobSpecReader.MAX_BYTES, bytes.length)));
        }
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var input = ByteBuffer.wrap(bytes);
        var text = CharBuffer.allocate(bytes.length);
        CoderResult decoded = decoder.decode(input, text, true);
        if (decoded.isError()) {
            return refused(malformed("The job is not UTF-8: byte %,d is none of it; save it as UTF-8."
                    .formatted(input.position())));
        }
        return parse(text.flip().toString(), format);
    }

    private static Parsed parse(String text, JobFormat format) {
        try {
            JsonNode tree = switch (format) {
                case JSON -> JSON.readValue(text);
                case YAML -> Yaml.read(text);
            };
            if (!tree.isObject()) {
                return refused(malformed("A job holds names and values, like {\"columns\": […]}, not %s."
                        .formatted(tree.isMissingNode() || tree.isNull() ? "nothing" : "a single value or a list")));
            }
            Optional<String> unstorable = unstorable(tree, "");
            return unstorable.isPresent()
                    ? refused(Problem.at(ProblemType.JOB_MALFORMED, unstorable.get(),
                            "The text holds a NUL or half a character, which cannot be stored; remove it."))
                    : new Tree(tree);
        } catch (StreamConstraintsException e) {
            return refused(malformed(
                    "The job is nested deeper than %d levels, has more than %,d values, or holds a name or number that is too long; flatten it."
                            .formatted(Json.MAX_DEPTH, Json.MAX_TOKENS)));
        } catch (JacksonException e) {
            return refused(notRead(e, format));
        }
    }

    private static Problem notRead(JacksonException e, JobFormat format) {
        String sentence = "The job is not %s: %s.".formatted(format, JsonMistake.of(e));
        return e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? malformed(sentence)
                : Problem.atLine(ProblemType.JOB_MALFORMED, e.getLocation().getLineNr(), sentence);
    }

    private static Optional<String> unstorable(JsonNode node, String pointer) {
        if (node.isString()) {
            return StorableText.isStorable(node.stringValue()) ? Optional.empty() : Optional.of(pointer);
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<String> found = unstorable(node.get(i), pointer + "/" + i);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Optional<String> found = StorableText.isStorable(entry.getKey())
                    ? unstorable(entry.getValue(), pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"))
                    : Optional.of(pointer);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Problem malformed(String sentence) {
        return Problem.of(ProblemType.JOB_MALFORMED, sentence);
    }

    private static Parsed refused(Problem problem) {
        return new Unreadable(problem);
    }
}
