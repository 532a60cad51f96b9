package dev.cellmill.standalone.described;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A client that sends whatever bytes it is given, as no decent one would, over connections that are kept. An endless
 * answer is broken off after its head. Thread-safe.
 */
final class Wire implements AutoCloseable {
    private static final int PATIENCE = 60_000;

    private final int port;
    private final ConcurrentLinkedQueue<Connection> free = new ConcurrentLinkedQueue<>();

    /** @param headers by their names in lower case */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private record Connection(Socket socket, InputStream in) {}

    Wire(int port) {
        this.port = port;
    }

    /** A request that finds its kept connection closed is sent once more over a new one. */
    Answer send(byte[] request) throws IOException {
        Connection kept = free.poll();
        if (kept != null) {
            try {
                return exchange(kept, request);
            } catch (IOException e) {
                kept.socket().close();
            }
        }
        return exchange(open(), request);
    }

    private Connection open() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
        return new Connection(socket, new BufferedInputStream(socket.getInputStream()));
    }

    private Answer exchange(Connection connection, byte[] request) throws IOException {
        boolean keep = false;
        try {
            try {
                connection.socket().getOutputStream().write(request);
            } catch (IOException e) {
                // refused before it was whole; the answer may be there
                connection.socket().setSoTimeout(PATIENCE);
            }
            Answer answer = read(connection.in());
            keep = !answer.header("connection").equalsIgnoreCase("close")
                    && !answer.header("content-type").startsWith("text/event-stream")
                    && (answer.headers().containsKey("content-length")
                            || answer.headers().containsKey("transfer-encoding")
                            || answer.status() == 204);
            return answer;
        } finally {
            if (keep) {
                free.add(connection);
            } else {
                connection.socket().close();
            }
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String head = line(in);
        int status = Integer.parseInt(head.split(" ")[1]);
        var headers = new TreeMap<String, String>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
        }
        if (status == 100) {
            return read(in);
        }
        return new Answer(status, headers, body(in, status, headers));
    }

    private static byte[] body(InputStream in, int status, Map<String, String> headers) throws IOException {
        if (status == 204 || headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
            return new byte[0];
        }
        @Nullable
        String length = headers.get("content-length");
        if (length != null) {
            return in.readNBytes(Integer.parseInt(length));
        }
        if (!headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
            return in.readAllBytes();
        }
        var body = new ByteArrayOutputStream();
        for (int size = size(in); size > 0; size = size(in)) {
            body.write(in.readNBytes(size));
            line(in);
        }
        line(in);
        return body.toByteArray();
    }

    private static int size(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed within the head of an answer");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        for (Connection connection = free.poll(); connection != null; connection = free.poll()) {
            connection.socket().close();
        }
    }
}
