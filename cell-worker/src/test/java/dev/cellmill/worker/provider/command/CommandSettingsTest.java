package dev.cellmill.worker.provider.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.worker.provider.InvalidProviderSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandSettingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "|command is missing; give it a list of the program and its arguments, such as [python3, score.py]",
            ",\"command\":[]|command is missing; give it a list of the program and its arguments, such as [python3, score.py]",
            ",\"command\":\"sh -c x\"|command is a list of texts such as [a, b]",
            ",\"command\":[\"no-such-program\"]|command names the program no-such-program, which is not in PATH; install it, or write ./no-such-program for one beside the provider file",
            ",\"command\":[\"sh\"],\"output\":\"xml\"|output is one of text, json, not xml",
            ",\"command\":[\"sh\"],\"maxOutput\":\"much\"|maxOutput is a size such as 500KB, 64MB or 1GB, not much",
            ",\"command\":[\"sh\"],\"environment\":[\"A=B\"]|environment holds names of variables, of letters, digits and _; A=B is none",
            ",\"command\":[\"sh\"],\"variables\":{\"A B\":\"x\"}|variables.A B holds names of variables, of letters, digits and _; A B is none",
            ",\"command\":[\"sh\"],\"transientCodes\":[0]|transientCodes is a list of exit codes from 1 to 255",
            ",\"command\":[\"sh\"],\"transientCodes\":[256]|transientCodes is a list of exit codes from 1 to 255",
            ",\"command\":[\"sh\"],\"limits\":{\"proceses\":3}|limits.proceses is unknown. Did you mean \"processes\"?",
            ",\"command\":[\"sh\"],\"limits\":{\"processes\":0}|limits.processes is a whole number from 1 to 2147483647, not 0",
            ",\"command\":[\"sh\"],\"shell\":true|shell is unknown."})
    void saysWhichKeyIsWrongAndWhatToDo(String more, String sentence) throws IOException {
        try (var commands = new Commands(folder)) {
            assertThatThrownBy(() -> commands.provider("{\"kind\":\"command\"" + (more == null ? "" : more) + "}"))
                    .isInstanceOf(InvalidProviderSettings.class)
                    .hasMessageStartingWith("providers.score." + sentence);
        }
    }

    @Test
    void aProgramThatIsNotThereOrMayNotBeRunIsToldAtTheStart() throws IOException {
        Path file = Files.writeString(folder.resolve("own.sh"), "#!/bin/sh\n");
        try (var commands = new Commands(folder)) {
            assertThatThrownBy(() -> commands.provider("{\"kind\":\"command\",\"command\":[\"bin/own.sh\"]}"))
                    .hasMessage("providers.score.command names the program %s, and there is no such file; paths are"
                            + " relative to %s", folder.resolve("bin/own.sh"), folder);
            assertThatThrownBy(() -> commands.provider("{\"kind\":\"command\",\"command\":[\"./own.sh\"]}"))
                    .hasMessage("providers.score.command names the program %s, which may not be executed; run chmod +x"
                            + " on it", file);
        }
    }
}
