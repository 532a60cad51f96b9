package dev.cellmill.standalone.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code cellmill pause ID}, {@code cancel ID}, {@code retry ID}: changes a job's state and shows the receipt. */
@Command
final class ChangeJob implements Callable<Integer> {
    @Mixin
    private RemoteServer server = new RemoteServer();

    @Parameters(paramLabel = "ID", description = "the job")
    private String id = "";

    private final Terminal terminal;
    private final String verb;

    private ChangeJob(Terminal terminal, String verb) {
        this.terminal = terminal;
        this.verb = verb;
    }

    /** @param verb as the server's path has it */
    static CommandLine of(Terminal terminal, String name, String verb, String description) {
        var command = new CommandLine(new ChangeJob(terminal, verb));
        command.setCommandName(name);
        command.getCommandSpec().usageMessage().description(description);
        return command;
    }

    @Override
    public Integer call() {
        try (var client = server.connect()) {
            terminal.say(receipt(client.change(id, verb)));
            return ExitCode.DONE;
        }
    }

    /** In a sentence. */
    static String receipt(JsonNode changed) {
        JsonNode receipt = changed.path("receipt");
        int silent = receipt.path("unanswered").asInt();
        return String.format(Locale.ROOT,
                "%s: %s%,d calls in flight, %,d cells given back, %,d remaining, at most $%s at risk%s",
                changed.path("state").asString(), silent == 0 ? "" : "at most ", receipt.path("inFlight").asLong(),
                receipt.path("stopped").asLong(), receipt.path("remaining").asLong(),
                receipt.path("costAtRisk").asDecimal().toPlainString(),
                silent == 0 ? "" : " (%d workers have not answered)".formatted(silent));
    }
}
