package dev.cellmill.common.log;

import java.io.Console;

/** How a service logs where {@code CELLMILL_LOG} does not say: plainly to a person at a terminal, as JSON to all else. */
public final class LogFormat {
    /** To be set as the least of a service's properties. */
    public static final String PROPERTY = "CELLMILL_LOG=" + (isTerminal() ? "plain" : "json");

    private LogFormat() {}

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
