package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.service.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.sheets}: the limits of one sheet and how it is stored. A body is never held whole: an upload takes
 * memory for two chunks, a row and what a value of the largest size is read into.
 *
 * @param maxColumns of a sheet
 * @param maxHeader characters of a column's name
 * @param maxCell of one value, as the bytes of its JSON in UTF-8
 * @param maxRow of the values of one row together, likewise
 * @param maxRows of a sheet
 * @param maxBody bytes of one body once decompressed
 * @param maxRatio bytes a compressed byte may stand for, counted after the first 256 KB
 * @param maxUploads at once in this process; more are told to come again
 * @param chunk bytes of rows stored by one short transaction
 * @param chunkAge after which rows are stored though they fill no chunk, so that a slow upload is seen to live
 * @param writerLease after which an upload that has stored nothing is dead, and what it stored removed
 * @param sweepInterval between looks for dead uploads and unfinished deletions
 */
@ConfigurationProperties(prefix = "cellmill.sheets", ignoreUnknownFields = false)
public record SheetSettings(
        @DefaultValue("1000") int maxColumns,
        @DefaultValue("200") int maxHeader,
        @DefaultValue("1MB") DataSize maxCell,
        @DefaultValue("4MB") DataSize maxRow,
        @DefaultValue("10000000") int maxRows,
        @DefaultValue("10GB") DataSize maxBody,
        @DefaultValue("200") int maxRatio,
        @DefaultValue("8") int maxUploads,
        @DefaultValue("2MB") DataSize chunk,
        @DefaultValue("30s") Duration chunkAge,
        @DefaultValue("10m") Duration writerLease,
        @DefaultValue("1m") Duration sweepInterval) {

    public SheetSettings {
        Bounds.between("cellmill.sheets.max-columns", maxColumns, 1, 1_600);
        Bounds.between("cellmill.sheets.max-header", maxHeader, 1, 10_000);
        Bounds.between("cellmill.sheets.max-cell", maxCell.toBytes(), 1, 64L << 20);
        Bounds.between("cellmill.sheets.max-row", maxRow.toBytes(), maxCell.toBytes(), 128L << 20);
        Bounds.between("cellmill.sheets.max-rows", maxRows, 1, Integer.MAX_VALUE);
        Bounds.between("cellmill.sheets.max-body", maxBody.toBytes(), 1, Long.MAX_VALUE);
        Bounds.between("cellmill.sheets.max-ratio", maxRatio, 1, Integer.MAX_VALUE);
        Bounds.between("cellmill.sheets.max-uploads", maxUploads, 1, 10_000);
        Bounds.between("cellmill.sheets.chunk", chunk.toBytes(), 1, 64L << 20);
        Bounds.between("cellmill.sheets.sweep-interval in ms", sweepInterval.toMillis(), 1, Long.MAX_VALUE);
        Bounds.between("cellmill.sheets.chunk-age in ms", chunkAge.toMillis(), 1, Long.MAX_VALUE);
        Bounds.between("cellmill.sheets.writer-lease in ms", writerLease.toMillis(), 2 * chunkAge.toMillis(),
                Long.MAX_VALUE);
    }
}
