package dev.cellmill.jobapi.batch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a batch's file.
 *
 * @param param the member of the line that it is about
 * @param line from 1; null where it is about the whole file
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record BatchError(String code, String message, @Nullable String param, @Nullable Long line) {
    private static final int LONGEST_SHOWN = 100;

    BatchError {
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
    }

    /** What was given, so that it can be shown and stored. */
    static String shown(String given) {
        String clean = given.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
        return clean.length() <= LONGEST_SHOWN ? clean : clean.substring(0, LONGEST_SHOWN) + "…";
    }
}
