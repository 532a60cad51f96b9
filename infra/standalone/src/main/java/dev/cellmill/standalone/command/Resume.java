package dev.cellmill.standalone.command;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cellmill resume ID}: lets a paused job go on, with a larger budget if one is given. */
@Command(name = "resume", description = "Let a paused job go on.")
final class Resume implements Callable<Integer> {
    private static final String PROCESSING = "processing";

    @Mixin
    private RemoteServer server = new RemoteServer();

    @Parameters(paramLabel = "ID", description = "the job")
    private String id = "";

    @Option(names = "--max-cost", paramLabel = "USD", description = "what the job may cost from now on, all in all")
    private @Nullable BigDecimal maxCost;

    private final Terminal terminal;

    Resume(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        try (var client = server.connect()) {
            if (maxCost != null && goesOnWith(client, id, maxCost)) {
                terminal.say("processing, with a budget of $%s".formatted(maxCost.toPlainString()));
                return ExitCode.DONE;
            }
            terminal.say(ChangeJob.receipt(client.change(id, "resume")));
            return ExitCode.DONE;
        }
    }

    /** Sets what the job may cost. @return whether that alone lets it go on */
    static boolean goesOnWith(CellmillClient client, String job, BigDecimal maxCost) {
        var patch = Json.MAPPER.createObjectNode();
        patch.putObject("budget").put("maxCost", maxCost);
        return client.patch(job, patch).path("state").asString("").equals(PROCESSING);
    }
}
