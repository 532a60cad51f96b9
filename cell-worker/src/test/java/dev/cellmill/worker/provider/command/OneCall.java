package dev.cellmill.worker.provider.command;

import dev.cellmill.worker.provider.AttemptOutput;
import dev.cellmill.worker.provider.ProviderOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A worker in a process of its own that runs one script and notes what came of it. */
final class OneCall {
    private OneCall() {}

    /** @param arguments a folder, and the script; the folder's file {@code outcome} then holds what it says of itself */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (var commands = new Commands(folder)) {
            var length = new AtomicLong();
            AttemptOutput counting = new AttemptOutput() {
                private volatile String answerEnd = "";
                private volatile String logEnd = "";

                @Override
                public void answer(String piece) {
                    length.addAndGet(piece.length());
                    answerEnd = piece;
                }

                @Override
                public void log(String piece) {
                    length.addAndGet(piece.length());
                    logEnd = piece;
                }

                @Override
                public void exited(int code) {
                    // seen by the outcome
                }

                @Override
                public String toString() {
                    return logEnd.isEmpty() ? answerEnd : logEnd;
                }
            };
            ProviderOutcome outcome = commands.shell(arguments[1], "")
                    .call(Commands.request(Map.of(), Duration.ofMinutes(5)), counting);
            boolean isWritten = outcome instanceof ProviderOutcome.Success success && success.isWritten();
            Files.writeString(folder.resolve("outcome"), "%s %d %s".formatted(isWritten, length.get(), counting));
        }
    }
}
