package dev.cellmill.standalone.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The key that a command shows to the server. */
final class KeyOption {
    static final String VARIABLE = "CELLMILL_KEY";

    @Option(names = "--key", paramLabel = "KEY", description = "the key to show, cm_…; default: the environment variable "
            + VARIABLE)
    private @Nullable String key;

    /** Null where none was given; an empty variable is none. */
    @Nullable
    String value() {
        String given = key != null ? key : System.getenv(VARIABLE);
        return given == null || given.isBlank() ? null : given.strip();
    }

    /** The text without any key in it. */
    static String redacted(String text) {
        return text.replaceAll("cm_[a-z0-9]{12}_[A-Za-z0-9_-]{43}", "\\$" + VARIABLE);
    }
}
