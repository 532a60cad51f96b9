package dev.cellmill.common.describe;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.problem.OpenAiError;
import dev.cellmill.common.problem.ProblemSchema;
import dev.cellmill.common.problem.ProblemType;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the OpenAPI document whole: what each call answers, by the records that it returns, and how it refuses, by the
 * problems that it can meet. Those of OpenAI's calls are errors as its API words them.
 */
final class DescribeCalls implements GlobalOperationCustomizer, GlobalOpenApiCustomizer {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final Set<ProblemType> ALWAYS = EnumSet.of(ProblemType.REQUEST_INVALID, ProblemType.UNAUTHENTICATED,
            ProblemType.NOT_ACCEPTABLE, ProblemType.RATE_LIMITED, ProblemType.UNAVAILABLE, ProblemType.INTERNAL);
    private static final Set<ProblemType> OF_BODIES = EnumSet.of(ProblemType.BODY_TOO_LARGE,
            ProblemType.BODY_TOO_SLOW, ProblemType.MEDIA_TYPE_UNSUPPORTED);

    private final RecordSchemas schemas = new RecordSchemas(REFERENCE);
    private final Walkthrough walkthrough = Walkthrough.read();
    private final Map<String, Content> taken = new HashMap<>();
    private final ObjectNode named = Json.MAPPER.createObjectNode();

    @Override
    public synchronized Operation customize(Operation operation, HandlerMethod handler) {
        Answers answers = handler.getMethodAnnotation(Answers.class);
        if (answers != null && !answers.takes().isEmpty()) {
            take(operation, answers.takes(), handler);
        }
        String path = path(handler);
        boolean asOpenAi = OpenAiError.isWanted(path);
        ApiResponses responses = successes(operation, handler, answers);
        refusals(operation, path, answers).forEach((status, types) -> responses.addApiResponse(
                Integer.toString(status), refusal(types, asOpenAi)));
        operation.setResponses(responses);
        return operation;
    }

    @Override
    public synchronized void customise(OpenAPI document) {
        var components = requireNonNullElse(document.getComponents(), new Components());
        components.setSchemas(new TreeMap<>());
        schemas.definitions().forEach((name, schema) -> components.addSchemas(name, schema(schema)));
        named.properties().forEach(entry -> components.addSchemas(entry.getKey(), schema(entry.getValue())));
        components.addSchemas("Problem", schema(ProblemSchema.of()));
        document.setComponents(components);
        CallNames.putInto(document);
        walkthrough.putInto(document);
    }

    /**
     * The body's schema in place of what the signature cannot say, for each media type that is taken: by whichever handlers
     * share the call.
     */
    private void take(Operation operation, String name, HandlerMethod handler) {
        named.set(name, read(name));
        RequestMapping mapping = Objects.requireNonNull(
                AnnotatedElementUtils.getMergedAnnotation(handler.getMethod(), RequestMapping.class));
        Content content = taken.computeIfAbsent(Arrays.toString(mapping.method()) + path(handler),
                call -> new Content());
        for (String type : mapping.consumes().length == 0 ? new String[]{JSON} : mapping.consumes()) {
            content.addMediaType(type, new MediaType().schema(schema(body(type, name))));
        }
        RequestBody body = requireNonNullElse(operation.getRequestBody(), new RequestBody());
        operation.setRequestBody(body.content(content).required(true));
    }

    private static ObjectNode body(String type, String name) {
        return type.equals(JSON) || type.contains("yaml") || type.startsWith("multipart/")
                ? Json.MAPPER.createObjectNode().put("$ref", REFERENCE + name)
                : Json.MAPPER.createObjectNode().put("type", "string");
    }

