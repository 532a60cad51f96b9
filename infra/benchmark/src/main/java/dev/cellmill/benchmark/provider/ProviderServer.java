package dev.cellmill.benchmark.provider;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.Executors;

/** The simulated provider on a loopback port. */
final class ProviderServer implements AutoCloseable {
    private static final int BACKLOG = 8_192;

    static {
        // read once by the JDK's server: small answers go out at once, and connections stay open however many there are
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "100000");
        System.setProperty("sun.net.httpserver.idleInterval", "86400");
    }

    private final HttpServer server;

    private ProviderServer(HttpServer server) {
        this.server = server;
    }

    /** On loopback. @see #start(InetAddress, int, Behaviour, Ledger) */
    static ProviderServer start(int port, Behaviour behaviour, Ledger ledger) throws IOException {
        return start(InetAddress.getLoopbackAddress(), port, behaviour, ledger);
    }

    /**
     * Returns when calls are answered.
     *
     * @param port 0 for any free one
     */
    static ProviderServer start(InetAddress address, int port, Behaviour behaviour, Ledger ledger)
            throws IOException {
        var server = HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        var calls = new Calls(behaviour, ledger, Clock.systemUTC());
        var chat = new ChatProtocol(behaviour.wording());
        var plain = new PlainProtocol();
        var desk = new LedgerDesk(ledger);
        server.createContext("/v1/chat/completions", exchange -> calls.answer(chat, exchange));
        var embeddings = new EmbeddingsProtocol();
        var responses = new ResponsesProtocol(behaviour.wording());
        server.createContext("/v1/embeddings", exchange -> calls.answer(embeddings, exchange));
        server.createContext("/v1/responses", exchange -> calls.answer(responses, exchange));
        server.createContext("/answer", exchange -> calls.answer(plain, exchange));
        server.createContext("/ledger", desk::calls);
        server.createContext("/ledger/summary", desk::summary);
        server.start();
        return new ProviderServer(server);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
