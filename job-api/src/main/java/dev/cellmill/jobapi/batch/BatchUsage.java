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
    private long output;

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
            boolean isCount = parser.nextToken() == JsonToken.VALUE_NUMBER_INT;
            long tokens = isCount && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                    ? Math.max(0, parser.getLongValue())
                    : 0;
            switch (name) {
                case "prompt_tokens", "input_tokens" -> input += tokens;
                case "completion_tokens", "output_tokens" -> output += tokens;
                default -> {
                    // its details are parts of these
                }
            }
            parser.skipChildren();
        }
    }

    long input() {
        return input;
    }

    long output() {
        return output;
    }
}
