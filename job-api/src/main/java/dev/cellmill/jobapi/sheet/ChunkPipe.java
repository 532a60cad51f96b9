package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.db.RequestTenant;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Stores one chunk while the next one is filled. Used by one thread; a second one stores, for the same tenant. */
final class ChunkPipe implements ChunkSink {
    private final SheetWriter writer;
    private final SheetId sheet;
    private final UUID upload;
    private final CopyChunk second;
    private @Nullable FutureTask<Boolean> storing;
    private @Nullable CopyChunk stored;

    ChunkPipe(SheetWriter writer, SheetId sheet, UUID upload, int chunkBytes) {
        this.writer = writer;
        this.sheet = sheet;
        this.upload = upload;
        this.second = new CopyChunk(chunkBytes);
    }

    @Override
    public CopyChunk exchange(CopyChunk full) {
        await();
        CopyChunk next = stored == null ? second : stored;
        next.clear();
        stored = full;
        storing = new FutureTask<>(RequestTenant.carried(() -> writer.store(sheet, upload, full)));
        Thread.ofVirtual().name("sheet-store").start(storing);
        return next;
    }

    /** Until the last chunk is stored. Throws what kept it from it. */
    void await() {
        FutureTask<Boolean> last = storing;
        storing = null;
        if (last == null) {
            return;
        }
        try {
            if (!last.get()) {
                throw givenUp();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were stored", e);
        }
    }

    static ProblemException givenUp() {
        return new ProblemException(Problem.of(ProblemType.REQUEST_INVALID,
                "The upload paused for so long that it was given up, or its sheet was deleted; send it again."));
    }
}
