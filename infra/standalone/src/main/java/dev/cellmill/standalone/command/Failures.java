package dev.cellmill.standalone.command;

import dev.cellmill.common.access.OpenAddress;
import dev.cellmill.embedded.NoRoom;
import dev.cellmill.standalone.StartRefused;
import dev.cellmill.standalone.client.ServerAway;
import dev.cellmill.standalone.client.ServerProblem;
import dev.cellmill.worker.provider.InvalidProviderSettings;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What a failed command says: a sentence where the person can do something about it, else all that is known. */
final class Failures implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused || cause instanceof NoRoom || cause instanceof OpenAddress
                    || cause instanceof ServerAway) {
                return say(command, cause, ExitCode.FAILED);
            }
            if (cause instanceof InvalidProviderSettings || cause instanceof BadInput) {
                return say(command, cause, ExitCode.BAD_INPUT);
            }
            if (cause instanceof ServerProblem problem) {
                return say(command, cause, problem.badInput() ? ExitCode.BAD_INPUT : ExitCode.FAILED);
            }
        }
        failure.printStackTrace(command.getErr());
        return ExitCode.FAILED;
    }

    private static int say(CommandLine command, Throwable cause, int exitCode) {
        command.getErr().println(command.getColorScheme().errorText("cellmill: " + cause.getMessage()));
        command.getErr().flush();
        return exitCode;
    }
}
