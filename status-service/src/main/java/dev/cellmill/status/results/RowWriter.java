package dev.cellmill.status.results;

import java.io.IOException;

/** Writes rows in one form. For one answer and one thread. */
sealed interface RowWriter permits BatchRows, CsvRows, JsonLinesRows {

    /** What stands before all rows. */
    void begin() throws IOException;

    void write(ResultRow row) throws IOException;

    /** What is written reaches the stream below. Not after a failure: an answer that has not begun can still be one. */
    void finish() throws IOException;
}
