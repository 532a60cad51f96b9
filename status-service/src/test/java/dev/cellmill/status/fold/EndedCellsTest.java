package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.SkipReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EndedCellsTest {
    private static final JobId JOB = JobId.next();

    @Test
    void anEndCountsOnceHoweverOftenItComes() {
        Merged first = CellMerge.merge(null, List.of(Events.done(JOB, 0, 0), Events.done(JOB, 0, 0)));

        assertThat(counted(null, Events.done(JOB, 0, 0), Events.done(JOB, 0, 0)))
                .containsExactly(Map.entry("lane-0 provider done none", 1L));
        assertThat(counted(first.after(), Events.done(JOB, 0, 0))).isEmpty();
    }

    @Test
    void theFirstEndOfARunIsTheOneThatCounts() {
        assertThat(counted(null, Events.failed(JOB, 0, 0), Events.done(JOB, 0, 0)))
                .containsExactly(Map.entry("lane-0 provider failed provider.rejected", 1L));
    }

    @Test
    void whatHasNotEndedDoesNotCount() {
        assertThat(counted(null, Events.released(JOB, 0, 0, new Position(1, 1, 0)))).isEmpty();
    }

    @Test
    void whatCameBeforeTheEndIsPassedOver() {
        CellEvent started = new CellEvent.Started(Events.cell(JOB, 0, 0), new Position(1, 1, 0), "lane-0",
                Instant.EPOCH, "provider");
        CellEvent released = Events.released(JOB, 0, 0, new Position(1, 1, 0));
        CellEvent reopened = Events.reopened(JOB, 0, 0, 1);
        assertThat(counted(null, started, released, Events.hopped(JOB, 0, 0), reopened, Events.done(JOB, 0, 0)))
                .containsExactly(Map.entry("lane-0 provider done none", 1L));
        assertThat(counted(CellMerge.merge(null, List.of(started)).after(), Events.done(JOB, 0, 0)))
                .containsExactly(Map.entry("lane-0 provider done none", 1L));
    }

    @Test
    void aHopCountsOnceInTheLaneThatItLeftAndIsNoEnd() {
        List<CellEvent> twice = List.of(Events.hopped(JOB, 0, 0), Events.hopped(JOB, 0, 0));
        Merged first = CellMerge.merge(null, twice);
        assertThat(hops(first, twice)).containsExactly(Map.entry("lane-0", 1L));
        assertThat(hops(CellMerge.merge(first.after(), twice), twice)).isEmpty();
        assertThat(counted(null, Events.hopped(JOB, 0, 0))).isEmpty();
    }

    @Test
    void cellsOfOneKindAddUp() {
        var ended = new EndedCells();
        for (int row = 0; row < 3; row++) {
            List<CellEvent> events = List.of(Events.hopped(JOB, row, 0), Events.done(JOB, row, 0));
            ended.add(CellMerge.merge(null, events), events);
        }
        var counts = new TreeMap<String, Long>();
        ended.forEach((kind, count) -> counts.put(kind.outcome(), count));
        ended.forEachHop(counts::put);
        assertThat(counts).isEqualTo(Map.of("done", 3L, "lane-0", 3L));
    }

    @Test
    void whatEndedWithoutAProviderIsNobodys() {
        assertThat(counted(null, Events.skipped(JOB, 0, 0, SkipReason.INPUT)))
                .containsExactly(Map.entry("lane-0 none skipped input", 1L));
        assertThat(counted(null, Rejection.of(Events.done(JOB, 0, 0))).keySet()).singleElement().asString()
                .startsWith("lane-0 none failed ");
    }

    @Test
    void anEndOfAnOlderRunIsNotCounted() {
        CellEvent old = Events.done(JOB, 0, 0);
        CellEvent newer = Events.released(JOB, 0, 0, new Position(2, 1, 0));
        assertThat(counted(null, old, newer)).isEmpty();
        assertThat(counted(CellMerge.merge(null, List.of(newer)).after(), old)).isEmpty();
    }

    @Test
    void anEndOfANewerRunIsCountedAnew() {
        Cell before = CellMerge.merge(null, List.of(Events.failed(JOB, 0, 0))).after();
        CellEvent skipped = new CellEvent.Skipped(Events.cell(JOB, 0, 0), new Position(2, 1, 0), "lane-0",
                Instant.EPOCH, SkipReason.INPUT);
        assertThat(counted(before, Events.failed(JOB, 0, 0), skipped))
                .containsExactly(Map.entry("lane-0 none skipped input", 1L));
    }

    @Test
    void tellsWhichJobsItCompleted() {
        var ended = new EndedCells();
        assertThat(ended.completed()).isEmpty();
        var job = new JobFacts(JOB, TenantId.DEFAULT, SheetId.next(), 0, 1, 1, List.of(), false, false);
        ended.addCompleted(job);
        assertThat(ended.completed()).containsExactly(job);
    }

    private static Map<String, Long> hops(Merged merged, List<CellEvent> events) {
        var ended = new EndedCells();
        ended.add(merged, events);
        var hops = new TreeMap<String, Long>();
        ended.forEachHop(hops::put);
        return hops;
    }

    private static Map<String, Long> counted(@Nullable Cell before, CellEvent... events) {
        var ended = new EndedCells();
        ended.add(CellMerge.merge(before, List.of(events)), List.of(events));
        var counted = new TreeMap<String, Long>();
        ended.forEach((kind, count) -> counted.put(
                kind.lane() + " " + kind.provider() + " " + kind.outcome() + " " + kind.reason(), count));
        return counted;
    }
}
