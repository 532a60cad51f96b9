package dev.cellmill.common.kafka;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.Position;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Whose cell a record is about, in a header of its own, so that even a record with an unreadable value has an owner.
 *
 * @param lane the lane of the task; empty for its output
 * @param reserved nano-dollars that its end gives back
 */
public record CellHeaders(JobId job, int row, int column, Position position, String lane, long reserved) {
    private static final String NAME = "cellmill-cell";
    private static final String RESERVED = "cellmill-reserved";
    private static final String TEXT = "cellmill-text";
    private static final byte[] IN_OUTPUT = "output".getBytes(StandardCharsets.UTF_8);
    private static final String SENT = "cellmill-sent";
    private static final int PARTS = 7;

    public static void write(Headers headers, CellAddress cell, Position position, String lane, long reserved) {
        write(headers, place(cell, position), lane, reserved);
    }

    /** What names the task of a cell, in front of its lane. */
    static String place(CellAddress cell, Position position) {
        return cell.job() + "/" + cell.row() + "/" + cell.column() + "/" + position.run() + "/" + position.dispatch()
                + "/" + position.step() + "/";
    }

    static void write(Headers headers, String place, String lane, long reserved) {
        headers.add(NAME, (place + lane).getBytes(StandardCharsets.UTF_8));
        if (reserved != 0) {
            headers.add(RESERVED, Long.toString(reserved).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Says of an end that its value is a text of the output topic. */
    static void writeIsLong(Headers headers) {
        headers.add(TEXT, IN_OUTPUT);
    }

    public static boolean readIsLong(Headers headers) {
        return headers.lastHeader(TEXT) != null;
    }

    /** Empty where the header is missing or unreadable. */
    public static Optional<CellHeaders> read(Headers headers) {
        var header = headers.lastHeader(NAME);
        if (header == null || header.value() == null) {
            return Optional.empty();
        }
        String[] parts = new String(header.value(), StandardCharsets.UTF_8).split("/", PARTS);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            var position = new Position(Long.parseLong(parts[3]), Integer.parseInt(parts[4]),
                    Integer.parseInt(parts[5]));
            return Optional.of(new CellHeaders(
                    JobId.of(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), position, parts[6],
                    reserved(headers)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * On the end of a cell, and on the task of its next step: when the first task of the dispatch was sent, in milliseconds
     * since 1970, so that the cell's age can be told.
     */
    public static void writeSentAt(Headers headers, long millis) {
        headers.add(SENT, Long.toString(millis).getBytes(StandardCharsets.UTF_8));
    }

    /** 0 where it is not known. */
    public static long sentAt(Headers headers) {
        var header = headers.lastHeader(SENT);
        if (header == null || header.value() == null) {
            return 0;
        }
        try {
            return Long.parseLong(new String(header.value(), StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long reserved(Headers headers) {
        var header = headers.lastHeader(RESERVED);
        return header == null || header.value() == null
                ? 0
                : Math.max(0, Long.parseLong(new String(header.value(), StandardCharsets.UTF_8)));
    }
}
