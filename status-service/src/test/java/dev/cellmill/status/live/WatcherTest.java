package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WatcherTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Frame FRAME = new Frame(new byte[10]);

    private final AtomicInteger overflows = new AtomicInteger();
    private final Watcher watcher = new Watcher(new WatchedRows(0, 100), overflows::incrementAndGet);

    @Test
    void aSnapshotComesFirstAndThenWhatCameMeanwhile() throws InterruptedException {
        watcher.offer(FRAME);
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Heartbeat());
        watcher.settle(Map.of(3, 7L), Map.of(3, 7L));
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Snapshot());
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Write(List.of(FRAME)));
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Heartbeat());
    }

    @Test
    void oneThatIsNotSettledInTimeGetsASnapshotAndAnotherOnceItIs() throws InterruptedException {
        assertThat(watcher.next(Duration.ofSeconds(30))).isEqualTo(new Work.Snapshot());
        watcher.settle(null, Map.of(3, 7L));
        watcher.settle(Map.of(3, 8L), Map.of(3, 7L));
        assertThat(watcher.isSettled()).isFalse();
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Heartbeat());
        // what the tail has passed since is of no matter
        watcher.settle(Map.of(3, 9L), Map.of(3, 8L));
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Snapshot());
    }

    @Test
    void aQueueThatOverflowsBecomesASnapshot() throws InterruptedException {
        settled();
        Stream.generate(() -> FRAME).limit(Watcher.MOST_FRAMES).forEach(watcher::offer);
        watcher.takeTexts();
        assertThat(overflows).hasValue(0);
        watcher.offer(FRAME);
        assertThat(overflows).hasValue(1);
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Snapshot());
        watcher.offerText(FRAME);
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Heartbeat());
        watcher.takeTexts();
        watcher.offerText(FRAME);
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Write(List.of(FRAME)));
    }

    @Test
    void bytesAreBoundedToo() throws InterruptedException {
        settled();
        watcher.offer(new Frame(new byte[Watcher.MOST_BYTES]));
        watcher.offer(FRAME);
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Snapshot());
        Stream.generate(() -> FRAME).limit(Watcher.MOST_FRAMES).forEach(watcher::offer);
        assertThat(watcher.next(NOW)).isInstanceOf(Work.Write.class);
    }

    @Test
    void progressThatTheSnapshotToldIsNotToldAgain() throws InterruptedException {
        watcher.offerProgress(FRAME);
        settled();
        watcher.tellsProgress(FRAME);
        watcher.offerProgress(FRAME);
        var newer = new Frame(new byte[10]);
        watcher.offerProgress(newer);
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Write(List.of(newer)));
    }

    @Test
    void oneThatIsClosedEndsWhateverElseThereIs() throws InterruptedException {
        watcher.offer(FRAME);
        watcher.close();
        assertThat(watcher.next(Duration.ofSeconds(30))).isEqualTo(new Work.End());
    }

    private void settled() throws InterruptedException {
        watcher.settle(Map.of(), Map.of());
        assertThat(watcher.next(NOW)).isEqualTo(new Work.Snapshot());
    }
}
