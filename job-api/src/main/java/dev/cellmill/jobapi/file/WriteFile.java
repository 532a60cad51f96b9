package dev.cellmill.jobapi.file;

import static dev.cellmill.common.db.generated.intake.Tables.FILE;
import static dev.cellmill.common.db.generated.intake.Tables.FILE_CHUNK;
import static org.jooq.impl.DSL.currentOffsetDateTime;

import dev.cellmill.common.id.TenantId;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes files in short transactions; each is seen once it is published. Who writes one is named by its {@code writer}, and
 * writes only while the file still has that: one given up for dead leaves nothing behind.
 */
@Component
public class WriteFile {
    private static final Logger LOG = LoggerFactory.getLogger(WriteFile.class);

    private final DSLContext database;
    private final FileSettings settings;
    private final FileRemoval removal;

    WriteFile(DSLContext database, FileSettings settings, FileRemoval removal) {
        this.database = database;
        this.settings = settings;
        this.removal = removal;
    }

    /** A new file, not seen by anybody. To be closed. */
    public Writing begin(TenantId tenant, String filename) {
        var writing = new Writing(tenant, FileId.next());
        database.insertInto(FILE)
                .set(FILE.ID, writing.id.value())
                .set(FILE.TENANT, tenant.value())
                .set(FILE.FILENAME, filename)
                .set(FILE.PURPOSE, "")
                .set(FILE.BYTE_COUNT, 0L)
                .set(FILE.STATE, "loading")
                .set(FILE.WRITER, writing.writer)
                .set(FILE.WRITTEN_AT, currentOffsetDateTime())
                .set(FILE.CREATED_AT, currentOffsetDateTime())
                .execute();
        return writing;
    }

    /** The file paused for so long that it was given up. */
    public static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GivenUp() {
            super("the file was given up: nothing had been written to it for too long");
        }
    }

    /** A file while it is written, by one thread. What was not published when it is closed is taken away. */
    public final class Writing implements AutoCloseable {
        private final TenantId tenant;
        private final FileId id;
        private final UUID writer = UUID.randomUUID();
        private final byte[] chunk = new byte[(int) settings.chunk().toBytes()];
        private int filled;
        private long stored;
        private long storedAt = System.nanoTime();

        private Writing(TenantId tenant, FileId id) {
            this.tenant = tenant;
            this.id = id;
        }

        public FileId id() {
            return id;
        }

        /** Written so far. */
        public long bytes() {
            return stored + filled;
        }

        /** @throws GivenUp if it was */
        public void write(byte[] bytes, int from, int length) {
            int at = from;
            int left = length;
            while (left > 0) {
                int part = Math.min(left, chunk.length - filled);
                System.arraycopy(bytes, at, chunk, filled, part);
                filled += part;
                at += part;
                left -= part;
                if (filled == chunk.length || System.nanoTime() - storedAt > settings.chunkAge().toNanos()) {
                    store();
                }
            }
        }

        /**
         * There is nothing to write for now, but more may come. Cheap, to be called again and again.
         *
         * @throws GivenUp if it was
         */
        public void keep() {
            if (System.nanoTime() - storedAt > settings.chunkAge().toNanos()) {
                store();
            }
        }

        /**
         * It is there for its tenant once the caller's transaction has committed.
         *
         * @param seconds that it is kept; null for ever
         * @throws GivenUp if it was
         */
        public void publish(DSLContext transaction, String purpose, @Nullable Long seconds) {
            store();
            OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
            int seen = transaction.update(FILE)
                    .set(FILE.STATE, "ready")
                    .set(FILE.PURPOSE, purpose)
                    .set(FILE.EXPIRES_AT, seconds == null ? null : now.plusSeconds(seconds))
                    .setNull(FILE.WRITER)
                    .where(mine())
                    .execute();
            if (seen == 0) {
                throw new GivenUp();
            }
        }

        /**
         * As above, in a transaction of its own.
         *
         * @param check asked at its end; if it throws the file is not there
         */
        void publish(String purpose, @Nullable Long seconds, Runnable check) {
            database.transaction(configuration -> {
                publish(configuration.dsl(), purpose, seconds);
                check.run();
            });
        }

        /** One that was published is nobody's to take away, also where its transaction's end was never heard of. */
        @Override
        public void close() {
            try {
                if (database.update(FILE).set(FILE.STATE, "deleting").where(mine()).execute() == 1) {
                    removal.remove(id);
                }
            } catch (RuntimeException e) {
                LOG.warn("what a failed upload stored of {} could not be removed; it is in {}", id,
                        settings.writerLease(), e);
            }
        }

        private Condition mine() {
            return FILE.ID.eq(id.value()).and(FILE.TENANT.eq(tenant.value())).and(FILE.WRITER.eq(writer))
                    .and(FILE.STATE.eq("loading"));
        }

        /** Also where nothing is filled: then that it is alive. */
        private void store() {
            storedAt = System.nanoTime();
            database.transaction(configuration -> {
                DSLContext transaction = configuration.dsl();
                int mine = transaction.update(FILE)
                        .set(FILE.BYTE_COUNT, stored + filled)
                        .set(FILE.WRITTEN_AT, currentOffsetDateTime())
                        .where(mine())
                        .execute();
                if (mine == 0) {
                    throw new GivenUp();
                }
                if (filled == 0) {
                    return;
                }
                transaction.insertInto(FILE_CHUNK, FILE_CHUNK.FILE_ID, FILE_CHUNK.START, FILE_CHUNK.TENANT,
                        FILE_CHUNK.CONTENT)
                        .values(id.value(), stored, tenant.value(), Arrays.copyOf(chunk, filled))
                        .execute();
            });
            stored += filled;
            filled = 0;
        }
    }
}
