package dev.cellmill.faults.cluster;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** A service with several replicas, as a client behind a balancer sees it: whoever does not answer is passed over. */
public final class ServiceClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(6);
    private static final Duration HEALTH = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final List<URI> replicas;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(HEALTH).build();

    ServiceClient(List<Integer> ports) {
        replicas = ports.stream().map(port -> URI.create("http://127.0.0.1:" + port)).toList();
    }

    /** What a replica answered. */
    public record Reply(int status, JsonNode body) {
        public boolean isGood() {
            return status >= 200 && status < 300;
        }
    }

    /** Empty if the replica whose turn it is does not answer in time; the next call asks another. */
    public Optional<Reply> get(String path) {
        return send(HttpRequest.newBuilder(next(path)).timeout(TIMEOUT).GET());
    }

    /** Of each replica, in their order. */
    public List<Optional<Reply>> getAll(String path) {
        return replicas.stream()
                .map(replica -> send(HttpRequest.newBuilder(replica.resolve(path)).timeout(TIMEOUT).GET())).toList();
    }

    /** As {@link #get}. Whether it was done is not known where nothing came back. */
    public Optional<Reply> post(String path, String type, byte[] body, String... headers) {
        BodyPublisher content = body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(next(path)).timeout(TIMEOUT).POST(content);
        if (body.length > 0) {
            request.header("Content-Type", type);
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** How many replicas say that they are healthy. */
    public int healthy() {
        int count = 0;
        for (URI replica : replicas) {
            count += send(HttpRequest.newBuilder(replica.resolve("/actuator/health")).timeout(HEALTH).GET())
                    .filter(reply -> reply.status() == OK).isPresent() ? 1 : 0;
        }
        return count;
    }

    public int replicas() {
        return replicas.size();
    }

    private URI next(String path) {
        return replicas.get(Math.floorMod(turn.getAndIncrement(), replicas.size())).resolve(path);
    }

    private Optional<Reply> send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return Optional.of(new Reply(response.statusCode(), read(response.body())));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return body.length == 0 ? JsonNodeFactory.instance.objectNode() : Json.MAPPER.readTree(body);
        } catch (JacksonException e) {
            return JsonNodeFactory.instance.stringNode(new String(body, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
