package dev.cellmill.standalone.command;

/** What the command line's exit codes mean. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int SOME_CELLS_FAILED = 3;

    private ExitCode() {}
}
