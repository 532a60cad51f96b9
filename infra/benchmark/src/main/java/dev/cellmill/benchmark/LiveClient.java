package dev.cellmill.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Watches a job over a socket of its own, as cheaply as can be, since it runs on the machine that is measured. HTTP/1.0 spares
 * it the chunks. Closing it ends the stream.
 */
final class LiveClient implements AutoCloseable {
    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";

    private final Socket socket;

    private LiveClient(Socket socket) {
        this.socket = socket;
    }

    /** Reads and forgets. */
    static LiveClient deaf(URI server, String job, int firstRow, int lastRow) throws IOException {
        LiveClient client = open(server, job, firstRow, lastRow);
        Thread.startVirtualThread(() -> {
            try (InputStream in = client.socket.getInputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // closed
            }
        });
        return client;
    }

    /** @param listener takes the name and the data of each event, on a thread of the client */
    static LiveClient of(URI server, String job, int firstRow, int lastRow, BiConsumer<String, String> listener)
            throws IOException {
        LiveClient client = open(server, job, firstRow, lastRow);
        Thread.startVirtualThread(() -> {
            try (var lines = new BufferedReader(
                    new InputStreamReader(client.socket.getInputStream(), StandardCharsets.UTF_8))) {
                String event = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith(EVENT)) {
                        event = line.substring(EVENT.length());
                    } else if (line.startsWith(DATA)) {
                        listener.accept(event, line.substring(DATA.length()));
                    }
                }
            } catch (IOException e) {
                // closed
            }
        });
        return client;
    }

    private static LiveClient open(URI server, String job, int firstRow, int lastRow) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.getOutputStream().write("GET /v1/status/jobs/%s/stream?rows=%d-%d HTTP/1.0\r\nHost: %s\r\n\r\n"
                .formatted(job, firstRow, lastRow, server.getHost()).getBytes(StandardCharsets.US_ASCII));
        return new LiveClient(socket);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
