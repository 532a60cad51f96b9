package dev.cellmill.jobapi.file;

import static dev.cellmill.common.db.generated.intake.Tables.FILE_CHUNK;

import dev.cellmill.common.id.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/** Reads files a piece at a time; no connection is held between two. */
@Component
public class FileContent {
    private final DSLContext database;

    FileContent(DSLContext database) {
        this.database = database;
    }

    /**
     * The bytes {@code from <= byte < to}. Reading fails with an {@link IOException} if the file is deleted meanwhile.
     *
     * @param to at most the file's length
     */
    public InputStream read(TenantId tenant, FileId file, long from, long to) {
        return new Chunks(tenant, file, from, to);
    }

    private final class Chunks extends InputStream {
        private final TenantId tenant;
        private final FileId file;
        private final long to;
        private long at;
        private byte[] chunk = {};
        private long chunkStart;

        private Chunks(TenantId tenant, FileId file, long from, long to) {
            this.tenant = tenant;
            this.file = file;
            this.at = from;
            this.to = to;
            this.chunkStart = from;
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
            if (at >= to) {
                return -1;
            }
            if (at >= chunkStart + chunk.length) {
                fetch();
            }
            int place = (int) (at - chunkStart);
            int part = (int) Math.min(Math.min(length, chunk.length - place), to - at);
            System.arraycopy(chunk, place, into, offset, part);
            at += part;
            return part;
        }

        private void fetch() throws IOException {
            var found = database.select(FILE_CHUNK.START, FILE_CHUNK.CONTENT)
                    .from(FILE_CHUNK)
                    .where(FILE_CHUNK.FILE_ID.eq(file.value()), FILE_CHUNK.TENANT.eq(tenant.value()),
                            FILE_CHUNK.START.le(at))
                    .orderBy(FILE_CHUNK.START.desc())
                    .limit(1)
                    .fetchOne();
            if (found == null || found.value1() + found.value2().length <= at) {
                throw new IOException("the file %s was deleted while it was read".formatted(file));
            }
            chunkStart = found.value1();
            chunk = found.value2();
        }
    }
}
