package dev.cellmill.status.live;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.Position;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client of server-sent events over a socket of its own, so that it can be slow. Reads on a thread of its own. HTTP/1.0
 * spares it the chunks.
 */
final class StreamClient implements AutoCloseable {
    private static final int SMALL = 8 * 1024;

    private final Socket socket = new Socket();
    private final List<Event> events = new ArrayList<>();
    private final Reader text = new Reader();
    private long characters;
    private boolean ended;

    /** An event as it came. */
    record Event(String name, String id, JsonNode data) {}

    StreamClient(int port, String path, @Nullable String lastEventId) throws IOException {
        socket.setReceiveBufferSize(SMALL);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        String request = "GET " + path + " HTTP/1.0\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    static StreamClient of(int port, String path) throws IOException {
        return new StreamClient(port, path, null).read();
    }

    /** Begins to read. */
    StreamClient read() {
        Thread.startVirtualThread(() -> {
            try (var lines = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                String name = "";
                String id = "";
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.startsWith("event: ")) {
                        name = line.substring(7);
                    } else if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("data: ")) {
                        take(name, id, line.substring(6));
                    }
                }
            } catch (IOException e) {
                // the test has closed it
            } finally {
                end();
            }
        });
        return this;
    }

    private synchronized void take(String name, String id, String data) {
        characters += data.length();
        JsonNode json = Json.MAPPER.readTree(data);
        events.add(new Event(name, id, json));
        if (json.has("text")) {
            text.take(new TextPiece(new AttemptKey(new Position(json.get("run").longValue(),
                    json.get("dispatch").intValue(), json.get("step").intValue()), json.get("attempt").intValue()),
                    json.get("offset").longValue(), json.get("text").stringValue()));
        }
    }

    private synchronized void end() {
        ended = true;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    List<JsonNode> data(String name) {
        return events().stream().filter(event -> event.name().equals(name)).map(Event::data).toList();
    }

    /** States that the cells of the row were told to be in. */
    List<String> states(int row) {
        return data("cell").stream().filter(cell -> cell.get("row").intValue() == row && cell.has("state"))
                .map(cell -> cell.get("state").stringValue()).toList();
    }

    /** What it shows of the one cell that has a text. */
    synchronized String text() {
        return text.text;
    }

    synchronized long textBegin() {
        return text.begin;
    }

    synchronized long characters() {
        return characters;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
