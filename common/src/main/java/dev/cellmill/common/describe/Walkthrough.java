package dev.cellmill.common.describe;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.Yaml;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.JsonNode;

/**
 * The examples of the calls, which build on each other. Each stands in the document under one name, at its parameters and
 * its body; {@code x-walkthrough} tells their order, the status that each is answered with, and the ids that it gives: an id
 * in later examples stands for the one at that pointer of the real answer.
 */
final class Walkthrough {
    private static final String FILES = "classpath*:/calls/*.yaml";

    private final List<JsonNode> examples;

    private Walkthrough(List<JsonNode> examples) {
        this.examples = examples;
    }

    /** Of all services on the class path. */
    static Walkthrough read() {
        var examples = new ArrayList<JsonNode>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver().getResources(FILES)) {
                try (InputStream yaml = file.getInputStream()) {
                    Yaml.read(new String(yaml.readAllBytes(), StandardCharsets.UTF_8)).forEach(examples::add);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        examples.sort(Comparator.comparingInt(example -> example.path("order").asInt()));
        return new Walkthrough(examples);
    }

    /** Those whose calls the document has. */
    void putInto(OpenAPI document) {
        var order = new ArrayList<Map<String, Object>>();
        for (JsonNode example : examples) {
            String call = example.path("call").asString();
            int blank = call.indexOf(' ');
            PathItem path = document.getPaths().get(call.substring(blank + 1));
            if (path != null) {
                Operation operation = Objects.requireNonNull(path.readOperationsMap()
                        .get(PathItem.HttpMethod.valueOf(call.substring(0, blank))), () -> "there is no " + call);
                put(example, operation);
                order.add(step(example, call));
            }
        }
        document.addExtension("x-walkthrough", order);
    }

    private static Map<String, Object> step(JsonNode example, String call) {
        var step = new LinkedHashMap<String, Object>();
        step.put("example", example.path("name").asString());
        step.put("call", call);
        step.put("status", example.path("status").asInt());
        if (example.has("type")) {
            step.put("type", example.path("type").asString());
        }
        if (example.has("until")) {
            step.put("until", plain(example.path("until")));
        }
        if (example.has("gives")) {
            step.put("gives", plain(example.path("gives")));
        }
        return step;
    }

    private static void put(JsonNode example, Operation operation) {
        String name = example.path("name").asString();
        example.path("parameters").properties().forEach(given -> {
            Parameter parameter = operation.getParameters().stream()
                    .filter(known -> known.getName().equals(given.getKey())).findFirst()
                    .orElseThrow(() -> new IllegalStateException(name + " has no parameter " + given.getKey()));
            parameter.addExample(name, new Example().value(plain(given.getValue())));
        });
        if (example.has("body")) {
            MediaType type = Objects.requireNonNull(operation.getRequestBody().getContent().get(
                    example.path("type").asString()), () -> name + " has a media type that is not taken");
            type.addExamples(name, new Example().summary(example.path("summary").asString(name))
                    .value(plain(example.path("body"))));
        }
    }

    private static Object plain(JsonNode value) {
        return Json.MAPPER.convertValue(value, Object.class);
    }
}
