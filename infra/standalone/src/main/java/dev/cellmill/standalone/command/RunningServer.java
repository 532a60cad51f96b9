package dev.cellmill.standalone.command;

import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import dev.cellmill.standalone.client.CellmillClient;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server and the connection to it. One that was started here stops when this is closed, or with the process. */
final class RunningServer implements AutoCloseable {
    private final CellmillClient client;
    private final Consumer<Runnable> stopsFirst;
    private final Runnable stop;
    private final @Nullable String bootstrap;

    private RunningServer(CellmillClient client, Consumer<Runnable> stopsFirst, Runnable stop,
            @Nullable String bootstrap) {
        this.bootstrap = bootstrap;
        this.client = client;
        this.stopsFirst = stopsFirst;
        this.stop = stop;
    }

    static RunningServer remote(CellmillClient client) {
        return new RunningServer(client,
                first -> Runtime.getRuntime().addShutdownHook(new Thread(first, "before the end")), () -> {}, null);
    }

    /** @param key to show to it, null for none; its data folder may hold keys of an earlier run */
    static RunningServer start(StandaloneSettings settings, @Nullable String key) {
        StandaloneServer server = StandaloneServer.start(settings);
        return new RunningServer(new CellmillClient(URI.create(server.url()), key), server::beforeItStops,
                server::close, server.bootstrap());
    }

    /** Where its broker is; null of one that was not started here. */
    @Nullable
    String bootstrap() {
        return bootstrap;
    }

    CellmillClient client() {
        return client;
    }

    /** To be run at the end of the process while the server still answers, by Ctrl-C too. */
    void beforeTheEnd(Runnable work) {
        stopsFirst.accept(work);
    }

    /** Returns only if the thread is interrupted; Ctrl-C and SIGTERM end the process. */
    void awaitSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        client.close();
        stop.run();
    }
}
