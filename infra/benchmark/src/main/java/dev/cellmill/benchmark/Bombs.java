package dev.cellmill.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;

/**
 * Bodies that are made to take time and memory: how long until each is refused, the slowest told, and by how much the live
 * heap grows meanwhile; those that become large trees also many at once. In a second round the collector runs all the time, so that garbage is not counted.
 */
final class Bombs implements Benchmark.Scenario {
    private static final int MEGA = 1024 * 1024;
    private static final int EXPANDED = 512 * MEGA;
    private static final int ROUNDS = 3;
    private static final int FIRST_ERROR = 400;
    /** When there is no memory left for bodies, which is an answer too. */
    private static final int BUSY = 503;
    private static final int AT_ONCE = 64;
    private static final long COLLECT_EVERY = 20_000_000;
    private static final double MILLI = 1e6;
    private static final String GZIP = "gzip";

    private final HttpClient http = HttpClient.newHttpClient();

    private record Bomb(String name, String method, String path, String type, String encoding, byte[] body) {}

    @Override
    public void run(Figures figures) throws Exception {
        try (BenchServer server = BenchServer.start()) {
            List<Bomb> bombs = bombs();
            // loads what the first refusal of a kind loads
            bombs.forEach(bomb -> millis(server.uri(), bomb));
            double slowest = 0;
            for (Bomb bomb : bombs) {
                double longest = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    longest = Math.max(longest, millis(server.uri(), bomb));
                }
                figures.print("refused", longest, "ms", Map.of("bomb", bomb.name(), "bytes", bomb.body().length));
                slowest = Math.max(slowest, longest);
            }
            figures.print("slowestRefusal", slowest, "ms", Map.of("bombs", bombs.size()));
            double growth = LiveHeap.growth(COLLECT_EVERY, () -> bombs.forEach(bomb -> millis(server.uri(), bomb)));
            figures.print("liveHeapGrowth", growth, "MB", Map.of("bombs", bombs.size()));
            List<Bomb> trees = bombs.stream().filter(bomb -> bomb.name().startsWith("values")).toList();
            for (Bomb bomb : trees) {
                figures.print("slowestOfMany", together(server.uri(), bomb), "ms",
                        Map.of("bomb", bomb.name(), "atOnce", AT_ONCE));
            }
            double many = LiveHeap.growth(COLLECT_EVERY, () -> trees.forEach(bomb -> together(server.uri(), bomb)));
            figures.print("liveHeapGrowthOfMany", many, "MB", Map.of("bombs", trees.size(), "atOnce", AT_ONCE));
        } finally {
            http.close();
        }
    }

    /** The slowest answer to as many at once. */
    private double together(URI server, Bomb bomb) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<Double>>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(threads.submit(() -> millis(server, bomb)));
            }
            double slowest = 0;
            for (Future<Double> answer : answers) {
                slowest = Math.max(slowest, answer.get());
            }
            return slowest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(bomb.name(), e);
        }
    }

    /** Piece by piece: a publisher of the array would copy all of it, for each request, into the heap that is measured. */
    private static HttpRequest.BodyPublisher body(Bomb bomb) {
        return HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bomb.body())),
                bomb.body().length);
    }

    private double millis(URI server, Bomb bomb) {
        var request = HttpRequest.newBuilder(server.resolve(bomb.path())).header("Content-Type", bomb.type())
                .method(bomb.method(), body(bomb));
        if (!bomb.encoding().isEmpty()) {
            request.header("Content-Encoding", bomb.encoding());
        }
        long start = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() < FIRST_ERROR || answer.statusCode() >= 500 && answer.statusCode() != BUSY) {
                throw new IllegalStateException("%s is answered %d: %s".formatted(bomb.name(), answer.statusCode(),
                        answer.body()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(bomb.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return (System.nanoTime() - start) / MILLI;
    }

    private static List<Bomb> bombs() throws IOException {
        List<Bomb> bombs = new ArrayList<>();
        String sheets = "/v1/sheets";
        bombs.add(new Bomb("gzip, one cell", "POST", sheets, "text/csv", GZIP, gzip("a\n", "x")));
        bombs.add(new Bomb("gzip, empty rows", "POST", sheets, "text/csv", GZIP, gzip("a\n", "\n")));
        bombs.add(new Bomb("gzip, columns", "POST", sheets, "text/csv", GZIP, gzip("a", ",")));
        bombs.add(new Bomb("gzip, JSON text", "POST", sheets, "application/json", GZIP, gzip("[{\"a\":\"", "x")));
        bombs.add(new Bomb("gzip, JSON number", "POST", sheets, "application/json", GZIP, gzip("[{\"a\":", "9")));
        bombs.add(new Bomb("gzip, JSON depth", "POST", sheets, "application/json", GZIP, gzip("[", "[")));
        bombs.add(new Bomb("gzip, JSON blanks", "POST", sheets, "application/json", GZIP, gzip("[", " ")));
        bombs.add(new Bomb("gzip, line", "POST", sheets, "application/x-ndjson", GZIP, gzip("{\"a\":\"", "x")));
        bombs.add(plain("long cell", "POST", sheets, "text/csv", "a\n\"" + "x".repeat(16 * MEGA)));
        bombs.add(plain("columns", "POST", sheets, "text/csv", "a" + ",a".repeat(8 * MEGA)));
        bombs.add(plain("keys", "POST", sheets, "application/json", "[{" + keys(500_000) + "}]"));
        bombs.add(
                plain("job of 64 MB", "POST", "/v1/jobs", "application/json", "{\"name\":\"" + "x".repeat(64 * MEGA)));
        bombs.add(plain("job of depth", "POST", "/v1/jobs", "application/json", "{\"a\":".repeat(150_000)));
        bombs.add(plain("YAML depth", "POST", "/v1/jobs", "application/yaml", "[".repeat(500_000)));
        bombs.add(plain("cell of 64 MB", "PUT", "/v1/sheets/01980000-0000-7000-8000-000000000001/cells/0/a",
                "application/json",
                "{\"value\":\"" + "x".repeat(64 * MEGA)));
        bombs.add(plain("long number", "PUT", "/v1/sheets/01980000-0000-7000-8000-000000000001/cells/0/a",
                "application/json",
                "{\"value\":" + "9".repeat(4 * MEGA) + "}"));
        values(bombs);
        return bombs;
    }

    /** Texts that become trees of many times their length, and bodies where none is taken. */
    private static void values(List<Bomb> bombs) {
        String cell = "/v1/sheets/01980000-0000-7000-8000-000000000001/cells/0/a";
        String values = "[" + "{},".repeat(2_600_000) + "{}]";
        bombs.add(plain("values to sign in", "POST", "/v1/session", "application/json", values));
        bombs.add(plain("values in a cell", "PUT", cell, "application/json", "{\"value\":" + values + "}"));
        bombs.add(plain("values in a key", "POST", "/v1/keys", "application/json", values));
        bombs.add(plain("values in a job", "POST", "/v1/jobs", "application/json",
                "{\"columns\":[" + "{},".repeat(340_000) + "{}]}"));
        bombs.add(plain("values in YAML", "POST", "/v1/jobs", "application/yaml",
                "columns: [" + "[],".repeat(340_000) + "[]]"));
        bombs.add(plain("values in an answer", "POST", "/v1/cache/warm", "application/x-ndjson",
                "{\"request\":{\"column\":{}},\"response\":" + values + "}"));
        bombs.add(plain("values in many answers", "POST", "/v1/cache/warm", "application/x-ndjson",
                ("{\"request\":{\"column\":{\"name\":\"a\",\"provider\":\"none\"}},\"response\":["
                        + "{},".repeat(20_000)
                        + "{}]}\n").repeat(200)));
        bombs.add(plain("form where none is taken", "PUT", "/nothing", "application/x-www-form-urlencoded",
                "a".repeat(64 * MEGA)));
        bombs.add(plain("file where none is taken", "POST", "/nothing", "multipart/form-data; boundary=cut",
                "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
                        + "a".repeat(64 * MEGA)));
        bombs.add(plain("preamble of a form", "POST", "/v1/files", "multipart/form-data; boundary=cut",
                "a".repeat(64 * MEGA)));
    }

    private static Bomb plain(String name, String method, String path, String type, String body) {
        return new Bomb(name, method, path, type, "", body.getBytes(StandardCharsets.US_ASCII));
    }

    private static String keys(int count) {
        var keys = new StringBuilder();
        for (int i = 0; i < count; i++) {
            keys.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":1");
        }
        return keys.toString();
    }

    private static byte[] gzip(String beginning, String filler) throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] block = new byte[MEGA];
        Arrays.fill(block, (byte) filler.charAt(0));
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(beginning.getBytes(StandardCharsets.US_ASCII));
            for (int written = 0; written < EXPANDED; written += MEGA) {
                gzip.write(block);
            }
        }
        return out.toByteArray();
    }
}
