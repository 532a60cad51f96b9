package dev.cellmill.standalone.described;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * Whatever is asked, the answer is one that is described, and never that something went wrong here.
 * {@code -Dcellmill.fuzz.requests=1000000} asks more.
 */
class FuzzedCallsIT {
    private static final Logger LOG = LoggerFactory.getLogger(FuzzedCallsIT.class);
    private static final int REQUESTS = Integer.getInteger("cellmill.fuzz.requests", 4_000);
    private static final int TRIES = 4;
    /** Fewer than uploads may be under way, each of which leaves just after its answer, so that nobody is told to come again. */
    private static final int AT_ONCE = 6;
    private static final String LIMIT = "cellmill.access.requests-per-minute";
    private static final int SHOWN = 40;
    private static final int SERVER_ERROR = 500;
    private static final Duration START = Duration.ofSeconds(90);

    private static Path folder;
    private static StandaloneServer server;
    private static Wire wire;
    private static Description description;
    private static Requests requests;

    private final ConcurrentMap<String, String> wrong = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> statuses = new ConcurrentHashMap<>();

    @BeforeContainer
    static void start() throws IOException {
        folder = Files.createTempDirectory("fuzzed");
        // none of them is told to come again
        System.setProperty(LIMIT, String.valueOf(Integer.MAX_VALUE));
        server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, null));
        wire = new Wire(Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1)));
        await().atMost(START).until(() -> get("/actuator/health/readiness").status() == 200);
        description = new Description(Json.MAPPER.readTree(get("/openapi.json").body()));
        requests = new Requests(description, Json.MAPPER.readTree(wire.send("""
                POST /v1/keys HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: 2\r
                \r
                {}""".getBytes(StandardCharsets.US_ASCII)).body()).path("key").asString());
    }

    @AfterContainer
    static void stop() throws IOException {
        wire.close();
        server.close();
        System.clearProperty(LIMIT);
        FileSystemUtils.deleteRecursively(folder);
    }

    private static Wire.Answer get(String target) throws IOException {
        return wire.send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(target)
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Property(tries = TRIES, generation = GenerationMode.RANDOMIZED, shrinking = ShrinkingMode.OFF)
    void everyAnswerIsDescribed(@ForAll long seed) throws Exception {
        List<Future<?>> asking = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < AT_ONCE; i++) {
                var random = new Random(seed + i);
                asking.add(threads.submit(() -> ask(random, REQUESTS / TRIES / AT_ONCE)));
            }
        }
        for (Future<?> asked : asking) {
            asked.get();
        }
        LOG.info("answers by status: {}", new TreeMap<>(statuses));
        assertThat(wrong.values().stream().limit(SHOWN)).isEmpty();
        assertThat(statuses.get(200).sum()).as("requests got past the checks").isPositive();
        assertThat(get("/actuator/health/liveness").status()).isEqualTo(200);
    }

    private void ask(Random random, int times) {
        for (int i = 0; i < times; i++) {
            Requests.Request request = requests.any(random);
            try {
                judge(request, wire.send(request.bytes()));
            } catch (IOException | RuntimeException e) {
                wrong.putIfAbsent(request.call() + e.toString(), e + " for " + request);
            }
        }
    }

    private void judge(Requests.Request request, Wire.Answer answer) {
        statuses.computeIfAbsent(answer.status(), status -> new LongAdder()).increment();
        if (answer.status() >= SERVER_ERROR) {
            note(request, answer, "it went wrong");
        }
        description.complaint(request.call(), answer.status(), answer.header("content-type"), answer.body())
                .ifPresent(complaint -> note(request, answer, complaint));
        if (!answer.header("x-content-type-options").equals("nosniff")) {
            note(request, answer, "it may be sniffed");
        }
        if (answer.status() < SERVER_ERROR && answer.header("content-type").startsWith("application/json")) {
            requests.learn(answer.text());
        }
    }

    private void note(Requests.Request request, Wire.Answer answer, String complaint) {
        wrong.putIfAbsent(
                request.call() + " " + answer.status() + complaint.substring(0, Math.min(60, complaint.length())),
                "%s\n%d %s: %s\n".formatted(request, answer.status(), answer.text().substring(0,
                        Math.min(1000, answer.text().length())), complaint));
    }
}
