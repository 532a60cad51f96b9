package dev.cellmill.status.fold;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.message.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import tools.jackson.databind.node.StringNode;

/**
 * Random events of a few cells, and random ways for them to arrive. Events of one (run, dispatch, step) have the same
 * lane and the same usage, and those of one (run, dispatch) give the same back, as in life; anything else is arbitrary, even what no worker would send.
 */
record CellHistories(List<CellEvent> events, long seed) {
    static final int ROWS = 3;
    static final int COLUMNS = 2;

    private static final SheetId SHEET = SheetId.of("019a0000-0000-7000-8000-000000000001");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int KINDS = 6;

    static Arbitrary<CellHistories> of(JobId job, boolean reopened) {
        Arbitrary<Position> positions = Combinators.combine(
                Arbitraries.longs().between(1, 3), Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(0, 2)).as(Position::new);
        Arbitrary<CellAddress> cells = Combinators.combine(
                Arbitraries.integers().between(0, ROWS - 1), Arbitraries.integers().between(0, COLUMNS - 1))
                .as((row, column) -> new CellAddress(TenantId.DEFAULT, SHEET, job, row, column, "column" + column));
        Arbitrary<CellEvent> events = Combinators.combine(
                cells, positions, Arbitraries.integers().between(0, reopened ? KINDS : KINDS - 1),
                Arbitraries.integers().between(0, 999))
                .as(CellHistories::event);
        return Combinators.combine(events.list().ofMinSize(1).ofMaxSize(30), Arbitraries.longs())
                .as(CellHistories::new);
    }

    /** The same with at most one end for each run of a cell. */
    CellHistories withOneEndPerRun() {
        Set<String> ended = new HashSet<>();
        List<CellEvent> kept = events.stream()
                .filter(event -> !ends(event) || ended.add(event.cell().key() + "/" + event.position().run()))
                .toList();
        return new CellHistories(kept, seed);
    }

    /** Every event at least once, some more often, in an order of its own, cut into batches. */
    List<List<CellEvent>> arrival(int number) {
        var random = new Random(seed + number);
        List<CellEvent> all = new ArrayList<>(events);
        events.stream().filter(_ -> random.nextInt(3) == 0).forEach(all::add);
        java.util.Collections.shuffle(all, random);
        List<List<CellEvent>> batches = new ArrayList<>();
        for (int from = 0; from < all.size();) {
            int to = Math.min(all.size(), from + 1 + random.nextInt(8));
            batches.add(all.subList(from, to));
            from = to;
        }
        return batches;
    }

    static boolean ends(CellEvent event) {
        return event instanceof CellEvent.Done || event instanceof CellEvent.Failed
                || event instanceof CellEvent.Skipped;
    }

    static Usage usage(Position at) {
        long mark = at.run() * 100 + at.dispatch() * 10L + at.step();
        return new Usage(1 + at.step(), mark, mark * 3, mark * 1_000, mark * 7, mark * 2)
                .returning(at.run() * 10_000 + at.dispatch());
    }

    static String lane(int step) {
        return "lane-" + step;
    }

    private static CellEvent event(CellAddress cell, Position at, int kind, int mark) {
        Instant when = NOON.plusMillis(mark);
        String lane = lane(at.step());
        Usage usage = usage(at);
        var trace = new StepTrace(at.step(), "provider", null, null, "raw", List.of());
        return switch (kind) {
            case 0 -> new CellEvent.Started(cell, at, lane, when, "provider" + mark,
                    mark % 3 == 0 ? null : "worker" + mark, mark % 3 == 0 ? 0 : mark);
            case 1 -> new CellEvent.Released(cell, at, lane, when, usage, null);
            case 2 -> new CellEvent.Hopped(cell, at, lane, when, lane(at.step() + 1), usage, trace);
            case 3 -> new CellEvent.Done(cell, at, lane, when, answer(at, mark), usage, trace);
            case 4 -> new CellEvent.Failed(cell, at, lane, when,
                    new CellError(ErrorCode.PROVIDER_REJECTED, "no " + mark, false, 1), "provider", usage, trace);
            // A skipped cell made no call, so its account is empty: a dispatch of its own keeps usage and place one.
            case 5 -> new CellEvent.Skipped(cell, new Position(at.run(), at.dispatch() + 10, 0), lane(0), when,
                    mark % 2 == 0 ? SkipReason.UP_TO_DATE : SkipReason.INPUT);
            default -> new CellEvent.Reopened(cell, new Position(at.run(), 1, 0), lane(0), when);
        };
    }

    private static Answer answer(Position at, int mark) {
        return new Answer(StringNode.valueOf("value \"" + mark + "\" ✓"), "provider", mark % 2 == 0 ? "model" : null,
                mark % 5 == 0 ? null : mark / 999.0, at.step(), mark % 7 == 0, ServedBy.ofCode(mark % 4),
                new Fingerprint(mark, ~mark));
    }
}
