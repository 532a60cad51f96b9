package dev.cellmill.status.results;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;

/**
 * How results are to be written.
 *
 * @param provenance whether each filled column is followed by where its value came from
 * @param escape whether values that a spreadsheet would run are made harmless; only in CSV
 * @param delimiter between the values of a line; only in CSV
 */
record ResultOptions(ResultFormat format, boolean provenance, boolean escape, char delimiter) {
    private static final String NO_DELIMITER = "\"\r\n\0";

    ResultOptions {
        requireNonNull(format, "format is null");
    }

    /** @throws ProblemException naming the parameter that is not valid */
    static ResultOptions of(String format, boolean provenance, boolean escape, String delimiter) {
        ResultFormat known = ResultFormat.ofWireName(format)
                .orElseThrow(() -> invalid("format", format, "csv, jsonl or batch"));
        if (delimiter.length() != 1 || NO_DELIMITER.contains(delimiter) || Character.isSurrogate(delimiter.charAt(0))) {
            throw invalid("delimiter", delimiter, "one character that is no quote or line break, such as ; or %09");
        }
        return new ResultOptions(known, provenance, escape, delimiter.charAt(0));
    }

    static ProblemException invalid(String name, String value, String wanted) {
        return new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                "The parameter %s cannot be '%s': give %s.".formatted(name, value, wanted)));
    }
}
