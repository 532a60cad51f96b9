package dev.cellmill.jobapi.file;

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
        between("max-size", maxSize.toBytes(), 1, 1L << 40);
        between("max-uploads", maxUploads, 1, 10_000);
        between("chunk", chunk.toBytes(), 1, 64L << 20);
        between("chunk-age in ms", chunkAge.toMillis(), 1, Long.MAX_VALUE);
        between("writer-lease in ms", writerLease.toMillis(), 2 * chunkAge.toMillis(), Long.MAX_VALUE);
        between("sweep-interval in ms", sweepInterval.toMillis(), 1, Long.MAX_VALUE);
    }

    private static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "cellmill.files.%s is %d to %d, not %d".formatted(key, least, most, value));
        }
    }
}
