package dev.cellmill.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.faults.plan.FaultKind;
import dev.cellmill.faults.plan.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two short rounds over a small cluster, so that the rig itself does not rot; its series are run by hand. */
class RoundsIT {
    private static final long SEED = 5;
    private static final Shape SMALL = new Shape(1, 2, 1);
    /** Whoever is killed here is back within seconds. */
    private static final List<FaultKind> QUICK = List.of(FaultKind.DATABASE_STOPPED, FaultKind.POISON_EVENTS,
            FaultKind.EVENTS_AGAIN, FaultKind.PROVIDER_REFUSES);

    @TempDir
    private Path folder;

    @Test
    void allHoldsAfterRoundsOfFaultsAndTheJournalKnowsThem() throws Exception {
        var journal = new Journal(folder.resolve("series.jsonl"));
        var series = new Series(SEED, folder.resolve("cluster"), QUICK, SMALL, null, null, System.err);
        List<Journal.Line> lines = series.run(List.of(0, 1), journal);

        assertThat(lines).hasSize(2).allMatch(line -> line.violations().isEmpty(), "no violations");
        assertThat(lines).allMatch(line -> line.cells() > 100 && line.calls() > 100, "something was done");
        assertThat(lines.stream().flatMap(line -> line.kinds().stream()).distinct())
                .containsExactlyInAnyOrderElementsOf(QUICK.stream().map(FaultKind::wireName).toList());
        assertThat(journal.read()).isEqualTo(lines);
        assertThat(ProcessHandle.current().descendants()).as("processes that are left").isEmpty();
    }
}
