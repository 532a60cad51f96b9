package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.command.ProgramEnd.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One run of a program, from its start until nothing of it is left. For one thread, which may be interrupted. */
final class ProgramRun {
    /** Between two looks at how many processes it has. */
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int BUFFER = 64 * 1024;
    private static final int KILLED = 137;

    private final Process program;
    private final ProcessTree tree;
    private final StreamText answer;
    private final StreamText log;
    private final Future<?> answerRead;
    private final Future<?> logRead;

    private ProgramRun(Process program, ProcessTree tree, StreamText answer, StreamText log, ExecutorService readers) {
        this.program = program;
        this.tree = tree;
        this.answer = answer;
        this.log = log;
        this.answerRead = readers.submit(() -> read(program.getInputStream(), answer));
        this.logRead = readers.submit(() -> read(program.getErrorStream(), log));
    }

    /**
     * @param marker a variable and its value, which are in the builder's environment and in nobody else's
     * @param readers a thread for each stream
     */
    static ProgramRun start(ProcessBuilder builder, String marker, StreamText answer, StreamText log,
            ProcessTable table, ExecutorService readers) throws IOException {
        long since = ProcessTree.beforeStart();
        Process program = builder.start();
        return new ProgramRun(program, new ProcessTree(table, program, marker, since), answer, log, readers);
    }

    /** Waits for its end, its own or ours, and leaves no process behind. */
    ProgramEnd await(Duration timeout, int mostProcesses) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Cause cause = watch(deadline, mostProcesses);
        if (cause != Cause.EXITED) {
            dropTheRest();
        }
        tree.end(GRACE);
        if (cause == Cause.EXITED) {
            cause = readTheRest(deadline);
        }
        return new ProgramEnd(cause, program.isAlive() ? KILLED : program.exitValue());
    }

    private Cause watch(long deadline, int mostProcesses) {
        try {
            for (long left = left(deadline); left > 0; left = left(deadline)) {
                if (program.waitFor(Math.min(LOOK.toNanos(), left), TimeUnit.NANOSECONDS)) {
                    return Cause.EXITED;
                }
                if (tree.size() > mostProcesses) {
                    return Cause.TOO_MANY_PROCESSES;
                }
            }
            return Cause.OUT_OF_TIME;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Cause.INTERRUPTED;
        }
    }

    private Cause readTheRest(long deadline) {
        try {
            answerRead.get(left(deadline), TimeUnit.NANOSECONDS);
            logRead.get(left(deadline), TimeUnit.NANOSECONDS);
            return Cause.EXITED;
        } catch (TimeoutException e) {
            dropTheRest();
            return Cause.OUT_OF_TIME;
        } catch (InterruptedException e) {
            dropTheRest();
            Thread.currentThread().interrupt();
            return Cause.INTERRUPTED;
        } catch (ExecutionException e) {
            throw new IllegalStateException("what a program wrote could not be taken", e.getCause());
        }
    }

    private void dropTheRest() {
        answer.close();
        log.close();
        answerRead.cancel(true);
        logRead.cancel(true);
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    private static void read(InputStream stream, StreamText text) {
        var buffer = new byte[BUFFER];
        try (stream) {
            for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
                text.take(buffer, length);
            }
        } catch (IOException e) {
            // closed under the reader because the program is gone: what came is all there is
        }
        text.end();
    }
}
