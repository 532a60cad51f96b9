package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
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
    void aHopCountsOnceInTheLaneThatItLeftAndIsNoEnd() {
        List<CellEvent> twice = List.of(Events.hopped(JOB, 0, 0), Events.hopped(JOB, 0, 0));
        Merged first = CellMerge.merge(null, twice);
        assertThat(hops(first, twice)).containsExactly(Map.entry("lane-0", 1L));
        assertThat(hops(CellMerge.merge(first.after(), twice), twice)).isEmpty();
        assertThat(counted(null, Events.hopped(JOB, 0, 0))).isEmpty();
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
