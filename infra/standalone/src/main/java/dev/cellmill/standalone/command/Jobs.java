package dev.cellmill.standalone.command;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code cellmill jobs}: the newest jobs, a line each. */
@Command(name = "jobs", description = "List jobs, the newest first.")
final class Jobs implements Callable<Integer> {
    @Mixin
    private RemoteServer server = new RemoteServer();

    @Option(names = "--limit", description = "so many at most (default: ${DEFAULT-VALUE})", defaultValue = "20")
    private int limit;

    private final Terminal terminal;

    Jobs(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = server.connect()) {
            JsonNode items = client.jobs(limit).path("items");
            if (items.isEmpty()) {
                terminal.say("no jobs yet; start one with: ./cellmill enrich IN.csv --job JOB.yaml --server "
                        + client.server());
            }
            for (JsonNode job : items) {
                terminal.out().println(String.format(Locale.ROOT, "%s  %-10s  %s  %s", job.path("id").asString(),
                        job.path("state").asString(), job.path("createdAt").asString(), job.path("name").asString("")));
            }
            return ExitCode.DONE;
        }
    }
}
