package dev.cellmill.jobapi.batch;

import static dev.cellmill.jobapi.file.FileProblems.invalid;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.jobapi.file.FileId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A batch as it is asked for.
 *
 * @param window as it was given, and the time that it means
 * @param outputSeconds that the files it writes are kept; null for ever
 * @param maxCost USD that its job may cost; null for no bound
 */
record BatchRequest(FileId input, Endpoint endpoint, String window, Duration completesWithin,
        @Nullable Map<String, String> metadata, @Nullable Long outputSeconds, @Nullable BigDecimal maxCost) {
    /** Longer ones are refused. */
    static final int MAX_BYTES = 64 * 1024;

    private static final Set<String> KNOWN = Set.of("input_file_id", "endpoint", "completion_window", "metadata",
            "output_expires_after", "max_cost");
    private static final Pattern WINDOW = Pattern.compile("([1-9][0-9]{0,6})([smhd])");
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MOST_METADATA = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final long SHORTEST_KEPT = 3_600;
    private static final long LONGEST_KEPT = 2_592_000;

    /** @throws ProblemException naming the parameter that is not valid */
    static BatchRequest read(byte[] body) {
        JsonNode root = parsed(body);
        for (String name : root.propertyNames()) {
            if (!KNOWN.contains(name)) {
                throw invalid(null, "unknown_parameter",
                        "Unrecognized request argument supplied: " + BatchError.shown(name));
            }
        }
        String window = text(root, "completion_window");
        return new BatchRequest(
                FileId.of(text(root, "input_file_id")).orElseThrow(BatchRequest::noFile),
                Endpoint.ofPath(text(root, "endpoint")).orElseThrow(() -> invalid("endpoint", "invalid_value",
                        "The endpoint is one of " + Stream.of(Endpoint.values()).map(Endpoint::path)
                                .collect(Collectors.joining(", ")) + ".")),
                window, within(window), metadata(root.path("metadata")), kept(root.path("output_expires_after")),
                dollars(root.path("max_cost")));
    }

    /** Whether there is none, it is another's, or it has another purpose: one answer, so that it tells nothing. */
    static ProblemException noFile() {
        return invalid("input_file_id", "invalid_value",
                "There is no such file with the purpose batch; upload one with POST /v1/files.");
    }

    private static JsonNode parsed(byte[] body) {
        if (body.length > MAX_BYTES) {
            throw invalid(null, null, "The body is longer than %,d bytes; shorten it.".formatted(MAX_BYTES));
        }
        try {
            JsonNode root = Json.OUTSIDE.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            throw invalid(null, null, "We could not parse the JSON body of your request: "
                    + BatchError.shown(JsonMistake.of(e)));
        }
        throw invalid(null, null, "The body is a JSON object.");
    }

    private static String text(JsonNode root, String name) {
        JsonNode value = root.path(name);
        if (!value.isString()) {
            throw invalid(name, value.isMissingNode() || value.isNull() ? "missing_required_parameter" : "invalid_type",
                    "The parameter \"%s\" is a text, and has to be there.".formatted(name));
        }
        return value.stringValue();
    }

    private static Duration within(String window) {
        Matcher matcher = WINDOW.matcher(window);
        Duration time = Duration.ZERO;
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            time = switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(count);
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                default -> Duration.ofDays(count);
            };
        }
        if (!time.isPositive() || time.compareTo(LONGEST) > 0) {
            throw invalid("completion_window", "invalid_value",
                    "The completion_window is a time such as 24h, from 1s to 30d.");
        }
        return time;
    }

    private static @Nullable Map<String, String> metadata(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        boolean fits = given.isObject() && given.size() <= MOST_METADATA && given.properties().stream()
                .allMatch(entry -> entry.getValue().isString() && fits(entry.getKey(), LONGEST_KEY)
                        && fits(entry.getValue().stringValue(), LONGEST_VALUE));
        if (!fits) {
            throw invalid("metadata", "invalid_value", ("metadata has at most %d texts, their names of at most %d and"
                    + " themselves of at most %d characters.").formatted(MOST_METADATA, LONGEST_KEY, LONGEST_VALUE));
        }
        var metadata = new TreeMap<String, String>();
        given.properties().forEach(entry -> metadata.put(entry.getKey(), entry.getValue().stringValue()));
        return metadata;
    }

    private static boolean fits(String text, int longest) {
        return text.length() <= longest && StorableText.isStorable(text);
    }

    private static @Nullable Long kept(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        JsonNode seconds = given.path("seconds");
        if (!given.path("anchor").asString("").equals("created_at") || !seconds.isIntegralNumber()
                || !seconds.canConvertToLong() || seconds.longValue() < SHORTEST_KEPT
                || seconds.longValue() > LONGEST_KEPT) {
            throw invalid("output_expires_after", "invalid_value",
                    "output_expires_after has the anchor \"created_at\" and from %,d to %,d seconds."
                            .formatted(SHORTEST_KEPT, LONGEST_KEPT));
        }
        return seconds.longValue();
    }

    private static @Nullable BigDecimal dollars(JsonNode given) {
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        return NanoDollars.budget(given).orElseThrow(() -> invalid("max_cost", "invalid_value",
                "max_cost is USD, above 0 and at most 1,000,000, with at most %d decimals."
                        .formatted(NanoDollars.SCALE)));
    }
}
