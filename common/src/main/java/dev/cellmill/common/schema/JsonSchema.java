package dev.cellmill.common.schema;

import static java.util.Objects.requireNonNull;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.regex.RegularExpressionFactory;
import dev.cellmill.common.json.EscapedText;
import dev.cellmill.common.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/**
 * A JSON Schema, compiled: draft 2020-12, or the one that its {@code $schema} names. Formats such as {@code date} are
 * checked. It refers to nothing outside itself but the drafts' own schemas; size, depth, steps and regular expressions
 * are bounded. Thread-safe.
 */
public final class JsonSchema {
    /** Of a schema, as JSON. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MOST_STEPS = 1_000_000;
    /** Enough for JSON as deep as is read, through references and alternatives. */
    private static final int MOST_DEPTH = 600;
    private static final int SHOWN_ERRORS = 3;
    /** In bytes of JSON. */
    private static final int LONGEST_COMPLAINT = 300;
    private static final SpecificationVersion USUAL = SpecificationVersion.DRAFT_2020_12;
    private static final List<String> DRAFTS = List.of(USUAL, SpecificationVersion.DRAFT_2019_09,
            SpecificationVersion.DRAFT_7, SpecificationVersion.DRAFT_6, SpecificationVersion.DRAFT_4)
            .stream().map(draft -> plain(draft.getDialectId())).toList();
    /** Each pattern is looked at by itself: schemas without number pass through. */
    private static final SchemaRegistry OF_DRAFTS = registry(
            pattern -> new BoundedPatterns().getRegularExpression(pattern));

    private final Schema schema;

    private JsonSchema(Schema schema) {
        this.schema = schema;
    }

    /** What came of compiling one. */
    public sealed interface Compiled {
        record Usable(JsonSchema schema) implements Compiled {
            public Usable {
                requireNonNull(schema, "schema is null");
            }
        }

        /**
         * @param pointer to the place within the schema
         * @param why a sentence's end: what is wrong there
         */
        record Refused(String pointer, String why) implements Compiled {}
    }

    public static Compiled compile(JsonNode source) {
        if (Json.MAPPER.writeValueAsBytes(source).length > MAX_BYTES) {
            return new Compiled.Refused("", "is longer than %,d bytes; shorten it".formatted(MAX_BYTES));
        }
        JsonNode named = source.path("$schema");
        String draft = named.isMissingNode() ? USUAL.getDialectId() : named.asString("");
        if (!DRAFTS.contains(plain(draft))) {
            return new Compiled.Refused("/$schema", "is one of " + String.join(", ", DRAFTS));
        }
        try {
            List<Error> errors = OF_DRAFTS.getSchema(SchemaLocation.of(draft)).validate(source);
            if (!errors.isEmpty()) {
                return new Compiled.Refused(errors.getFirst().getInstanceLocation().toString(),
                        errors.getFirst().getMessage());
            }
            var compiled = new JsonSchema(registry(new BoundedPatterns()).getSchema(source));
            compiled.schema.initializeValidators();
            compiled.schema.validate(NullNode.getInstance());
            return new Compiled.Usable(compiled);
        } catch (ValidationLimitExceededException e) {
            return new Compiled.Refused("", "has no end, or too many alternatives; a reference may not lead back to"
                    + " where it stands");
        } catch (RuntimeException e) {
            // the library speaks of a schema that it cannot use in exceptions of many kinds
            return References.broken(source).orElseGet(() -> new Compiled.Refused("", "cannot be used: " + cut(e)));
        }
    }

    /** What of the value does not fit, the first few places; null if it fits. */
    public @Nullable String complaint(JsonNode value) {
        try {
            List<Error> errors = schema.validate(value);
            return errors.isEmpty()
                    ? null
                    : cut(errors.stream().limit(SHOWN_ERRORS).map(JsonSchema::sentence)
                            .collect(Collectors.joining("; ")));
        } catch (ValidationLimitExceededException e) {
            return "too large to be held against the schema";
        } catch (UnboundedSchema e) {
            return e.getMessage();
        }
    }

    private static SchemaRegistry registry(RegularExpressionFactory patterns) {
        return SchemaRegistry.withDefaultDialect(USUAL, registry -> registry
                .schemaLoader(loader -> loader.fetchRemoteResources(false).allow(iri -> isDraft(iri.toString())))
                .schemaRegistryConfig(SchemaRegistryConfig.builder()
                        .locale(Locale.ROOT)
                        .formatAssertionsEnabled(true)
                        .preloadSchema(true)
                        .regularExpressionFactory(patterns)
                        .executionContextCustomizer((execution, context) -> execution.executionConfig(
                                config -> config.maxEvaluationSteps(MOST_STEPS).maxEvaluationDepth(MOST_DEPTH)))
                        .build()));
    }

    private static boolean isDraft(String iri) {
        return iri.startsWith("https://json-schema.org/draft/") || iri.startsWith("http://json-schema.org/draft-");
    }

    private static String plain(String dialect) {
        return dialect.endsWith("#") ? dialect.substring(0, dialect.length() - 1) : dialect;
    }

    private static String sentence(Error error) {
        String place = error.getInstanceLocation().toString();
        return place.isEmpty() ? error.getMessage() : place + " " + error.getMessage();
    }

    private static String cut(RuntimeException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cut(String.valueOf(cause.getMessage()));
    }

    private static String cut(String text) {
        String head = EscapedText.head(text, LONGEST_COMPLAINT);
        return head.length() == text.length() ? text : head + "…";
    }
}
