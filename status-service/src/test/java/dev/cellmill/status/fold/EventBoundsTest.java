package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

class EventBoundsTest {
    private static final CellAddress CELL = Events.cell(JobId.next(), 0, 0);
    private static final Position AT = new Position(1, 1, 0);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final long MOST = 1L << 40;
    private static final int MOST_ATTEMPTS = 1 << 16;

    @Test
    void aTrueEventIsWithinThem() {
        Stream.of(started(0), started(MOST), skipped(AT, NOON), new CellEvent.Reopened(CELL, AT, "lane", NOON),
                done(Usage.NONE, 0), done(Usage.NONE, CellAccount.MAX_STEP),
                skipped(new Position(CellAccount.MAX_RUN, CellAccount.MAX_DISPATCH, CellAccount.MAX_STEP), NOON),
                skipped(AT, Instant.parse("2000-01-01T00:00:00.001Z")),
                skipped(AT, Instant.parse("9998-12-31T23:59:59.999Z")))
                .forEach(event -> assertThat(EventBounds.check(event)).isSameAs(event));
    }

    @Test
    void whatNoTrueEventHasIsRefusedWithItsName() {
        refuses(skipped(new Position(1, 1, CellAccount.MAX_STEP + 1), NOON), "position");
        refuses(skipped(AT, Instant.parse("2000-01-01T00:00:00Z")), "time");
        refuses(skipped(AT, Instant.parse("9999-01-01T00:00:00Z")), "time");
        refuses(started(MOST + 1), "cost");
        refuses(started(-1), "cost");
        refuses(done(Usage.NONE, CellAccount.MAX_STEP + 1), "step");
        refuses(done(Usage.NONE, -1), "step");
    }

    @Test
    void noSumOfUsagesOverflows() {
        List<Function<Usage, CellEvent>> kinds = List.of(usage -> done(usage, 0),
                usage -> new CellEvent.Released(CELL, AT, "lane", NOON, usage, null),
                usage -> new CellEvent.Hopped(CELL, AT, "lane", NOON, "next", usage, null),
                usage -> new CellEvent.Failed(CELL, AT, "lane", NOON,
                        new CellError(ErrorCode.PROVIDER_REJECTED, "no", false, 1), null, usage, null));
        for (Function<Usage, CellEvent> kind : kinds) {
            CellEvent most = kind.apply(new Usage(MOST_ATTEMPTS, MOST, MOST, MOST, MOST, MOST, MOST));
            assertThat(EventBounds.check(most)).isSameAs(most);
            for (Usage more : oneTooMany()) {
                refuses(kind.apply(more), "usage");
            }
        }
    }

    private static List<Usage> oneTooMany() {
        List<Usage> all = new ArrayList<>();
        all.add(new Usage(MOST_ATTEMPTS + 1, 0, 0, 0, 0, 0, 0));
        for (int field = 0; field < 6; field++) {
            long[] of = new long[6];
            of[field] = MOST + 1;
            all.add(new Usage(0, of[0], of[1], of[2], of[3], of[4], of[5]));
        }
        return all;
    }

    private static void refuses(CellEvent event, String what) {
        assertThatIllegalArgumentException().as("%s", event).isThrownBy(() -> EventBounds.check(event))
                .withMessageContaining(what);
    }

    private static CellEvent started(long atRisk) {
        return new CellEvent.Started(CELL, AT, "lane", NOON, "provider", "worker", atRisk);
    }

    private static CellEvent skipped(Position at, Instant when) {
        return new CellEvent.Skipped(CELL, at, "lane", when, SkipReason.MODE);
    }

    private static CellEvent done(Usage usage, int step) {
        return new CellEvent.Done(CELL, AT, "lane", NOON, new Answer(StringNode.valueOf("v"), "provider", null, null,
                step, false, ServedBy.PROVIDER, new Fingerprint(1, 2)), usage, null);
    }
}
