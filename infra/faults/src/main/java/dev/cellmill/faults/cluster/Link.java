package dev.cellmill.faults.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A way from one process to a server, on loopback, which can be made bad. Bytes that are held on it arrive when it is good
 * again, as TCP would send them again, unless it is broken first. Thread-safe.
 */
public final class Link implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);
    private static final int PIECE = 32 * 1024;
    private static final int BACKLOG = 256;
    private static final long LOOK_AGAIN_NANOS = 5_000_000;
    private static final int CONNECT_MILLIS = 3_000;

    private final String name;
    private final int port;
    private final IntSupplier server;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private volatile Condition condition = Condition.GOOD;
    private volatile boolean closed;
    private volatile ServerSocket listening;

    /** @param server its port, asked for each connection */
    public Link(String name, int port, IntSupplier server) throws IOException {
        this.name = name;
        this.port = port;
        this.server = server;
        this.listening = listen(port);
        accept(listening);
    }

    public String name() {
        return name;
    }

    public int port() {
        return port;
    }

    /** From now on, also for connections that there are; where none are taken, those end. */
    public synchronized void set(Condition next) {
        boolean accepted = condition.accepts();
        condition = next;
        if (closed || accepted == next.accepts()) {
            return;
        }
        try {
            if (next.accepts()) {
                listening = listen(port);
                accept(listening);
            } else {
                listening.close();
                breakAll();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the way %s could not be changed".formatted(name), e);
        }
    }

    public Condition condition() {
        return condition;
    }

    /** Resets every connection; what is held on them is lost. */
    public void breakAll() {
        pairs.forEach(Pair::reset);
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            listening.close();
        } catch (IOException e) {
            LOG.debug("{} did not close", name, e);
        }
        breakAll();
    }

    private static ServerSocket listen(int port) throws IOException {
        var socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return socket;
    }

    private void accept(ServerSocket from) {
        Thread.ofVirtual().name("accept " + name).start(() -> {
            while (!from.isClosed()) {
                try {
                    Socket client = from.accept();
                    Thread.ofVirtual().start(() -> join(client));
                } catch (IOException e) {
                    LOG.trace("{} takes no more", name, e);
                }
            }
        });
    }

    private void join(Socket client) {
        var there = new Socket();
        var pair = new Pair(client, there);
        pairs.add(pair);
        try {
            there.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getAsInt()), CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> copy(pair, there, client, false));
            copy(pair, client, there, true);
        } catch (IOException e) {
            LOG.trace("{} reaches nobody", name, e);
            pair.reset();
        }
    }

    private void copy(Pair pair, Socket from, Socket to, boolean towardsServer) {
        byte[] piece = new byte[PIECE];
        try {
            for (int length = from.getInputStream().read(piece); length >= 0; length = from.getInputStream()
                    .read(piece)) {
                if (!pass(pair, towardsServer)) {
                    pair.reset();
                    return;
                }
                to.getOutputStream().write(piece, 0, length);
            }
            awaitPassage(pair, towardsServer);
            to.shutdownOutput();
            if (pair.halfEnded()) {
                pair.close();
            }
        } catch (IOException e) {
            pair.reset();
        }
    }

    /** @return whether the piece arrives */
    private boolean pass(Pair pair, boolean towardsServer) {
        Condition now = condition;
        if (now.resets() > 0 && ThreadLocalRandom.current().nextDouble() < now.resets()) {
            return false;
        }
        if (now.delayMillis() + now.jitterMillis() > 0) {
            long late = now.delayMillis() + ThreadLocalRandom.current().nextLong(now.jitterMillis() + 1);
            long end = System.nanoTime() + late * 1_000_000;
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
        }
        awaitPassage(pair, towardsServer);
        return !pair.ended;
    }

    private void awaitPassage(Pair pair, boolean towardsServer) {
        while (!condition.passes(towardsServer) && !pair.ended && !closed) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** A connection of the client, and ours to the server for it. */
    private final class Pair {
        private final Socket client;
        private final Socket there;
        private volatile boolean ended;
        private boolean half;

        private Pair(Socket client, Socket there) {
            this.client = client;
            this.there = there;
        }

        /** @return whether both directions have */
        private synchronized boolean halfEnded() {
            boolean both = half;
            half = true;
            return both;
        }

        private void reset() {
            end(true);
        }

        private void close() {
            end(false);
        }

        private void end(boolean abruptly) {
            ended = true;
            pairs.remove(this);
            for (Socket socket : new Socket[]{client, there}) {
                try (socket) {
                    if (abruptly && !socket.isClosed()) {
                        socket.setSoLinger(true, 0);
                    }
                } catch (IOException e) {
                    LOG.trace("{} had ended", name, e);
                }
            }
        }
    }
}
