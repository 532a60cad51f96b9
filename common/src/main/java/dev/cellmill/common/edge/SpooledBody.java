package dev.cellmill.common.edge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What came in, in a file that has no name any more: its room is free again when it is closed or this process ends, in
 * whichever way. May be read several times, one after the other. Not thread-safe.
 */
public final class SpooledBody implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final FileChannel file;
    private final long size;

    private SpooledBody(FileChannel file, long size) {
        this.file = file;
        this.size = size;
    }

    /** Reads it to its end. @throws IOException if that cannot be done, or there is no room */
    public static SpooledBody of(InputStream body) throws IOException {
        Path path = Files.createTempFile("cellmill-form-", null);
        FileChannel file;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } finally {
            Files.delete(path);
        }
        boolean whole = false;
        try {
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                var bytes = ByteBuffer.wrap(buffer, 0, read);
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
                size += read;
            }
            whole = true;
            return new SpooledBody(file, size);
        } finally {
            if (!whole) {
                file.close();
            }
        }
    }

    public long size() {
        return size;
    }

    /** From its beginning. To close it does nothing. */
    public InputStream stream() {
        return new InputStream() {
            private long at;

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int read = file.read(ByteBuffer.wrap(into, offset, length), at);
                at += Math.max(0, read);
                return read;
            }

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }
        };
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
