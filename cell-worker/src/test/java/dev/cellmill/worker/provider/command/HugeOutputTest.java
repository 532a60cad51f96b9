package dev.cellmill.worker.provider.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.testkit.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process with a heap far smaller than what is written. */
class HugeOutputTest {
    private static final long MEGA = 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void anAnswerOfAGigabyteIsKeptUpToItsBound() throws IOException {
        String marker = "\n[cut off after 64 MB: 936 MB more were written]";
        assertThat(outcome("head -c 1048576000 /dev/zero | tr '\\0' x"))
                .isEqualTo("true %d %s", 64 * MEGA + marker.length(), marker);
    }

    @Test
    void aLogOfManyMegabytesIsKeptUpToItsBound() throws IOException {
        String marker = "[cut off after 8 MB: 92 MB more were written]";
        assertThat(outcome("yes 1234567 | head -c 104857600 >&2; echo done"))
                .isEqualTo("false %d %s", 8 * MEGA + marker.length() + "done".length(), marker);
    }

    private String outcome(String script) throws IOException {
        Path outcome = folder.resolve("outcome");
        try (var worker = JavaProcess.start(OneCall.class.getName(), folder.resolve("log"), "32m",
                List.of(folder.toString(), script))) {
            await().atMost(Duration.ofSeconds(90)).until(() -> !worker.alive());
            assertThat(outcome).as(worker.log()).exists();
        }
        return Files.readString(outcome);
    }
}
