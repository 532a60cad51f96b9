package dev.cellmill.status.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.message.OutputChunk.Stream;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.sheet.CellView;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveJobTest {
    private static final WatchedJob JOB = new WatchedJob(TenantId.DEFAULT, JobId.next(), SheetId.next(),
            List.of("zero", "one"));
    private static final CellPlace PLACE = new CellPlace(300, 1);
    private static final int PARTITION = 3;

    private final Frames frames = new Frames(Json.MAPPER, Clock.systemUTC());
    private final AtomicLong memory = new AtomicLong(1_000);
    private final LiveJob job = new LiveJob(JOB, frames, memory,
            new ProgressNews(() -> {
                throw new IllegalStateException("not asked for");
            }, frames, System::nanoTime));

    @Test
    void onlyTheFirstWatcherOfABlockFindsItFresh() throws InterruptedException {
        Watcher first = watcher(200, 300);
        assertThat(job.isWatched(300)).isFalse();
        Watcher second = new Watcher(new WatchedRows(290, 600), () -> {});
        assertThat(job.add(second)).containsExactly(2);
        assertThat(job.isWatched(300)).isTrue();
        assertThat(job.isWatched(600)).isFalse();
        assertThat(job.watchers()).containsExactlyInAnyOrder(first, second);
        assertThat(job.remove(second)).isTrue();
        assertThat(job.isWatched(300)).isFalse();
        assertThat(job.isWatched(299)).isTrue();
        assertThat(job.remove(first)).isFalse();
    }

    @Test
    void aCellIsReadOnceTheFoldHasPassedItsNewestEventAndToldToThoseWhoWatchIt() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        Watcher elsewhere = watcher(301, 400);
        job.mark(PLACE, PARTITION, 8, 0);
        job.mark(PLACE, PARTITION, 9, 0);
        job.mark(new CellPlace(400, 0), PARTITION, 1, 0);
        assertThat(job.due(Map.of(PARTITION, 9L))).isEmpty();
        assertThat(job.due(Map.of(PARTITION, 10L))).containsExactly(PLACE);
        read(CellState.DONE, new Position(1, 1, 0), Map.of(PARTITION, 10L));
        assertThat(told(watching)).singleElement().asString().contains("\"row\":300", "\"column\":\"one\"",
                "\"state\":\"done\"");
        assertThat(told(elsewhere)).isEmpty();
        assertThat(job.due(Map.of(PARTITION, 10L))).isEmpty();
    }

    @Test
    void anEventThatComesWhileTheCellIsReadHasItReadAgain() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        job.mark(PLACE, PARTITION, 8, 0);
        List<CellPlace> due = job.due(Map.of(PARTITION, 9L));
        job.mark(PLACE, PARTITION, 9, 0);
        job.read(due, Map.of(), Map.of(PARTITION, 9L));
        assertThat(told(watching)).isEmpty();
        assertThat(job.due(Map.of(PARTITION, 10L))).containsExactly(PLACE);
    }

    @Test
    void anEndWhoseTextIsNotStoredYetIsToldOnceItIsAlsoIfOtherEventsFollow() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        job.mark(PLACE, PARTITION, 8, 1);
        job.mark(PLACE, PARTITION, 9, 0);
        read(CellState.RUNNING, new Position(1, 1, 0), Map.of(PARTITION, 10L));
        assertThat(told(watching)).isEmpty();
        assertThat(job.due(Map.of(PARTITION, 10L))).containsExactly(PLACE);
        read(CellState.DONE, new Position(1, 1, 0), Map.of(PARTITION, 10L));
        assertThat(told(watching)).singleElement().asString().contains("\"state\":\"done\"");
        assertThat(job.due(Map.of(PARTITION, 10L))).isEmpty();
    }

    @Test
    void aTextIsToldOnceItsCellIsKnownToRunAndThenAtOnce() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        job.textsFor(watching);
        job.add(chunk(1, 0, "Hel", null));
        job.add(chunk(1, 3, "lo", "50%"));
        assertThat(told(watching)).isEmpty();
        assertThat(job.due(Map.of())).containsExactly(PLACE);
        job.read(List.of(PLACE), Map.of(), Map.of());
        assertThat(told(watching)).singleElement().asString().contains("\"offset\":0", "\"text\":\"Hello\"",
                "\"progress\":\"50%\"");
        job.add(chunk(1, 5, ", you", null));
        assertThat(told(watching)).singleElement().asString().contains("\"offset\":5", "\"text\":\", you\"")
                .doesNotContain("progress");
        assertThat(job.due(Map.of())).isEmpty();
    }

    @Test
    void aNewcomerGetsTheTextSoFarAndWhatFollowsItAlone() throws InterruptedException {
        watcher(256, 400);
        job.add(chunk(1, 0, "Hello", null));
        job.read(List.of(PLACE), Map.of(), Map.of());
        Watcher newcomer = watcher(300, 301);
        job.add(chunk(1, 5, " and", null));
        assertThat(job.textsFor(newcomer)).singleElement().extracting(LiveJobTest::text).asString()
                .contains("\"offset\":0", "\"text\":\"Hello and\"");
        job.add(chunk(1, 5, " and more", null));
        assertThat(told(newcomer)).singleElement().asString().contains("\"offset\":9", "\"text\":\" more\"");
    }

    @Test
    void aNewcomerToOtherRowsOfABlockGetsTheirTextsFromTheBeginning() throws InterruptedException {
        watcher(256, 260);
        assertThat(job.takesTexts(PLACE.row())).isTrue();
        job.add(chunk(1, 0, "Hello", null));
        job.read(List.of(PLACE), Map.of(), Map.of());
        job.add(chunk(1, 5, " and more", null));
        Watcher newcomer = watcher(300, 301);
        assertThat(job.textsFor(newcomer)).singleElement().extracting(LiveJobTest::text).asString()
                .contains("\"offset\":0", "\"text\":\"Hello and more\"");
    }

    @Test
    void aTextOfARowThatNobodyWatchesGoesWithItsCellsEnd() throws InterruptedException {
        Watcher elsewhere = watcher(256, 260);
        job.add(chunk(1, 0, "Hello", null));
        job.read(List.of(PLACE), Map.of(), Map.of());
        job.mark(PLACE, PARTITION, 8, 0);
        assertThat(job.due(Map.of(PARTITION, 9L))).containsExactly(PLACE);
        read(CellState.DONE, new Position(1, 1, 0), Map.of(PARTITION, 9L));
        assertThat(memory).hasValue(1_000);
        assertThat(told(elsewhere)).isEmpty();
        assertThat(job.textsFor(watcher(300, 301))).isEmpty();
    }

    @Test
    void theTextOfACellThatHasEndedIsToldNoMoreAndTakesNoMemory() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        job.textsFor(watching);
        job.add(chunk(1, 0, "Hello", null));
        read(CellState.DONE, new Position(1, 2, 0), Map.of());
        assertThat(told(watching)).isEmpty();
        assertThat(memory).hasValue(1_000);
        assertThat(job.textsFor(watching)).isEmpty();
    }

    @Test
    void aReleasedTasksTextGivesWayToItsSuccessors() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        job.textsFor(watching);
        job.add(chunk(1, 0, "Hello", null));
        read(CellState.RUNNING, new Position(1, 2, 0), Map.of());
        assertThat(job.textsFor(watching)).isEmpty();
    }

    @Test
    void whereTheMemoryIsFullATextKeepsNothingAndIsToldOn() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        job.textsFor(watching);
        job.add(chunk(1, 0, "a".repeat(990), null));
        job.read(List.of(PLACE), Map.of(), Map.of());
        job.add(chunk(1, 990, "b".repeat(20), null));
        assertThat(told(watching)).hasSize(2).last().asString().contains("\"offset\":990");
        assertThat(memory).hasValue(1_000);
        assertThat(job.textsFor(watching)).singleElement().extracting(LiveJobTest::text).asString()
                .contains("\"offset\":1010", "\"text\":\"\"");
    }

    @Test
    void aLogIsNoTextButTellsOfProgress() throws InterruptedException {
        Watcher watching = watcher(256, 400);
        job.textsFor(watching);
        job.add(new OutputChunk(address(), new Position(1, 1, 0), 1, Stream.LOG, 0, 0, "warming up", null,
                Instant.EPOCH));
        assertThat(job.due(Map.of())).isEmpty();
        job.add(new OutputChunk(address(), new Position(1, 1, 0), 1, Stream.LOG, 1, 10, "step 2", "step 2",
                Instant.EPOCH));
        job.read(List.of(PLACE), Map.of(), Map.of());
        assertThat(told(watching)).singleElement().asString().contains("\"text\":\"\"", "\"progress\":\"step 2\"");
    }

    /** Enters one that is past its first snapshot. */
    private Watcher watcher(int first, int end) throws InterruptedException {
        var watcher = new Watcher(new WatchedRows(first, end), () -> {});
        job.add(watcher);
        watcher.settle(Map.of(), Map.of());
        assertThat(watcher.next(Duration.ZERO)).isEqualTo(new Work.Snapshot());
        return watcher;
    }

    private void read(CellState state, Position at, Map<Integer, Long> folded) {
        var view = new CellView(state, null, null, null, 0, null, false, null, 0, 0, BigDecimal.ZERO, 0, 0, null, null,
                null, false, false, null, null, null, 1);
        job.read(List.of(PLACE), Map.of(PLACE, new LiveCell(PLACE, at, view)), folded);
    }

    private static OutputChunk chunk(int attempt, long offset, String text, @Nullable String progress) {
        return new OutputChunk(address(), new Position(1, 1, 0), attempt, Stream.ANSWER, 0, offset, text,
                progress, Instant.EPOCH);
    }

    private static CellAddress address() {
        return new CellAddress(JOB.tenant(), JOB.sheet(), JOB.id(), PLACE.row(), PLACE.column(), "one");
    }

    private static List<String> told(Watcher watcher) throws InterruptedException {
        return switch (watcher.next(Duration.ZERO)) {
            case Work.Write(List<Frame> written) -> written.stream().map(LiveJobTest::text).toList();
            case Work.Heartbeat() -> List.of();
            case Work.Snapshot(),Work.End() -> throw new AssertionError("neither is due");
        };
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), StandardCharsets.UTF_8);
    }
}
