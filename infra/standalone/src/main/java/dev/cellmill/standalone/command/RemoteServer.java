package dev.cellmill.standalone.command;

import dev.cellmill.standalone.client.CellmillClient;
import java.net.URI;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The server that a command asks. */
final class RemoteServer {
    @Option(names = "--server", paramLabel = "URL", description = "default: ${DEFAULT-VALUE}", defaultValue = "http://localhost:8080")
    private URI server = URI.create("http://localhost:8080");

    @Mixin
    private KeyOption key = new KeyOption();

    CellmillClient connect() {
        return new CellmillClient(server, key.value());
    }
}
