package dev.cellmill.benchmark.cluster;

import static org.awaitility.Awaitility.await;

import dev.cellmill.benchmark.provider.SimulatedProvider;
import dev.cellmill.common.json.Json;
import dev.cellmill.testkit.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The simulated provider as a process, and its ledger. */
final class ProviderProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready at (http://127\\.0\\.0\\.1:\\d+)\\n");
    private static final Duration START = Duration.ofSeconds(60);

    private final JavaProcess process;
    private final String url;
    private final HttpClient http = HttpClient.newHttpClient();

    private ProviderProcess(JavaProcess process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param options its latencies, failures, limit, prices; see {@link SimulatedProvider} */
    static ProviderProcess start(Path folder, List<String> options) throws IOException {
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--end-with", Long.toString(ProcessHandle.current().pid())));
        Path log = Files.createTempFile(folder, "provider", ".log");
        var process = JavaProcess.start(SimulatedProvider.class.getName(), log, "256m", arguments);
        try {
            await().atMost(START).failFast(process::refuseEnd).until(() -> READY.matcher(process.log()).find());
            var ready = READY.matcher(process.log());
            if (!ready.find()) {
                throw new IllegalStateException("the provider took back that it is ready");
            }
            return new ProviderProcess(process, ready.group(1));
        } catch (RuntimeException e) {
            process.close();
            throw e;
        }
    }

    String url() {
        return url;
    }

    ProcessHandle handle() {
        return process.handle();
    }

    /** In order of arrival. @param from a sequence; earlier ones are left out */
    List<SeenCall> calls(long from) throws IOException, InterruptedException {
        return get("/ledger?from=" + from).lines()
                .map(line -> Json.MAPPER.readValue(line, SeenCall.class))
                .toList();
    }

    /** How many calls there have been. */
    long count() throws IOException, InterruptedException {
        return summary().path("calls").asLong();
    }

    JsonNode summary() throws IOException, InterruptedException {
        return Json.MAPPER.readTree(get("/ledger/summary"));
    }

    @Override
    public void close() {
        http.close();
        process.close();
    }

    private String get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString()).body();
    }
}
