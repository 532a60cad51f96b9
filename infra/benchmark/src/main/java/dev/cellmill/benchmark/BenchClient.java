package dev.cellmill.benchmark;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.client.CellmillClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Sheets and jobs of one tenant, over HTTP. */
final class BenchClient implements AutoCloseable {
    private static final String ID = "id";

    private final URI server;
    private final CellmillClient client;

    /** @param key null while the server asks for none */
    BenchClient(URI server, @Nullable String key) {
        this.server = server;
        this.client = new CellmillClient(server, key);
    }

    /** With a new key of that tenant. From the first key on, the server refuses those who show none. */
    BenchClient as(String tenant) {
        return new BenchClient(server, client.createKey(tenant, "bench").path("key").asString());
    }

    /** @return the sheet's id */
    String upload(int rows) throws IOException {
        Path file = SyntheticSheet.write(rows);
        try {
            return client.uploadCsv(file, "bench").path(ID).asString();
        } finally {
            Files.delete(file);
        }
    }

    /** @return the job's id */
    String submit(String sheet, String provider, int columns) {
        return client.submit(BenchJob.of(sheet, provider, columns)).path(ID).asString();
    }

    /** One that does no more requests than these in a minute. @return the job's id */
    String submit(String sheet, String provider, int columns, int requestsPerMinute) {
        ObjectNode job = BenchJob.of(sheet, provider, columns);
        job.putObject("pace").put("requestsPerMinute", requestsPerMinute);
        return client.submit(job).path(ID).asString();
    }

    /** One that begins then. @return the job's id */
    String submitFor(Instant start, String sheet, String provider, int columns) {
        return client.submit(BenchJob.of(sheet, provider, columns).put("startAt", start.toString())).path(ID)
                .asString();
    }

    boolean hasEnded(String job) {
        return client.status(job).path("isComplete").asBoolean();
    }

    /** Cells in a terminal state. */
    long ended(String job) {
        return client.status(job).path("completedCells").asLong();
    }

    void awaitEnd(String job, long pollNanos) {
        while (!hasEnded(job)) {
            LockSupport.parkNanos(pollNanos);
        }
    }

    /** @throws IllegalStateException if not every cell is done, or the counters are not what the cells come to */
    void verify(String job, long cells) {
        JsonNode status = client.status(job);
        if (status.path("successfulCells").asLong() != cells) {
            throw new IllegalStateException("not all of %d cells are done: %s".formatted(cells, status));
        }
        JsonNode audit = client.audit(job);
        if (!audit.path("equal").asBoolean()) {
            throw new IllegalStateException("counters differ from the cells: " + Json.MAPPER.writeValueAsString(audit));
        }
    }

    void cancel(String job) {
        client.change(job, "cancel");
    }

    /** The whole text of the cell of a sheet that has only one. */
    String output(String sheet) {
        var bytes = new ByteArrayOutputStream();
        client.output(sheet, 0, "filled0", bytes);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
    }
}
