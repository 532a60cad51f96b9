package dev.cellmill.standalone;

import static org.awaitility.Awaitility.await;

import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A server with its worker inside, whose one HTTP provider is a {@link KeyServer}. */
final class KeyedServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Path folder;
    private final KeyServer provider;
    private final boolean closesProvider;
    private final StandaloneServer server;
    private final CellmillClient client;

    /** Returns when everything is up. @param folder everything is written below it */
    KeyedServer(Path folder) throws IOException {
        this(folder, new KeyServer(), true);
    }

    /** @param provider of the caller, who closes it */
    KeyedServer(Path folder, KeyServer provider) throws IOException {
        this(folder, provider, false);
    }

    private KeyedServer(Path folder, KeyServer provider, boolean closesProvider) throws IOException {
        this.folder = folder;
        this.closesProvider = closesProvider;
        this.provider = provider;
        Path providers = Files.writeString(folder.resolve("providers.yaml"), provider.providers());
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, providers));
        client = new CellmillClient(URI.create(server.url()));
        await().atMost(START).until(client::isUp);
    }

    KeyServer provider() {
        return provider;
    }

    CellmillClient client() {
        return client;
    }

    String url() {
        return server.url();
    }

    JdbcClient database() {
        return JdbcClient.create(server.dataSource());
    }

    /** A sheet of one column {@code key}, its values the prefix and the row's number. @return its id */
    String upload(String prefix, int rows) throws IOException {
        Path csv = Files.write(folder.resolve(prefix + ".csv"), IntStream.range(-1, rows)
                .mapToObj(row -> row < 0 ? "key" : prefix + row).toList());
        return client.uploadCsv(csv, prefix).path("id").asString();
    }

    @Override
    public void close() {
        client.close();
        server.close();
        if (closesProvider) {
            provider.close();
        }
    }
}
