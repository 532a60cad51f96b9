package dev.cellmill.worker.provider.command;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.worker.provider.ProviderRequest;
import dev.cellmill.worker.provider.ProviderSettings;
import dev.cellmill.worker.provider.StreamingProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes providers that run a script of the shell, in a worker whose environment is known. */
final class Commands implements AutoCloseable {
    static final Duration LONG = Duration.ofSeconds(60);
    static final String SECRET = "s3cret-token/1";

    final Path folder;
    private final CommandProviderFactory factory;

    Commands(Path folder) {
        this.folder = folder;
        var environment = new HashMap<>(Map.of("LANG", "C.UTF-8", "WORKER_KEY", SECRET));
        environment.put("PATH", System.getenv("PATH"));
        this.factory = new CommandProviderFactory(folder, environment, folder);
    }

    /** @param more keys of its configuration as JSON members, each after a comma */
    StreamingProvider shell(String script, String more) {
        return provider("{\"kind\":\"command\",\"command\":[\"sh\",\"-c\"," + Json.MAPPER.writeValueAsString(script)
                + "]" + more + "}");
    }

    StreamingProvider provider(String values) {
        return (StreamingProvider) factory.create(new ProviderSettings("score", Json.MAPPER.readTree(values), "hash",
                null, Set.of(), false, null));
    }

    static ProviderRequest request(Map<String, String> inputs, Duration timeout) {
        return new ProviderRequest(null, null, null, List.of(), inputs, Map.of(), Map.of(), null, OutputType.TEXT,
                timeout, true);
    }

    @Override
    public void close() throws IOException {
        factory.close();
    }
}
