package dev.cellmill.jobapi.batch;

import dev.cellmill.common.batch.BatchLine;
import dev.cellmill.common.json.Json;

/** The lines of a batch's output and error files. The same request has the same line whenever it is written. Pure. */
final class ResultLine {
    private final BatchId batch;
    private final Rest rest;

    /** Why requests that never came to an end did not. */
    enum Rest {
        CANCELLED("batch_cancelled", "This request was not executed because the batch was cancelled."), EXPIRED(
                "batch_expired", "This request could not be executed before the completion window expired."), LEFT(
                        "not_executed", "This request was not executed: its job ended before.");

        private final String code;
        private final String message;

        Rest(String code, String message) {
            this.code = code;
            this.message = message;
        }
    }

    ResultLine(BatchId batch, Rest rest) {
        this.batch = batch;
        this.rest = rest;
    }

    /** @param isError whether it belongs in the error file */
    record Line(boolean isError, String text) {}

    Line of(BatchCells.Cell cell) {
        var line = new BatchLine(batch.toString(), cell.row(), Json.MAPPER.writeValueAsString(cell.customId()));
        return switch (cell.outcome()) {
            case BatchCells.Outcome.Answered(String body) -> new Line(false, line.answered(body));
            case BatchCells.Outcome.Failed(String code, String message, Integer status, String received) -> new Line(
                    true, line.failed(code, message, status, received));
            case BatchCells.Outcome.Unfinished _ -> new Line(true, line.unfinished(rest.code, rest.message));
        };
    }
}
