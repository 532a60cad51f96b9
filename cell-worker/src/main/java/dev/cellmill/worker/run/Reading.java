package dev.cellmill.worker.run;

import dev.cellmill.common.json.StorableText;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.ErrorCode;
import tools.jackson.databind.JsonNode;

/** What a provider's answer says of one column. */
sealed interface Reading {

    /** @param value of the column's type; JSON null where the answer has none */
    record Value(JsonNode value) implements Reading {}

    /** @param why a sentence on what the value should have been */
    record Unusable(String why) implements Reading {
        public Unusable {
            // it repeats what was said, which may be cut in the middle of a character
            why = StorableText.storable(why);
        }

        CellError error(int attempts) {
            return new CellError(ErrorCode.OUTPUT_INVALID, why, false, attempts);
        }
    }
}
