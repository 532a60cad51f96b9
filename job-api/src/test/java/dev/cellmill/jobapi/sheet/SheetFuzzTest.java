package dev.cellmill.jobapi.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.cellmill.common.problem.ProblemException;
import java.io.ByteArrayInputStream;

/** Whatever is sent as rows is read or refused. Runs its corpus; with {@code JAZZER_FUZZ=1} one method looks for more. */
class SheetFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void csv(byte[] body) {
        judged(body, SheetFormat.CSV);
    }

    @FuzzTest(maxDuration = "60s")
    void json(byte[] body) {
        judged(body, SheetFormat.JSON);
    }

    @FuzzTest(maxDuration = "60s")
    void lines(byte[] body) {
        judged(body, SheetFormat.NDJSON);
    }

    private static void judged(byte[] body, SheetFormat format) {
        try {
            var table = ReadTable.of(new SheetBody(format, ',', false, new ByteArrayInputStream(body)),
                    ReadTable.LIMITS);
            assertThat(table.rows())
                    .allSatisfy(row -> assertThat(row).hasSizeLessThanOrEqualTo(table.columns().size()));
        } catch (ProblemException e) {
            assertThat(e.problems()).isNotEmpty();
        }
    }
}
