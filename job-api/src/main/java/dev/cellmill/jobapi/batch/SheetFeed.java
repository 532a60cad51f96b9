package dev.cellmill.jobapi.batch;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Rows for a sheet as JSON lines, each made when it is read. Not thread-safe. */
final class SheetFeed extends InputStream {

    /** Where rows come from. */
    interface Rows {
        /** Null at the end. */
        @Nullable
        ObjectNode next() throws IOException;
    }

    private final Rows rows;
    private byte[] row = {};
    private int at;
    private boolean ended;

    SheetFeed(Rows rows) {
        this.rows = rows;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (at == row.length && !ended) {
            ObjectNode next = rows.next();
            ended = next == null;
            row = next == null
                    ? new byte[0]
                    : (Json.MAPPER.writeValueAsString(next) + "\n").getBytes(StandardCharsets.UTF_8);
            at = 0;
        }
        if (at == row.length) {
            return -1;
        }
        int part = Math.min(length, row.length - at);
        System.arraycopy(row, at, into, offset, part);
        at += part;
        return part;
    }
}
