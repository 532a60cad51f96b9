package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.SkipReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldMetersTest {
    private static final JobId JOB = JobId.next();

    private final Map<String, String> kinds = new HashMap<>(Map.of("provider", "http", "none", "none"));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FoldMeters meters = new FoldMeters(registry, name -> kinds.getOrDefault(name, "unknown"));

    @Test
    void whatAnAnnouncedProvidersCellsMayComeToIsThereAtZeroBeforeTheFirstEnds() {
        meters.expect(new ProviderKinds.Announced("provider", "http", "lane-0"));
        meters.expect(new ProviderKinds.Announced("provider", "http", "lane-0"));

        assertThat(registry.find("cellmill.cells").tag("provider", "provider").tag("kind", "http")
                .tag("lane", "lane-0").counters())
                .extracting(one -> one.getId().getTag("outcome") + " " + one.getId().getTag("reason"))
                .hasSize(1 + ErrorCode.values().length).contains("done none", "failed provider.timeout");
        assertThat(registry.find("cellmill.cells").tag("provider", "none").counters())
                .extracting(one -> one.getId().getTag("outcome") + " " + one.getId().getTag("reason"))
                .hasSize(SkipReason.values().length + ErrorCode.values().length)
                .contains("skipped upToDate", "failed expression.failed");
        assertThat(registry.find("cellmill.cells").counters()).allMatch(one -> one.count() == 0);
        assertThat(registry.get("cellmill.lane.hopped").tag("lane", "lane-0").counter().count()).isZero();
    }

    @Test
    void cellsAreCountedInTheSeriesThatWasExpected() {
        meters.expect(new ProviderKinds.Announced("provider", "http", "lane-0"));
        int expected = registry.getMeters().size();

        meters.ended(ended(Events.done(JOB, 0, 0)));

        assertThat(registry.getMeters()).hasSize(expected);
        assertThat(done("http").count()).isEqualTo(1);
    }

    @Test
    void aKindThatIsNotKnownAtFirstIsLookedForAgain() {
        kinds.remove("provider");
        meters.ended(ended(Events.done(JOB, 0, 0)));
        kinds.put("provider", "http");
        meters.ended(ended(Events.done(JOB, 1, 0)));

        assertThat(done("unknown").count()).isEqualTo(1);
        assertThat(done("http").count()).isEqualTo(1);
    }

    @Test
    void aHopCountsInTheLaneThatItLeft() {
        meters.ended(ended(Events.hopped(JOB, 0, 0), Events.hopped(JOB, 0, 0)));

        assertThat(registry.get("cellmill.lane.hopped").tag("lane", "lane-0").counter().count()).isEqualTo(1);
        assertThat(registry.find("cellmill.cells").counters()).isEmpty();
    }

    private Counter done(String kind) {
        return registry.get("cellmill.cells").tag("outcome", "done").tag("kind", kind).counter();
    }

    private static EndedCells ended(CellEvent... events) {
        var ended = new EndedCells();
        ended.add(CellMerge.merge(null, List.of(events)), List.of(events));
        return ended;
    }
}
