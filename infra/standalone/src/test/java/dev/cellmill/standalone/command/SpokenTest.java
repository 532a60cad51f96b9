package dev.cellmill.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.json.Json;
import org.junit.jupiter.api.Test;

class SpokenTest {

    @Test
    void anEstimateSaysWhatIsThereAndWhatItTakes() {
        assertThat(Spoken.estimate(Json.MAPPER.readTree("""
                {"plan": {"empty": 1200, "stale": 0, "failed": 3, "done": 40, "validated": 0},
                 "summary": "1,203 cells to fill, about $3.20 and 12 minutes (medium confidence)",
                 "cost": {"unpriced": ["gpt/odd"]}, "time": {"itemsPerMinute": 99.6, "boundBy": "requests"},
                 "basis": {"source": "history"}}"""))).isEqualToNormalizingNewlines("""
                plan: 1,200 empty, 3 failed, 40 done
                estimate: 1,203 cells to fill, about $3.20 and 12 minutes (medium confidence); \
                100 cells a minute, bound by requests, from history; without a price: gpt/odd""");
    }

    @Test
    void progressSaysHowLongItStillTakesAndWhatBindsIt() {
        String status = """
                {"state": "processing", "completedCells": 45, "totalCells": 100, "progress": 45.0,
                 "itemsPerMinute": 3.0, "remaining": %s}""";
        assertThat(Spoken.progress(Json.MAPPER.readTree(status.formatted("""
                {"secondsP50": 1100, "secondsP90": 1400, "formatted": "18 minutes", "boundBy": "requests"}"""))))
                .isEqualTo("processing: 45 of 100 cells (45.0 %), 3.0 a minute; "
                        + "18 minutes remain (P50 1,100 s, P90 1,400 s), bound by requests");
        assertThat(Spoken.progress(Json.MAPPER.readTree(status.formatted("null"))))
                .isEqualTo("processing: 45 of 100 cells (45.0 %), 3.0 a minute");
    }
}
