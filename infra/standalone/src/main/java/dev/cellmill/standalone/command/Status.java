package dev.cellmill.standalone.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code cellmill status ID}: how far a job is, as JSON, and in a line on standard error. */
@Command(name = "status", description = "Show how far a job is, as JSON.")
final class Status implements Callable<Integer> {
    @Mixin
    private RemoteServer server = new RemoteServer();

    @Parameters(paramLabel = "ID", description = "the job")
    private String id = "";

    private final Terminal terminal;

    Status(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = server.connect()) {
            JsonNode status = client.status(id);
            terminal.say(Spoken.progress(status));
            terminal.out().println(status.toPrettyString());
            return ExitCode.DONE;
        }
    }
}
