package dev.cellmill.common.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The published, closed list of reasons for which a cell fails. */
public enum ErrorCode {
    PROVIDER_REJECTED("provider.rejected"), PROVIDER_RATE_LIMITED("provider.rateLimited"), PROVIDER_UNAVAILABLE(
            "provider.unavailable"), PROVIDER_TIMEOUT("provider.timeout"), OUTPUT_INVALID(
                    "output.invalid"), OUTPUT_TOO_LARGE("output.tooLarge"), TEMPLATE_MISSING(
                            "template.missing"), EXPRESSION_FAILED("expression.failed"), INPUT_FAILED(
                                    "input.failed"), RECORD_REJECTED("record.rejected"), BUDGET_EXCEEDED(
                                            "budget.exceeded"), INTERNAL("internal");

    private final String wireName;

    ErrorCode(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /** @throws IllegalArgumentException if no code has this name */
    @JsonCreator
    public static ErrorCode ofWireName(String name) {
        for (ErrorCode code : values()) {
            if (code.wireName.equals(name)) {
                return code;
            }
        }
        throw new IllegalArgumentException("no error code is called " + name);
    }
}
