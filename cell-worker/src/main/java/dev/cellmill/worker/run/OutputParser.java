package dev.cellmill.worker.run;

import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.template.CellText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads a value as a column's type, strictly: what is not of the type is unusable, never bent to fit. Null passes. */
final class OutputParser {
    /** PostgreSQL refuses numbers far beyond; a cell never needs them. */
    private static final int MAX_DIGITS = 300;
    private static final int MAX_SHOWN = 80;
    private static final int MAX_SHOWN_VALUES = 200;
    private static final int MAX_PORT = 65_535;
    /** No other digits, separators or units; a long one is refused before it is read. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]{1,320}([eE][+-]?[0-9]{1,6})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private OutputParser() {}

    static Reading parse(OutputType type, JsonNode node) {
        if (node.isNull()) {
            return new Reading.Value(node);
        }
        JsonNode value = switch (type.kind()) {
            case TEXT -> node.isString() ? node : NODES.stringNode(CellText.of(node));
            case NUMBER -> number(node);
            case INTEGER -> integer(node);
            case BOOLEAN -> bool(node);
            case DATE -> date(node);
            case URL -> url(node);
            case ENUM -> oneOf(type, CellText.of(node).strip());
            case JSON -> node;
        };
        return value == null
                ? new Reading.Unusable(expected(type) + ", not: " + shown(node))
                : new Reading.Value(value);
    }

    private static @Nullable JsonNode number(JsonNode node) {
        BigDecimal number = decimal(node);
        return number == null ? null : NODES.numberNode(number);
    }

    private static @Nullable JsonNode integer(JsonNode node) {
        BigDecimal number = decimal(node);
        if (number == null || number.stripTrailingZeros().scale() > 0) {
            return null;
        }
        BigInteger integer = number.toBigIntegerExact();
        return integer.bitLength() < Long.SIZE ? NODES.numberNode(integer.longValue()) : NODES.numberNode(integer);
    }

    private static @Nullable BigDecimal decimal(JsonNode node) {
        String text = CellText.of(node).strip();
        if (!node.isNumber() && !node.isString() || !NUMBER.matcher(text).matches()) {
            return null;
        }
        try {
            var number = new BigDecimal(text);
            boolean bounded = number.precision() <= MAX_DIGITS && Math.abs((long) number.scale()) <= MAX_DIGITS;
            return bounded ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable JsonNode bool(JsonNode node) {
        if (node.isBoolean()) {
            return node;
        }
        String text = CellText.of(node).strip();
        boolean isTrue = text.equalsIgnoreCase("true");
        return isTrue || text.equalsIgnoreCase("false") ? NODES.booleanNode(isTrue) : null;
    }

    private static @Nullable JsonNode date(JsonNode node) {
        String text = CellText.of(node).strip();
        try {
            return DATE.matcher(text).matches() ? NODES.stringNode(LocalDate.parse(text).toString()) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable JsonNode url(JsonNode node) {
        String text = CellText.of(node).strip();
        try {
            var uri = new URI(text);
            boolean isWeb = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return isWeb && uri.getHost() != null && uri.getPort() <= MAX_PORT ? NODES.stringNode(text) : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static @Nullable JsonNode oneOf(OutputType type, String text) {
        return type.values().stream()
                .filter(text::equals)
                .findFirst()
                .or(() -> type.values().stream().filter(text::equalsIgnoreCase).findFirst())
                .map(NODES::stringNode)
                .orElse(null);
    }

    private static String expected(OutputType type) {
        return switch (type.kind()) {
            case TEXT, JSON -> "the value should be readable";
            case NUMBER -> "the value should be a number";
            case INTEGER -> "the value should be a whole number";
            case BOOLEAN -> "the value should be true or false";
            case DATE -> "the value should be a date such as 2026-01-31";
            case URL -> "the value should be an http or https address";
            case ENUM -> "the value should be one of " + cut(String.join(", ", type.values()), MAX_SHOWN_VALUES);
        };
    }

    private static String shown(JsonNode node) {
        return cut(CellText.of(node), MAX_SHOWN);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }
}
