package dev.cellmill.worker.output;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code cellmill.output}: a text that grows is sent on when one of three bounds is reached, and always at its end.
 *
 * @param flushInterval the longest that a text waits
 * @param maxBufferSize in UTF-8
 * @param maxBufferLines ends of lines
 * @param maxInlineOutput the longest value that a cell holds in one piece, in UTF-8
 * @param progressPatterns regular expressions; a line of a program's output in which one is found, in whatever case, is
 *     shown as the cell's progress at once
 */
@ConfigurationProperties(prefix = "cellmill.output", ignoreUnknownFields = false)
public record OutputSettings(
        @DefaultValue("1s") Duration flushInterval,
        @DefaultValue("10KB") DataSize maxBufferSize,
        @DefaultValue("100") int maxBufferLines,
        @DefaultValue("1MB") DataSize maxInlineOutput,
        @DefaultValue( {
                "\\d+%", "step \\d+", "complete", "error", "warning"}) List<String> progressPatterns){

    /** A chunk is one message. */
    private static final DataSize LARGEST_BUFFER = DataSize.ofKilobytes(256);
    /** The database keeps it in one row, and readers in memory. */
    private static final DataSize LARGEST_INLINE = DataSize.ofMegabytes(16);

    public OutputSettings {
        requireNonNull(flushInterval, "flushInterval is null");
        progressPatterns = List.copyOf(progressPatterns);
        if (flushInterval.toMillis() < 1 || maxBufferLines < 1) {
            throw new IllegalArgumentException("cellmill.output.flush-interval is at least 1 ms and .max-buffer-lines"
                    + " at least 1, not " + flushInterval + " and " + maxBufferLines);
        }
        if (maxBufferSize.toBytes() < 4 || maxBufferSize.compareTo(LARGEST_BUFFER) > 0) {
            throw new IllegalArgumentException(
                    "cellmill.output.max-buffer-size is 4 bytes to 256 KB, not " + maxBufferSize);
        }
        if (maxInlineOutput.isNegative() || maxInlineOutput.compareTo(LARGEST_INLINE) > 0) {
            throw new IllegalArgumentException("cellmill.output.max-inline-output is 0 to 16 MB, not "
                    + maxInlineOutput);
        }
    }
}
