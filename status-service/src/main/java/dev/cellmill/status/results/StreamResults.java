package dev.cellmill.status.results;

import dev.cellmill.status.sheet.ShownCells;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import org.springframework.stereotype.Component;

/** Writes a table out, a block at a time; what is held in memory is one block, whatever the table's size. */
@Component
class StreamResults {
    private final ResultBlocks blocks;
    private final Replies replies;

    StreamResults(ResultBlocks blocks, Replies replies) {
        this.blocks = blocks;
        this.replies = replies;
    }

    /** @throws IOException if the client has gone, which ends the reading too */
    void stream(ResultTable table, ResultOptions options, OutputStream bytes) throws IOException, SQLException {
        ShownCells.Detail detail = options.provenance() || options.format() == ResultFormat.BATCH
                ? ShownCells.Detail.WHOLE
                : ShownCells.Detail.VALUE;
        RowWriter writer = writer(table, options, bytes);
        writer.begin();
        int next = table.firstRow();
        while (next < table.endRow()) {
            ResultBlocks.Block block = blocks.read(table.sheet(), next, table.endRow(), detail);
            for (ResultRow row : block.rows()) {
                if (table.chosen().has(row.row())) {
                    writer.write(row);
                }
            }
            next = block.next();
        }
        writer.finish();
    }

    private RowWriter writer(ResultTable table, ResultOptions options, OutputStream bytes) {
        return switch (options.format()) {
            case CSV -> new CsvRows(table.sheet(), options, bytes);
            case BATCH -> new BatchRows(table, bytes, table.job() == null
                    ? (row, column) -> null
                    : replies.of(table.sheet().tenant(), table.job()));
            case JSONL -> new JsonLinesRows(table.sheet(), options, bytes);
        };
    }
}
