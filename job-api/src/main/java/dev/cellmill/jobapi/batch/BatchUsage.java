package dev.cellmill.jobapi.batch;

import dev.cellmill.common.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The tokens that a batch's answers say they took: what its lines add up to, also where an answer was known already and
 * nobody was paid. Reads no more of an answer than that. Not thread-safe.
 */
final class BatchUsage {
    private long input;
    private long cached;
    private long output;
    private long reasoning;

    void add(BatchCells.Outcome outcome) {
        if (outcome instanceof BatchCells.Outcome.Answered(String body)) {
            try {
                read(body);
            } catch (JacksonException e) {
                // a person's value may be any text, and took nothing
            }
        }
    }

    private void read(String body) {
        try (JsonParser parser = Json.MAPPER.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isUsage = parser.currentName().equals("usage");
                if (parser.nextToken() == JsonToken.START_OBJECT && isUsage) {
                    count(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
    }

    private void count(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "prompt_tokens", "input_tokens" -> input += tokens(parser);
                case "completion_tokens", "output_tokens" -> output += tokens(parser);
                case "prompt_tokens_details", "input_tokens_details" -> cached += detail(parser, "cached_tokens");
                case "completion_tokens_details", "output_tokens_details" -> reasoning += detail(parser,
                        "reasoning_tokens");
                default -> parser.skipChildren();
            }
        }
    }

    /** Of the object that the parser stands at, which it leaves behind. */
    private static long detail(JsonParser parser, String wanted) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return 0;
        }
        long tokens = 0;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isWanted = parser.currentName().equals(wanted);
            parser.nextToken();
            if (isWanted) {
                tokens += tokens(parser);
            } else {
                parser.skipChildren();
            }
        }
        return tokens;
    }

    /** Of the value that the parser stands at, which it leaves behind; none if it is no count. */
    private static long tokens(JsonParser parser) {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            return Math.max(0, parser.getLongValue());
        }
        parser.skipChildren();
        return 0;
    }

    long input() {
        return input;
    }

    /** Of the input: what the provider had in a cache of its own. */
    long cached() {
        return cached;
    }

    long output() {
        return output;
    }

    /** Of the output: what nobody sees of it. */
    long reasoning() {
        return reasoning;
    }
}
