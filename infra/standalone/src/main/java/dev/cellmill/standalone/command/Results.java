package dev.cellmill.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code cellmill results ID}: a job's rows as CSV on standard output. */
@Command(name = "results", description = "Write a job's rows as CSV to standard output.")
final class Results implements Callable<Integer> {
    @Mixin
    private RemoteServer server = new RemoteServer();

    @Parameters(paramLabel = "ID", description = "the job")
    private String id = "";

    private final Terminal terminal;

    Results(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = server.connect()) {
            client.results(id, terminal.out());
            terminal.out().flush();
            return ExitCode.DONE;
        }
    }
}
