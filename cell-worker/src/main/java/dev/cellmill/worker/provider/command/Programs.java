package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.transport.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** Runs programs, each in an empty folder of its own that is gone afterwards. Thread-safe. */
final class Programs implements AutoCloseable {
    private static final String MARKER = "CELLMILL_CALL";
    private static final long MOST_LOG = 8 * 1024 * 1024;

    private final Launcher launcher;
    private final WorkingFolders folders;
    private final DeathWatch watch;

    private final ProcessTable table = new ProcessTable();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("command-", 0).factory());

    private Programs(Launcher launcher, WorkingFolders folders, DeathWatch watch) {
        this.launcher = launcher;
        this.folders = folders;
        this.watch = watch;
    }

    /** @param temporary where this worker's folder is made */
    static Programs below(Path temporary) throws IOException {
        Launcher launcher = Launcher.find();
        WorkingFolders folders = WorkingFolders.below(temporary);
        String marker = MARKER + "=" + folders.folder().getFileName() + "[.]";
        return new Programs(launcher, folders, DeathWatch.start(launcher, marker, folders.folder()));
    }

    /**
     * What a run left.
     *
     * @param brokenAt byte of its output that is no UTF-8, -1 for none
     */
    record Result(ProgramEnd end, AnswerText answer, LogText log, long brokenAt) {}

    /**
     * On platform threads: starting a program, looking for its processes and reading its pipes keep a virtual thread on its
     * carrier, of which there are two for two processors, and 256 at most; a few hundred silent programs would stop
     * everything else of the worker.
     *
     * @param inputs what its stdin holds
     * @throws IOException if it cannot be started
     */
    Result run(CommandSettings settings, byte[] inputs, Duration timeout, AttemptOutput output, Secrets secrets)
            throws IOException {
        var task = new FutureTask<>(() -> runHere(settings, inputs, timeout, output, secrets));
        Thread thread = Thread.ofPlatform().daemon().name("command").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // it ends the program; that is waited for
                    interrupted = true;
                    thread.interrupt();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Result runHere(CommandSettings settings, byte[] inputs, Duration timeout, AttemptOutput output,
            Secrets secrets) throws IOException {
        String name = folders.nextName();
        Path folder = Files.createDirectory(folders.folder().resolve(name));
        try {
            var answer = new AnswerText(output, secrets);
            var log = new LogText(output, secrets);
            var answerStream = new StreamText(Utf8Decoder.strict(), settings.maxOutput(), answer);
            var logStream = new StreamText(Utf8Decoder.lenient(), MOST_LOG, log);
            String marker = MARKER + "=" + name;
            ProgramEnd end = ProgramRun
                    .start(builder(settings, folder, inputs, name), marker, answerStream, logStream, table, threads)
                    .await(timeout, settings.processes());
            output.exited(end.code());
            return new Result(end, answer, log, answerStream.brokenAt());
        } finally {
            WorkingFolders.delete(folder);
        }
    }

    /** The inputs are a file, so that nobody waits for a program to read them, and it need not. */
    private ProcessBuilder builder(CommandSettings settings, Path folder, byte[] inputs, String name)
            throws IOException {
        Path stdin = Files.write(folder.resolve("inputs.json"), inputs);
        Path working = Files.createDirectory(folder.resolve("work"));
        ProcessBuilder builder = new ProcessBuilder(launcher.program(settings.command(), settings.memory()))
                .directory(working.toFile())
                .redirectInput(stdin.toFile());
        builder.environment().clear();
        builder.environment().putAll(settings.environment());
        builder.environment().put(MARKER, name);
        return builder;
    }

    /** Ends what still runs. */
    @Override
    public void close() throws IOException {
        watch.close();
        folders.close();
    }
}
