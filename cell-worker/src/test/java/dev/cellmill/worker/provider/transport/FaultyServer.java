package dev.cellmill.worker.provider.transport;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP/1.1 server on a socket, so that it can do to a client what a decent one would not. */
public final class FaultyServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger connections = new AtomicInteger();

    /** What it does with a request; returning leaves the connection open for the next one. */
    @FunctionalInterface
    public interface Behaviour {
        void answer(Request request, Connection connection) throws IOException, InterruptedException;
    }

    /** As it came in; the head holds the request line and the headers. */
    public record Request(String head, String body) {}

    public FaultyServer(Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            this.socket = new ServerSocket(0, 2_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    /** Always the same status, headers and body. */
    public static FaultyServer saying(int status, String headers, String body) {
        return new FaultyServer((request, connection) -> connection.say(status, headers, body));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    public List<Request> requests() {
        synchronized (requests) {
            return List.copyOf(requests);
        }
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket accepted = socket.accept();
                connections.incrementAndGet();
                threads.execute(() -> serve(accepted));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket accepted) {
        try (accepted) {
            var in = new BufferedInputStream(accepted.getInputStream());
            for (Request request = read(in); request != null; request = read(in)) {
                requests.add(request);
                behaviour.answer(request, new Connection(accepted));
            }
        } catch (IOException e) {
            // the client left, or was thrown out
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Request read(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            head.append((char) next);
        }
        int length = head.toString().lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return new Request(head.toString(), new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    /** The server's end of it. */
    public final class Connection {
        private final Socket socket;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        /** A whole answer. Headers end with a line break each. */
        public void say(int status, String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            write("HTTP/1.1 " + status + " x\r\ncontent-length: " + bytes.length + "\r\n" + headers + "\r\n");
            write(bytes);
        }

        public void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        public void write(byte[] bytes) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        }

        /** Until the test is over. */
        public void hang() throws InterruptedException {
            closed.await();
        }

        public void reset() throws IOException {
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            socket.close();
        }

        public void close() throws IOException {
            socket.close();
        }
    }
}
