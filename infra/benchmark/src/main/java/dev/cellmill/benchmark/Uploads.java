package dev.cellmill.benchmark;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file of 200 MB, 49,000 requests for a batch, into {@code /v1/files} and out again: how fast, and in what memory. In another
 * round the collector runs all the time, so that garbage is not counted. And one that is longer: how soon it is refused.
 */
final class Uploads implements Benchmark.Scenario {
    private static final int MEGA = 1024 * 1024;
    private static final int LINES = 49_000;
    private static final long LARGEST = 200L * MEGA;
    private static final int ROUNDS = 3;
    private static final int REFUSED = 413;
    private static final long COLLECT_EVERY = 250_000_000;
    private static final double NANOS = 1e9;
    private static final String BEGIN = """
            --cut\r
            Content-Disposition: form-data; name="purpose"\r
            \r
            batch\r
            --cut\r
            Content-Disposition: form-data; name="file"; filename="requests.jsonl"\r
            \r
            """;
    private static final String END = "\r\n--cut--\r\n";

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public void run(Figures figures) throws Exception {
        Path whole = form(LARGEST);
        Path longer = form(LARGEST + MEGA);
        try (BenchServer server = BenchServer.start()) {
            send(server.uri(), whole);
            for (int round = 0; round < ROUNDS; round++) {
                try (var memory = new PeakMemory()) {
                    double seconds = seconds(() -> accepted(send(server.uri(), whole)));
                    Map<String, ?> shape = Map.of("bytes", LARGEST, "requests", LINES, "round", round);
                    figures.print("upload", seconds, "s", shape);
                    figures.print("throughput", LARGEST / (double) MEGA / seconds, "MB/s", shape);
                    figures.print("peakHeap", memory.heapMegabytes(), "MB", shape);
                }
            }
            double growth = LiveHeap.growth(COLLECT_EVERY, () -> accepted(send(server.uri(), whole)));
            figures.print("liveHeapGrowth", growth, "MB", Map.of("bytes", LARGEST));
            figures.print("residentPeak", PeakMemory.residentMegabytes(), "MB", Map.of("process", "everything in one"));
            for (int round = 0; round < ROUNDS; round++) {
                figures.print("refused", seconds(() -> refused(send(server.uri(), longer))), "s",
                        Map.of("bytes", LARGEST + MEGA, "round", round));
            }
        } finally {
            http.close();
            Files.delete(whole);
            Files.delete(longer);
        }
    }

    /** A form with a file of exactly so many bytes, written to a file: the client holds none of it. */
    private static Path form(long bytes) throws IOException {
        Path form = Files.createTempFile("cellmill-upload", ".form");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(form), MEGA)) {
            out.write(BEGIN.getBytes(StandardCharsets.US_ASCII));
            long left = bytes;
            for (int line = 0; line < LINES; line++) {
                int length = Math.toIntExact(left / (LINES - line));
                String head = "{\"custom_id\": \"r%d\", \"method\": \"POST\", \"url\": \"/v1/chat/completions\", \"body\": {\"model\": \"m\", \"messages\": [{\"role\": \"user\", \"content\": \""
                        .formatted(line);
                String tail = "\"}]}}\n";
                out.write((head + "x".repeat(length - head.length() - tail.length()) + tail)
                        .getBytes(StandardCharsets.US_ASCII));
                left -= length;
            }
            out.write(END.getBytes(StandardCharsets.US_ASCII));
        }
        return form;
    }

    private HttpResponse<String> send(URI server, Path form) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(server.resolve("/v1/files"))
                .header("Content-Type", "multipart/form-data; boundary=cut").POST(BodyPublishers.ofFile(form)).build(),
                BodyHandlers.ofString());
    }

    private static void accepted(HttpResponse<String> answer) {
        if (answer.statusCode() != 200 || !answer.body().contains("\"bytes\":" + LARGEST)) {
            throw new IllegalStateException("answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
    }

    /** In OpenAI's shape. */
    private static void refused(HttpResponse<String> answer) {
        if (answer.statusCode() != REFUSED || !answer.body().startsWith("{\"error\":{")
                || !answer.body().contains("file_too_large")) {
            throw new IllegalStateException("answered %d: %s".formatted(answer.statusCode(), answer.body()));
        }
    }

    private static double seconds(LiveHeap.Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / NANOS;
    }
}
