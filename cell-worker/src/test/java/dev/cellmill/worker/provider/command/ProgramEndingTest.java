package dev.cellmill.worker.provider.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.testkit.JavaProcess;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderOutcome.Failure;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import dev.cellmill.worker.provider.StreamingProvider;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class ProgramEndingTest {
    /** A child, one that ignores SIGTERM, an orphan without variables, and a daemon that ignores SIGTERM. */
    private static final String FAMILY = """
            sleep %1$s &
            (trap '' TERM; sleep %1$s) &
            (env -i sleep %1$s &)
            (setsid sh -c 'trap "" TERM; sleep %1$s' < /dev/null > /dev/null 2>&1 &)
            """;
    private static final int MEMBERS = 4;
    /** In which a shell has set its trap on a machine with much to do. */
    private static final Duration TRAP_SET = Duration.ofSeconds(4);

    private final Sleepers sleepers = new Sleepers();
    private final Written written = new Written();
    private final CompletableFuture<ProviderOutcome> outcome = new CompletableFuture<>();
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private Path folder;
    private Commands commands;

    @BeforeEach
    void open(@TempDir Path temporary) {
        folder = temporary;
        commands = new Commands(folder);
    }

    @AfterEach
    void close() throws IOException {
        commands.close();
    }

    @Test
    void whenItsTimeIsUpAllThatItStartedEnds() {
        call(commands.shell(FAMILY.formatted(sleepers.seconds) + "echo so far; echo why >&2; wait", ""),
                Duration.ofSeconds(3));
        await().until(() -> sleepers.living().size() == MEMBERS);
        var failure = (Failure) outcome.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(sleepers.living()).isEmpty();
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
        assertThat(failure.transientFailure()).isTrue();
        assertThat(failure.costUnknown()).isTrue();
        assertThat(failure.message()).startsWith("the program did not end within 3000 ms: why;");
        assertThat(failure.received()).isEqualTo("so far");
        assertThat(written.codes).hasSize(1).doesNotContain(0);
    }

    @Test
    void whenItsAttemptIsEndedAllThatItStartedEnds() throws IOException {
        Thread caller = call(commands.shell(FAMILY.formatted(sleepers.seconds) + "wait", ""), Commands.LONG);
        await().until(() -> sleepers.living().size() == MEMBERS);
        caller.interrupt();
        var failure = (Failure) outcome.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(sleepers.living()).isEmpty();
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
        assertThat(interrupted.join()).isTrue();
        assertThat(calls()).isEmpty();
    }

    @Test
    void whenItEndsAllThatItStartedEnds() {
        call(commands.shell(FAMILY.formatted(sleepers.seconds) + "echo done", ""), Commands.LONG);
        var success = (Success) outcome.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(success.answer().stringValue()).isEqualTo("done");
        assertThat(sleepers.living()).isEmpty();
    }

    @Test
    void itMayTidyUpBeforeItIsKilled() {
        Path note = folder.resolve("note");
        call(commands.shell("trap 'echo bye > " + note + "; exit 1' TERM; sleep " + sleepers.seconds + " & wait", ""),
                TRAP_SET);
        outcome.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(note).hasContent("bye");
    }

    @Test
    void oneThatHasTooManyProcessesIsEnded() {
        call(commands.shell("for i in 1 2 3 4 5 6 7 8; do sleep " + sleepers.seconds + " & done; wait",
                ",\"limits\":{\"processes\":5}"), Commands.LONG);
        var failure = (Failure) outcome.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
        assertThat(failure.message()).startsWith("the program had more than 5 processes");
        assertThat(sleepers.living()).isEmpty();
    }

    @Test
    void whenTheWorkerIsKilledItsProgramsEndAndItsFolderGoes() throws IOException {
        try (var worker = JavaProcess.start(OneCall.class.getName(), folder.resolve("log"), "64m",
                List.of(folder.toString(), FAMILY.formatted(sleepers.seconds) + "wait"))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> sleepers.living().size() == MEMBERS);
            assertThat(workers()).hasSize(1);
            worker.kill();
            await().atMost(Duration.ofSeconds(30)).until(() -> sleepers.living().isEmpty() && workers().isEmpty());
        }
    }

    @Test
    void whenTheWorkerStopsItsProgramsEnd() throws IOException {
        call(commands.shell(FAMILY.formatted(sleepers.seconds) + "wait", ""), Commands.LONG);
        await().until(() -> sleepers.living().size() == MEMBERS);
        commands.close();
        await().atMost(Duration.ofSeconds(30)).until(() -> sleepers.living().isEmpty() && workers().isEmpty());
        outcome.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private Thread call(StreamingProvider provider, Duration timeout) {
        return Thread.startVirtualThread(() -> {
            outcome.complete(provider.call(Commands.request(Map.of(), timeout), written));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
    }

    private List<Path> workers() throws IOException {
        return in(folder, "cellmill-command-*");
    }

    private List<Path> calls() throws IOException {
        return in(workers().getFirst(), "cellmill-command-*");
    }

    private static List<Path> in(Path folder, String names) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names)) {
            return StreamSupport.stream(found.spliterator(), false).toList();
        }
    }
}
