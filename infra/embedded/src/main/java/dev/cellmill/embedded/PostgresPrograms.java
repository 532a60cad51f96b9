package dev.cellmill.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code initdb}, {@code postgres} and {@code pg_ctl}, run as a user that PostgreSQL accepts. */
final class PostgresPrograms {
    private static final int INIT_TIMEOUT_SECONDS = 180;
    private static final int START_TIMEOUT_SECONDS = 120;
    private static final int STOP_TIMEOUT_SECONDS = 30;
    private static final int LOG_TAIL = 2_000;

    private final Path binaries;
    private final PostgresUser user;

    PostgresPrograms(PostgresUser user) {
        this.binaries = PostgresBinaries.unpacked(user == PostgresUser.NOBODY);
        this.user = user;
    }

    /** Makes the files of an empty server; a folder that has them stays as it is. */
    void initialise(Path data) throws IOException {
        if (EmbeddedPostgres.isInitialised(data)) {
            return;
        }
        Path output = data.resolveSibling("initdb.log");
        if (Files.exists(data)) {
            // an earlier start died in the middle; there is no data yet
            Folders.delete(data);
        }
        Path unfinished = data.resolveSibling("data.unfinished");
        if (Files.exists(unfinished)) {
            Folders.delete(unfinished);
        }
        user.own(data.getParent());
        var process = run(output, "initdb", "-D", unfinished.toString(), "-U", EmbeddedPostgres.USER, "-A", "trust",
                "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                "--no-instructions");
        await(process, INIT_TIMEOUT_SECONDS, output, "initdb");
        Files.move(unfinished, data);
    }

    /**
     * Gives the server's user this password if it has another, or none as in folders of old, while no server runs there: by a
     * session on the files themselves, which needs no password and listens nowhere.
     */
    void setPassword(Path data, String password) throws IOException {
        if (PostgresConfiguration.asksFor(data, password)) {
            return;
        }
        user.own(data.getParent());
        Path output = data.resolveSibling("password.log");
        var builder = builder(output, "postgres", "--single", "-D", data.toString(), "postgres");
        builder.redirectInput(ProcessBuilder.Redirect.PIPE);
        Process process = builder.start();
        try (var input = process.outputWriter(StandardCharsets.US_ASCII)) {
            input.write("ALTER ROLE %s PASSWORD '%s'%n".formatted(EmbeddedPostgres.USER, password));
        }
        await(process, START_TIMEOUT_SECONDS, output, "setting the password");
        PostgresConfiguration.askFor(data, password);
    }

    /**
     * Returns when the server answers, after the recovery of an unclean end. By {@code pg_ctl}, which gives the server a session of
     * its own: Ctrl-C on a terminal reaches every process of the session, and the server must be the last to stop.
     */
    void start(Path data, Path output, int port) throws IOException {
        PostgresConfiguration.write(data, port);
        user.own(data.getParent());
        Path said = data.resolveSibling("pg_ctl.log");
        var process = run(said, "pg_ctl", "start", "-D", data.toString(), "-l", output.toString(), "-w", "-t",
                Integer.toString(START_TIMEOUT_SECONDS));
        await(process, START_TIMEOUT_SECONDS + 1, said, "pg_ctl start (see also %s)".formatted(output));
    }

    /** Stops the server of that folder: sessions are ended, their transactions rolled back. */
    void stop(Path data) {
        Path output = data.resolveSibling("pg_ctl.log");
        try {
            var process = run(output, "pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t",
                    Integer.toString(STOP_TIMEOUT_SECONDS));
            await(process, STOP_TIMEOUT_SECONDS + 1, output, "pg_ctl stop");
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be stopped on " + data, e);
        }
    }

    private static String tail(Path output) {
        try {
            String text = Files.readString(output);
            return text.substring(Math.max(0, text.length() - LOG_TAIL)).strip();
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    private Process run(Path output, String program, String... arguments) throws IOException {
        return builder(output, program, arguments).start();
    }

    private ProcessBuilder builder(Path output, String program, String... arguments) {
        var command = new ArrayList<>(user.prefix());
        command.add(binaries.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        // the caller's own PostgreSQL settings are not ours
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        return builder;
    }

    private static void await(Process process, int seconds, Path output, String what) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("%s took over %d s; its log is %s".formatted(what, seconds, output));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + what, e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("%s failed: %s".formatted(what, tail(output)));
        }
    }
}
