package dev.cellmill.standalone.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The person at the other end: what they read and what they answer. Results go to {@code out}, the rest to {@code err}. */
final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean interactive;

    Terminal(PrintStream out, PrintStream err, boolean interactive) {
        this.out = out;
        this.err = err;
        this.interactive = interactive;
    }

    static Terminal ofProcess() {
        var console = System.console();
        return new Terminal(System.out, System.err, console != null && console.isTerminal());
    }

    PrintStream out() {
        return out;
    }

    /** Whether someone looks at it now, so that a line may be drawn over. */
    boolean interactive() {
        return interactive;
    }

    void say(String line) {
        err.println(line);
    }

    /** True only for a clear yes. Without a terminal there is nobody to ask, and the answer is no. */
    boolean confirm(String question) {
        if (!interactive) {
            return false;
        }
        err.print(question + " [y/N] ");
        err.flush();
        try {
            var answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        } catch (IOException e) {
            return false;
        }
    }
}
