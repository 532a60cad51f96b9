package dev.cellmill.common.describe;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem.HttpMethod;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names each call by what it does to which resource, {@code jobs.retryFailed}, {@code status.cells.get}: by its path and
 * method alone, so that a service by itself and all of them together name it the same. Pure.
 */
final class CallNames {
    private static final Pattern WORD_START = Pattern.compile("-([a-z])");
    private static final String VERSION = "v1";
    /** Plural words that are one thing. */
    private static final Set<String> NO_LISTS = Set.of("stats", "results", "status");

    private CallNames() {}

    static void putInto(OpenAPI document) {
        if (document.getPaths() != null) {
            document.getPaths().forEach((path, item) -> item.readOperationsMap()
                    .forEach((method, operation) -> operation.setOperationId(of(method, path))));
        }
    }

    static String of(HttpMethod method, String path) {
        List<String> segments = Arrays.stream(path.split("/")).filter(each -> !each.isEmpty() && !each.equals(VERSION))
                .toList();
        String resource = segments.stream().filter(each -> !isParameter(each)).map(CallNames::camel)
                .collect(Collectors.joining("."));
        String verb = verb(method, segments);
        return verb.isEmpty() ? resource : resource + "." + verb;
    }

    /** Empty where the last segment is one, as in {@code /jobs/{id}/pause}. */
    private static String verb(HttpMethod method, List<String> segments) {
        String last = segments.getLast();
        boolean isList = last.endsWith("s") && !NO_LISTS.contains(last);
        return switch (method) {
            case GET -> isParameter(last) || !isList ? "get" : "list";
            case POST -> segments.size() == 1 || isList ? "create" : "";
            case PUT -> "put";
            case PATCH -> "update";
            case DELETE -> "delete";
            case HEAD, OPTIONS, TRACE -> method.name().toLowerCase(Locale.ROOT);
        };
    }

    private static boolean isParameter(String segment) {
        return segment.startsWith("{");
    }

    private static String camel(String segment) {
        return WORD_START.matcher(segment).replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
    }
}
