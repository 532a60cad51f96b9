package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.state.CellState;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

class OutcomeTest {
    private static final JobId JOB = JobId.next();
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Fingerprint PRINT = new Fingerprint(1, 2);

    @Test
    void aDoneCellShowsItsAnswer() {
        assertThat(done(StringNode.valueOf("v"), 0.5)).isEqualTo(new Outcome(CellState.DONE, "\"v\"", "provider",
                "model", 0.5f, true, ServedBy.MEMORY, PRINT.toUuid(), null, null));
        assertThat(done(NullNode.getInstance(), 0.5).value()).as("the answer has none").isNull();
    }

    @Test
    void othersShowWhoRunsOrEndedThemAndWhy() {
        assertThat(Outcome.of(Events.failed(JOB, 0, 0))).satisfies(failed -> {
            assertThat(failed.state()).isEqualTo(CellState.FAILED);
            assertThat(failed.provider()).isEqualTo("provider");
            assertThat(failed.error()).contains("\"provider.rejected\"");
        });
        assertThat(Outcome.of(Events.skipped(JOB, 0, 0, SkipReason.INPUT))).satisfies(skipped -> {
            assertThat(skipped.state()).isEqualTo(CellState.SKIPPED);
            assertThat(skipped.skipReason()).isEqualTo("input");
        });
        assertThat(
                Outcome.of(new CellEvent.Started(Events.cell(JOB, 0, 0), new Position(1, 1, 0), "lane", NOON, "who")))
                .satisfies(running -> {
                    assertThat(running.state()).isEqualTo(CellState.RUNNING);
                    assertThat(running.provider()).isEqualTo("who");
                });
        assertThat(Outcome.of(Events.hopped(JOB, 0, 0))).isEqualTo(Outcome.QUEUED);
        assertThat(Outcome.of(Events.reopened(JOB, 0, 0, 2))).isEqualTo(Outcome.QUEUED);
    }

    /** Then sums of half a billion are exact in any order. */
    @Property
    void confidencesAreWholeStepsNextToWhatWasGiven(@ForAll @DoubleRange(min = 0, max = 1) double given) {
        float kept = confidence(given);
        assertThat(kept * (1 << 24) % 1).isZero();
        assertThat(Math.abs(kept - given)).isLessThanOrEqualTo(0.5 / (1 << 24));
    }

    @Test
    void aConfidenceIsFromZeroToOneOrNone() {
        assertThat(confidence(1.5)).isEqualTo(1f);
        assertThat(confidence(-0.5)).isZero();
        assertThat(done(StringNode.valueOf("v"), null).confidence()).isNull();
        assertThat(done(StringNode.valueOf("v"), Double.NaN).confidence()).isNull();
        assertThat(done(StringNode.valueOf("v"), Double.POSITIVE_INFINITY).confidence()).isNull();
    }

    @Test
    void thePastIsKeptAsJsonByRun() {
        List<PastOutcome> past = List.of(
                PastOutcome.of(new Position(3, 2, 1), done(StringNode.valueOf("v"), 0.5), NOON),
                PastOutcome.of(new Position(4, 1, 0), Outcome.of(Events.failed(JOB, 0, 0)), NOON));

        String stored = PastOutcome.write(past);

        assertThat(PastOutcome.read(stored)).isEqualTo(past);
        JsonNode first = Json.MAPPER.readTree(stored).get(0);
        assertThat(first.path("run").asLong()).isEqualTo(3);
        assertThat(first.path("state").asString()).isEqualTo("done");
        assertThat(first.path("value").asString()).isEqualTo("v");
        assertThat(PastOutcome.write(List.of())).isNull();
        assertThat(PastOutcome.read(null)).isEmpty();
    }

    private static float confidence(double given) {
        return java.util.Objects.requireNonNull(done(StringNode.valueOf("v"), given).confidence());
    }

    private static Outcome done(JsonNode value, @Nullable Double confidence) {
        return Outcome.of(new CellEvent.Done(Events.cell(JOB, 0, 0), new Position(1, 1, 0), "lane", NOON,
                new Answer(value, "provider", "model", confidence, 0, true, ServedBy.MEMORY, PRINT), Usage.NONE, null));
    }
}
