package dev.cellmill.common.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Whatever is sent as a job is read or refused. Runs its corpus; with {@code JAZZER_FUZZ=1} one method looks for more. */
class JobFuzzTest {

    @FuzzTest(maxDuration = "60s")
    void json(byte[] document) {
        judged(document, JobFormat.JSON);
    }

    @FuzzTest(maxDuration = "60s")
    void yaml(byte[] document) {
        judged(document, JobFormat.YAML);
    }

    private static void judged(byte[] document, JobFormat format) {
        switch (JobSpecReader.read(document, format)) {
            case JobReading.Read(var spec, var tree) -> assertThat(spec.columns()).isNotEmpty();
            case JobReading.Refused(var problems) -> assertThat(problems).isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.detail()).isNotBlank());
        }
    }
}
