package dev.cellmill.standalone.command;

import dev.cellmill.standalone.StartRefused;
import dev.cellmill.worker.provider.InvalidProviderSettings;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a failed command says: a sentence where the person can do something about it, else all that is known. */
final class Failures implements IExecutionExceptionHandler {
    private static final int BAD_INPUT = 2;
    private static final int ELSE = 1;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused) {
                return say(command, cause, ELSE);
            }
            if (cause instanceof InvalidProviderSettings) {
                return say(command, cause, BAD_INPUT);
            }
        }
        failure.printStackTrace(command.getErr());
        return ELSE;
    }

    private static int say(CommandLine command, Throwable cause, int exitCode) {
        command.getErr().println(command.getColorScheme().errorText("cellmill: " + cause.getMessage()));
        command.getErr().flush();
        return exitCode;
    }
}
