package dev.cellmill.standalone.command;

import dev.cellmill.standalone.StandaloneSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that starts a server of its own. */
final class ServerOptions {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = "./data", description = "folder of everything that lasts (default: ${DEFAULT-VALUE})")
    Path data = Path.of("./data");

    @Option(names = "--providers", paramLabel = "FILE", description = "provider configuration (default: ./providers.yaml, if it is there)")
    @Nullable
    Path providers;

    StandaloneSettings settings(int port, int workers) {
        return new StandaloneSettings(port, data, workers, providers);
    }
}
