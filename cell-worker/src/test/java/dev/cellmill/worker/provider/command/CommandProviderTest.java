package dev.cellmill.worker.provider.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.worker.provider.ProviderOutcome;
import dev.cellmill.worker.provider.ProviderOutcome.Failure;
import dev.cellmill.worker.provider.ProviderOutcome.Success;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandProviderTest {
    private static final Map<String, String> INPUTS = Map.of("b", "Größe \"x\"", "a", "1");

    private final Written written = new Written();
    private Commands commands;

    @BeforeEach
    void open(@TempDir Path folder) {
        commands = new Commands(folder);
    }

    @AfterEach
    void close() throws IOException {
        commands.close();
    }

    @Test
    void theInputsAreItsStdinAndItsStdoutIsTheValue() {
        Success success = success("cat; echo; echo said >&2", "");
        String inputs = "{\"a\":\"1\",\"b\":\"Größe \\\"x\\\"\"}";
        assertThat(success.answer().stringValue()).isEqualTo(inputs);
        assertThat(success.isWritten()).isFalse();
        assertThat(success.confidence()).isNull();
        assertThat(success.cost()).isZero();
        assertThat(success.received()).isEqualTo(inputs);
        assertThat(success.sent()).hasToString(inputs);
        assertThat(written.answer()).isEqualTo(inputs);
        assertThat(written.log()).isEqualTo("said\n");
        assertThat(written.codes).containsExactly(0);
    }

    @Test
    void jsonIsTheAnswerWithItsConfidence() {
        Success success = success("echo '{\"value\": 7, \"confidence\": 0.25}'",
                ",\"output\":\"json\",\"costPerCall\":0.01");
        assertThat(success.answer()).hasToString("{\"value\":7,\"confidence\":0.25}");
        assertThat(success.confidence()).isEqualTo(0.25);
        assertThat(success.cost()).isEqualTo(10_000_000);
        assertThat(success("echo '[1, 2]'", ",\"output\":\"json\"").answer()).hasToString("[1,2]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"true|it wrote nothing",
            "echo '{\"a\": 1} x'|in line 1, character 10: \"x\" is no value",
            "echo oops|in line 1, character 1: \"oops\" is no value", "echo '{\"a\":1}{}'|"})
    void whatShouldBeJsonAndIsNotIsInvalid(String script, String why) {
        Failure failure = failure(script, ",\"output\":\"json\"");
        assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
        assertThat(failure.transientFailure()).isFalse();
        assertThat(failure.message()).startsWith("the program's output is no JSON: " + (why == null ? "" : why));
    }

    @Test
    void anyExitCodeButZeroIsARefusalWithTheLastWordsOfStderr() {
        Failure failure = failure("echo part; for i in 1 2 3 4 5 6 7; do echo line $i >&2; done; exit 3", "");
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
        assertThat(failure.transientFailure()).isFalse();
        assertThat(failure.costUnknown()).isTrue();
        assertThat(failure.message()).isEqualTo(
                "the program ended with exit code 3: line 3 | line 4 | line 5 | line 6 | line 7");
        assertThat(failure.received()).isEqualTo("part");
        assertThat(written.codes).containsExactly(3);
        assertThat(failure("kill -9 $$", "").message())
                .isEqualTo("the program ended with exit code 137 (signal 9) and said nothing on stderr");
    }

    @Test
    void someExitCodesSayThatAnotherAttemptMaySucceed() {
        Failure failure = failure("exit 75", "");
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(failure.transientFailure()).isTrue();
        assertThat(failure.costUnknown()).isFalse();
        assertThat(failure("exit 9", ",\"transientCodes\":[8, 9]").transientFailure()).isTrue();
        assertThat(failure("exit 75", ",\"transientCodes\":[]").transientFailure()).isFalse();
    }

    @Test
    void noUtf8IsInvalidAtItsByteOnStdoutAndReplacedOnStderr() {
        Failure failure = failure("printf 'a\\303\\244b\\377c'; printf 'x\\377y' >&2", "");
        assertThat(failure.code()).isEqualTo(ErrorCode.OUTPUT_INVALID);
        assertThat(failure.message()).contains("no UTF-8 at byte 4");
        assertThat(written.log()).isEqualTo("x\uFFFDy");
    }

    @Test
    void itSeesOnlyTheEnvironmentThatIsAllowed() {
        String usual = success("env | sort", "").answer().stringValue();
        assertThat(usual).contains("LANG=C.UTF-8", "PATH=").doesNotContain("WORKER_KEY", Commands.SECRET);
        String given = success("env | sort", ",\"environment\":[\"PATH\"],\"variables\":{\"SIZE\":\"big\"}").answer()
                .stringValue();
        assertThat(given).contains("SIZE=big", "PATH=").doesNotContain("LANG=", "WORKER_KEY");
        assertThat(success("echo $WORKER_KEY", ",\"environment\":[\"PATH\",\"WORKER_KEY\"]").answer().stringValue())
                .as("a key that it is given is in none of its answers").isEqualTo("[secret]");
        assertThat(success("printf %s \"$WORKER_KEY\" | wc -c", ",\"environment\":[\"PATH\",\"WORKER_KEY\"]").answer()
                .stringValue().strip()).isEqualTo(Integer.toString(Commands.SECRET.length()));
    }

    @Test
    void secretsAreInNothingThatIsShownOfIt() {
        var provider = commands.shell(
                """
                printf '%.9s' "$WORKER_KEY" >&2; sleep 0.3; printf '%s\\n' "${WORKER_KEY#?????????}" >&2; cat; exit 1""",
                ",\"environment\":[\"PATH\",\"WORKER_KEY\"]");
        var failure = (Failure) provider.call(Commands.request(Map.of("a", "<" + Commands.SECRET + ">"), Commands.LONG),
                written);
        assertThat(failure.message()).endsWith("exit code 1: [secret]");
        assertThat(failure.received()).isEqualTo("{\"a\":\"<[secret]>\"}");
        assertThat(failure.sent()).hasToString("{\"a\":\"<[secret]>\"}");
        assertThat(written.log()).isEqualTo("[secret]\n");
        assertThat(provider.toString() + provider.profile()).doesNotContain(Commands.SECRET);
    }

    @Test
    void itRunsInAnEmptyFolderOfItsOwnThatIsGoneAfterwards() {
        Path folder = Path
                .of(success("ls -A; mkdir -p deep/er; echo x > deep/er/file; pwd", "").answer().stringValue());
        assertThat(folder).isAbsolute().doesNotExist();
        assertThat(folder.getParent()).doesNotExist();
        assertThat(Path.of(success("pwd", "").answer().stringValue())).isNotEqualTo(folder);
    }

    @Test
    void itNeedNotReadItsStdin() {
        var inputs = Map.of("text", "x".repeat(4 * 1024 * 1024));
        var success = (Success) commands.shell("echo done", "").call(Commands.request(inputs, Commands.LONG), written);
        assertThat(success.answer().stringValue()).isEqualTo("done");
    }

    @Test
    void aProgramAndFilesBesideTheProviderFileAreFound() throws IOException {
        Path program = Files.writeString(commands.folder.resolve("own.sh"), "#!/bin/sh\ncat \"$1\"; echo \" $2\"\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(commands.folder.resolve("data.txt"), "from the file");
        var provider = commands
                .provider("{\"kind\":\"command\",\"command\":[\"./own.sh\",\"data.txt\",\"other.txt\"]}");
        var success = (Success) provider.call(Commands.request(Map.of(), Commands.LONG), written);
        assertThat(success.answer().stringValue()).isEqualTo("from the file other.txt");
    }

    @Test
    void aProgramThatIsGoneByNowFailsItsCalls() throws IOException {
        Path program = Files.writeString(commands.folder.resolve("own.sh"), "#!/bin/sh\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var provider = commands.provider("{\"kind\":\"command\",\"command\":[\"./own.sh\"]}");
        Files.delete(program);
        var failure = (Failure) provider.call(Commands.request(Map.of(), Commands.LONG), written);
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REJECTED);
        assertThat(failure.message()).contains("exit code 127", "own.sh");
    }

    @Test
    void itsMemoryHasABound() {
        Failure failure = failure("head -c 200000000 /dev/zero | tail -n 1 | wc -c; exit 4",
                ",\"limits\":{\"memory\":\"20MB\"}");
        assertThat(failure.message()).contains("memory exhausted");
        assertThat(success("head -c 30000000 /dev/zero | tail -n 1 | wc -c", "").answer().stringValue().strip())
                .isEqualTo("30000000");
    }

    @Test
    void whatJobsAreToldOfIt() {
        var profile = commands.shell("true", ",\"limits\":{\"timeout\":\"5s\",\"processes\":3}").profile();
        assertThat(profile.kind()).isEqualTo("command");
        assertThat(profile.family()).isEqualTo(ProviderFamily.COMMAND);
        assertThat(profile.lane()).isEqualTo("score");
        assertThat(profile.limits().concurrency()).isEqualTo(10);
        assertThat(profile.limits().timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(profile.cache().mode()).hasToString("NONE");
    }

    private Success success(String script, String more) {
        ProviderOutcome outcome = commands.shell(script, more).call(Commands.request(INPUTS, Commands.LONG), written);
        assertThat(outcome).isInstanceOf(Success.class);
        return (Success) outcome;
    }

    private Failure failure(String script, String more) {
        ProviderOutcome outcome = commands.shell(script, more).call(Commands.request(INPUTS, Commands.LONG), written);
        assertThat(outcome).isInstanceOf(Failure.class);
        return (Failure) outcome;
    }
}
