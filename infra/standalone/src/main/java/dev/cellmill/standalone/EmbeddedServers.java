package dev.cellmill.standalone;

import dev.cellmill.embedded.EmbeddedKafka;
import dev.cellmill.embedded.EmbeddedPostgres;
import dev.cellmill.embedded.FreePort;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Broker and database, started side by side while the caller goes on; their addresses are known at once. */
final class EmbeddedServers implements AutoCloseable {
    private final int kafkaPort;
    private final int postgresPort = FreePort.find();
    private final String databasePassword;
    private final CompletableFuture<EmbeddedKafka> kafka;
    private final CompletableFuture<EmbeddedPostgres> postgres;

    private EmbeddedServers(DataFolder folder, int kafkaPort) {
        this.kafkaPort = kafkaPort;
        databasePassword = EmbeddedPostgres.password(folder.postgres());
        kafka = inBackground("broker start", () -> EmbeddedKafka.start(folder.kafka(), kafkaPort));
        postgres = inBackground("database start", () -> EmbeddedPostgres.start(folder.postgres(), postgresPort));
    }

    static EmbeddedServers start(DataFolder folder, int kafkaPort) {
        return new EmbeddedServers(folder, kafkaPort);
    }

    String bootstrap() {
        return "127.0.0.1:" + kafkaPort;
    }

    String databaseUrl() {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(postgresPort, EmbeddedPostgres.DATABASE);
    }

    String databasePassword() {
        return databasePassword;
    }

    /** Returns when both answer; throws what kept one from starting. */
    void await() {
        CompletableFuture.allOf(kafka, postgres).join();
    }

    /** The broker first: its clients are gone by now, and the database is what everything else stands on. */
    @Override
    public void close() {
        try {
            closeStarted(kafka);
        } finally {
            closeStarted(postgres);
        }
    }

    private static <T extends AutoCloseable> void closeStarted(CompletableFuture<T> start) {
        T server;
        try {
            server = start.join();
        } catch (CompletionException e) {
            // it never started, as await() has told
            return;
        }
        try {
            server.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("an embedded server did not stop in order", e);
        }
    }

    private static <T> CompletableFuture<T> inBackground(String name, java.util.function.Supplier<T> start) {
        return CompletableFuture.supplyAsync(start, task -> Thread.ofPlatform().name(name).daemon().start(task));
    }
}
