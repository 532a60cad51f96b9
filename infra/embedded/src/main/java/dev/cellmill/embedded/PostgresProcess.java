package dev.cellmill.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The server process that runs on a folder, whoever started it. */
public final class PostgresProcess {
    private PostgresProcess() {}

    /** By the number that the server leaves in its folder, if that is still a server of this folder. */
    public static Optional<ProcessHandle> of(Path data) throws IOException {
        Path trace = trace(data);
        if (!Files.exists(trace)) {
            return Optional.empty();
        }
        return Files.readAllLines(trace).stream()
                .findFirst()
                .flatMap(PostgresProcess::number)
                .flatMap(ProcessHandle::of)
                .filter(process -> isServerOf(process, data));
    }

    /** Its first line is the number of the process. */
    static Path trace(Path data) {
        return data.resolve("postmaster.pid");
    }

    private static Optional<Long> number(String line) {
        try {
            return Optional.of(Long.valueOf(line.strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isServerOf(ProcessHandle process, Path data) {
        return process.info().commandLine()
                .filter(command -> command.contains("postgres") && command.contains(data.toString()))
                .isPresent();
    }
}
