package dev.cellmill.jobapi.file;

import dev.cellmill.common.service.Bounds;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.files}: files as OpenAI's API has them. None is held whole: an upload takes memory for one chunk.
 *
 * @param maxSize of one file that is uploaded
 * @param maxUploads at once in this process; more are told to come again
 * @param chunk bytes that one short transaction stores
 * @param chunkAge after which bytes are stored though they fill no chunk, so that a slow upload is seen to live
 * @param writerLease after which an upload that has stored nothing is dead, and what it stored removed
 * @param sweepInterval between looks for dead uploads, unfinished deletions and expired files
 */
@ConfigurationProperties(prefix = "cellmill.files", ignoreUnknownFields = false)
public record FileSettings(
        @DefaultValue("200MB") DataSize maxSize,
        @DefaultValue("8") int maxUploads,
        @DefaultValue("1MB") DataSize chunk,
        @DefaultValue("30s") Duration chunkAge,
        @DefaultValue("10m") Duration writerLease,
        @DefaultValue("1m") Duration sweepInterval) {

    public FileSettings {
        Bounds.between("cellmill.files.max-size", maxSize.toBytes(), 1, 1L << 40);
        Bounds.between("cellmill.files.max-uploads", maxUploads, 1, 10_000);
        Bounds.between("cellmill.files.chunk", chunk.toBytes(), 1, 64L << 20);
        Bounds.between("cellmill.files.chunk-age in ms", chunkAge.toMillis(), 1, Long.MAX_VALUE);
        Bounds.between("cellmill.files.writer-lease in ms", writerLease.toMillis(), 2 * chunkAge.toMillis(),
                Long.MAX_VALUE);
        Bounds.between("cellmill.files.sweep-interval in ms", sweepInterval.toMillis(), 1, Long.MAX_VALUE);
    }
}