    private static JsonNode read(String name) {
        try (InputStream file = DescribeCalls.class.getResourceAsStream("/schema/" + name + ".json")) {
            if (file == null) {
                throw new IllegalStateException("there is no schema/" + name + ".json");
            }
            return Json.MAPPER.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that the handler is annotated with, if any: they say what no signature can. */
    private ApiResponses successes(Operation operation, HandlerMethod handler, @Nullable Answers answers) {
        var responses = new ApiResponses();
        for (var own : handler.getMethod().getAnnotationsByType(
                io.swagger.v3.oas.annotations.responses.ApiResponse.class)) {
            responses.addApiResponse(own.responseCode(), operation.getResponses().get(own.responseCode()));
        }
        if (responses.isEmpty()) {
            for (int status : statuses(handler, answers)) {
                responses.addApiResponse(Integer.toString(status), success(status, handler, answers));
            }
        }
        return responses;
    }

    private static int[] statuses(HandlerMethod handler, @Nullable Answers answers) {
        ResponseStatus status = handler.getMethodAnnotation(ResponseStatus.class);
        if (status != null) {
            return new int[]{status.code().value()};
        }
        return answers == null ? new int[]{200} : answers.status();
    }

    private ApiResponse success(int status, HandlerMethod handler, @Nullable Answers answers) {
        var response = new ApiResponse().description(status == 204 ? "Done; there is no body" : "Done");
        if (status == 204) {
            return response;
        }
        var content = new Content();
        if (answers != null && answers.types().length > 0) {
            for (String type : answers.types()) {
                content.addMediaType(type, new MediaType().schema(schema(Json.MAPPER.createObjectNode().put("type",
                        "string"))));
            }
        } else {
            content.addMediaType(JSON, new MediaType().schema(schema(schemas.of(returned(handler)))));
        }
        return response.content(content);
    }

    private static Type returned(HandlerMethod handler) {
        Type type = handler.getMethod().getGenericReturnType();
        return type instanceof ParameterizedType wrapped && wrapped.getRawType() == ResponseEntity.class
                ? wrapped.getActualTypeArguments()[0]
                : type;
    }

    private static Map<Integer, Set<ProblemType>> refusals(Operation operation, String path,
            @Nullable Answers answers) {
        var types = EnumSet.copyOf(ALWAYS);
        if (path.contains("{")) {
            types.add(ProblemType.NOT_FOUND);
        }
        if (operation.getRequestBody() != null) {
            types.addAll(OF_BODIES);
        }
        if (answers != null) {
            types.addAll(List.of(answers.refuses()));
        }
        var byStatus = new TreeMap<Integer, Set<ProblemType>>();
        types.forEach(type -> byStatus.computeIfAbsent(type.status(), status -> EnumSet.noneOf(ProblemType.class))
                .add(type));
        return byStatus;
    }

    /** With its parameters in braces. */
    private static String path(HandlerMethod handler) {
        return path(handler.getBeanType()) + path(handler.getMethod());
    }

    private static String path(AnnotatedElement mapped) {
        RequestMapping mapping = AnnotatedElementUtils.getMergedAnnotation(mapped, RequestMapping.class);
        return mapping == null || mapping.path().length == 0 ? "" : mapping.path()[0];
    }

    private ApiResponse refusal(Set<ProblemType> types, boolean asOpenAi) {
        var content = new Content();
        if (asOpenAi) {
            content.addMediaType(JSON, new MediaType().schema(schema(schemas.of(OpenAiError.class))));
        }
        // of a request line that cannot be read nobody knows which call it was for
        if (!asOpenAi || types.contains(ProblemType.REQUEST_INVALID)) {
            content.addMediaType(PROBLEM, new MediaType().schema(schema(problem(types))));
        }
        var response = new ApiResponse().content(content)
                .description(String.join("; or: ", types.stream().map(ProblemType::title).toList()));
        if (types.stream().anyMatch(ProblemType::isToTryLater)) {
            response.addHeaderObject("Retry-After", new Header().description("Seconds").schema(schema(
                    Json.MAPPER.createObjectNode().put("type", "integer"))));
        }
        return response;
    }

    private static ObjectNode problem(Set<ProblemType> types) {
        ObjectNode problem = Json.MAPPER.createObjectNode();
        problem.put("$ref", REFERENCE + "Problem");
        ObjectNode one = problem.putObject("properties").putObject("type");
        types.forEach(type -> one.withArray("enum").add(type.uri()));
        return problem;
    }

    private static Schema<?> schema(JsonNode json) {
        try {
            return Json31.mapper().readValue(json.toString(), Schema.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema is one of OpenAPI", e);
        }
    }
}
