package dev.cellmill.standalone.command;

import dev.cellmill.standalone.client.CellmillClient;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which server a command works with: one that runs, or one of its own for as long as it takes. */
final class ServerChoice {
    private static final int ANY_PORT = 0;

    @Option(names = "--server", paramLabel = "URL", description = "a running server; without one, everything runs here")
    private @Nullable URI server;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Mixin
    private KeyOption key = new KeyOption();

    RunningServer open(Terminal terminal) {
        if (server != null) {
            return RunningServer.remote(new CellmillClient(server, key.value()));
        }
        terminal.say("starting everything in %s …".formatted(options.data));
        return RunningServer.start(options.settings(ANY_PORT, 0), key.value());
    }
}
