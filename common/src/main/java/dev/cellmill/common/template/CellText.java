package dev.cellmill.common.template;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The text of a JSON value as templates see it. */
public final class CellText {
    private CellText() {}

    /** A text as it is, nothing for null or absent, everything else as compact JSON. */
    public static String of(@Nullable JsonNode value) {
        if (value == null || value.isNull() || value.isMissingNode()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
