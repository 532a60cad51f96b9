package dev.cellmill.worker.output;

import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** What is configured unless somebody says otherwise. */
public final class TestOutputs {
    public static final OutputSettings DEFAULTS = new OutputSettings(Duration.ofSeconds(1), DataSize.ofKilobytes(10),
            100, DataSize.ofMegabytes(1), List.of("\\d+%", "step \\d+", "complete", "error", "warning"));

    private TestOutputs() {}
}
