package dev.cellmill.jobapi.batch;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.json.JsonMistake;
import dev.cellmill.common.json.OneLine;
import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.plan.Endpoint;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One request of a batch's file.
 *
 * @param body JSON as it was given, without blanks
 */
record RequestLine(String customId, String model, String body) {
    private static final int LONGEST_ID = 512;

    RequestLine {
        requireNonNull(customId, "customId is null");
        requireNonNull(model, "model is null");
        requireNonNull(body, "body is null");
    }

    /** What came of reading a line. */
    sealed interface Reading {
        record Read(RequestLine line) implements Reading {}

        /** @param param the member that is not as it should be, null if it is none */
        record Refused(String code, String message, @Nullable String param) implements Reading {}
    }

    /** The members of a line as far as they matter; texts are null where they are absent or none. */
    private static final class Members {
        private @Nullable String customId;
        private @Nullable String method;
        private @Nullable String url;
        private @Nullable String model;
        private @Nullable String body;
        private boolean streams;
    }

    static Reading read(String text, Endpoint endpoint) {
        Members members;
        try {
            members = members(text);
        } catch (JacksonException e) {
            return new Reading.Refused("invalid_json_line",
                    "This line is not parseable as valid JSON, at character %d: %s."
                            .formatted(e.getLocation() == null ? 1 : e.getLocation().getColumnNr(), JsonMistake.why(e)),
                    null);
        }
        if (members == null) {
            return new Reading.Refused("invalid_json_line", "This line is no JSON object.", null);
        }
        return refusal(members, endpoint) instanceof Reading.Refused refused
                ? refused
                : new Reading.Read(new RequestLine(requireNonNull(members.customId), requireNonNull(members.model),
                        OneLine.of(requireNonNull(members.body))));
    }

    private static Reading.@Nullable Refused refusal(Members line, Endpoint endpoint) {
        if (line.customId == null || line.customId.isEmpty()) {
            return missing("custom_id", "Each request has a \"custom_id\", a text.");
        }
        if (line.customId.length() > LONGEST_ID || !StorableText.isStorable(line.customId)) {
            return new Reading.Refused("invalid_custom_id",
                    "A \"custom_id\" has at most %d characters, none of them NUL or half a surrogate pair."
                            .formatted(LONGEST_ID),
                    "custom_id");
        }
        if (!"POST".equals(line.method)) {
            return line.method == null
                    ? missing("method", "Each request has the \"method\" POST.")
                    : new Reading.Refused("invalid_method", "The \"method\" of a request is POST.", "method");
        }
        if (!endpoint.path().equals(line.url)) {
            return line.url == null
                    ? missing("url", "Each request has the \"url\" %s.".formatted(endpoint.path()))
                    : new Reading.Refused("invalid_url", "The \"url\" of a request is the batch's endpoint, %s."
                            .formatted(endpoint.path()), "url");
        }
        if (line.body == null) {
            return missing("body", "Each request has a \"body\", an object.");
        }
        if (line.model == null || line.model.isEmpty()) {
            return missing("body.model", "The \"body\" of a request names its \"model\".");
        }
        return line.streams
                ? new Reading.Refused("invalid_request",
                        "An answer of a batch cannot come as a stream; take \"stream\" out.", "body.stream")
                : null;
    }

    private static Reading.Refused missing(String param, String message) {
        return new Reading.Refused("missing_required_parameter", message, param);
    }

    /** Null if the text is no object. */
    private static @Nullable Members members(String text) {
        try (JsonParser parser = Json.OUTSIDE.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            var members = new Members();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                String read = value == JsonToken.VALUE_STRING ? parser.getString() : null;
                switch (name) {
                    case "custom_id" -> members.customId = read;
                    case "method" -> members.method = read;
                    case "url" -> members.url = read;
                    case "body" -> body(text, parser, members);
                    default -> parser.skipChildren();
                }
            }
            return parser.nextToken() == null ? members : null;
        }
    }

    private static void body(String text, JsonParser parser, Members members) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        int start = (int) parser.currentTokenLocation().getCharOffset();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (name.equals("model") && value == JsonToken.VALUE_STRING) {
                members.model = parser.getString();
            } else if (name.equals("stream")) {
                members.streams = value == JsonToken.VALUE_TRUE;
            }
            parser.skipChildren();
        }
        members.body = text.substring(start, (int) parser.currentLocation().getCharOffset());
    }
}
