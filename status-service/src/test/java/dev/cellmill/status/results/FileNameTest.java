package dev.cellmill.status.results;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileNameTest {

    @Test
    void aNameLosesWhatFileSystemsRefuse() {
        assertThat(FileName.of("Qualify leads: \"EU\"/2026", ResultFormat.CSV)).isEqualTo("Qualify-leads-EU-2026.csv");
        assertThat(FileName.of("../../etc/passwd", ResultFormat.JSONL)).isEqualTo("etc-passwd.jsonl");
        assertThat(FileName.of("Käufer.v2", ResultFormat.CSV)).isEqualTo("Käufer.v2.csv");
    }

    @Test
    void aNameIsNeverEmptyNorLong() {
        assertThat(FileName.of("???", ResultFormat.CSV)).isEqualTo("results.csv");
        assertThat(FileName.of("𝒳".repeat(200), ResultFormat.CSV)).isEqualTo("𝒳".repeat(80) + ".csv");
    }
}
