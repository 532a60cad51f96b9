package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SnapshotPagesTest {
    private static final WatchedJob JOB = new WatchedJob(TenantId.DEFAULT, JobId.next(), SheetId.next(),
            List.of("one"));
    private static final CellPlace START = new CellPlace(-1, 0);
    private static final int CROWD = 50;

    private final AtomicInteger reads = new AtomicInteger();
    private final Semaphore gathered = new Semaphore(0);
    private final Semaphore read = new Semaphore(0);
    private final SnapshotPages pages = new SnapshotPages(this::page, gathered::acquire,
            new Frames(Json.MAPPER, Clock.systemUTC()));
    private boolean isAway;

    @Test
    void whoComesBeforeAPageIsReadGetsItTooAndWhoComesLaterANewerOne() throws Exception {
        read.release(2);
        List<CompletableFuture<SnapshotPages.Page>> crowd = Stream.generate(() -> ask(START))
                .limit(CROWD).toList();
        await().until(() -> pages.waiting() == CROWD);
        gathered.release();
        SnapshotPages.Page page = crowd.getFirst().get(10, TimeUnit.SECONDS);
        for (CompletableFuture<SnapshotPages.Page> each : crowd) {
            assertThat(each.get(10, TimeUnit.SECONDS)).isSameAs(page);
        }
        gathered.release();
        assertThat(ask(START).get(10, TimeUnit.SECONDS)).isNotSameAs(page);
        assertThat(reads).hasValue(2);
    }

    @Test
    void whoComesWhileAPageIsReadIsNotGivenThatOne() throws Exception {
        gathered.release(2);
        CompletableFuture<SnapshotPages.Page> first = ask(START);
        await().until(() -> reads.get() == 1);
        CompletableFuture<SnapshotPages.Page> second = ask(START);
        await().until(() -> reads.get() == 2);
        read.release(2);
        assertThat(second.get(10, TimeUnit.SECONDS)).isNotSameAs(first.get(10, TimeUnit.SECONDS));
    }

    @Test
    void otherRowsAreAnotherPage() throws Exception {
        read.release(2);
        CompletableFuture<SnapshotPages.Page> first = ask(START);
        CompletableFuture<SnapshotPages.Page> second = ask(new CellPlace(99, 0));
        gathered.release(2);
        assertThat(second.get(10, TimeUnit.SECONDS)).isNotSameAs(first.get(10, TimeUnit.SECONDS));
    }

    @Test
    void aReadThatFailsFailsAllWhoWaitedForItAndNobodyAfter() throws Exception {
        isAway = true;
        read.release(2);
        CompletableFuture<SnapshotPages.Page> one = ask(START);
        CompletableFuture<SnapshotPages.Page> other = ask(START);
        await().until(() -> pages.waiting() == 2);
        gathered.release();
        await().until(() -> one.isCompletedExceptionally() && other.isCompletedExceptionally());
        isAway = false;
        gathered.release();
        assertThat(ask(START).get(10, TimeUnit.SECONDS).frames()).isEmpty();
    }

    private List<LiveCell> page(WatchedJob job, CellPlace after, int end) {
        reads.incrementAndGet();
        read.acquireUninterruptibly();
        if (isAway) {
            throw new IllegalStateException("the database is away");
        }
        return List.of();
    }

    private CompletableFuture<SnapshotPages.Page> ask(CellPlace after) {
        var page = new CompletableFuture<SnapshotPages.Page>();
        Thread.startVirtualThread(() -> {
            try {
                page.complete(pages.page(JOB, after, 100));
            } catch (InterruptedException | RuntimeException e) {
                page.completeExceptionally(e);
            }
        });
        return page;
    }
}
