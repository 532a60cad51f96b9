package dev.cellmill.benchmark.cluster;

import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.cellmill.common.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A program written with OpenAI's own client: nothing in it knows of Cellmill but the address. */
final class BatchClient implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final List<Batch.Status> ENDS = List.of(Batch.Status.COMPLETED, Batch.Status.FAILED,
            Batch.Status.EXPIRED, Batch.Status.CANCELLED);

    private final OpenAIClient client;

    BatchClient(String server) {
        this.client = OpenAIOkHttpClient.builder().baseUrl(server + "/v1").apiKey("any text").build();
    }

    OpenAIClient openAi() {
        return client;
    }

    FileObject upload(String name, String content) {
        return client.files().create(FileCreateParams.builder()
                .purpose(FilePurpose.BATCH)
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))
                        .filename(name)
                        .build())
                .build());
    }

    Batch run(String file, BatchCreateParams.Endpoint endpoint) {
        return run(file, endpoint, "24h");
    }

    Batch run(String file, BatchCreateParams.Endpoint endpoint, String window) {
        return client.batches().create(BatchCreateParams.builder()
                .inputFileId(file)
                .endpoint(endpoint)
                .completionWindow(BatchCreateParams.CompletionWindow.of(window))
                .build());
    }

    Batch batch(String id) {
        return client.batches().retrieve(id);
    }

    Batch ended(String id) {
        await().atMost(PATIENCE).until(() -> ENDS.contains(batch(id).status()));
        return batch(id);
    }

    String content(String file) throws IOException {
        try (HttpResponse response = client.files().content(file)) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The lines of a file by their custom id, in its order. */
    Map<String, JsonNode> lines(String file) throws IOException {
        return content(file).lines().map(Json.MAPPER::readTree)
                .collect(Collectors.toMap(line -> line.path("custom_id").asString(), line -> line, (a, b) -> {
                    throw new IllegalStateException("two lines are of " + a);
                }, LinkedHashMap::new));
    }

    /** Requests of chats, each with a custom id of its number. */
    static String chats(int count, IntFunction<String> prompt) {
        return IntStream.range(0, count).mapToObj(i -> line("r" + i, "/v1/chat/completions", chat(prompt.apply(i))))
                .collect(Collectors.joining("\n"));
    }

    static String chat(String prompt) {
        var body = Json.MAPPER.createObjectNode().put("model", "m");
        body.putArray("messages").addObject().put("role", "user").put("content", prompt);
        return body.toString();
    }

    static String line(String customId, String url, String body) {
        return "{\"custom_id\": \"%s\", \"method\": \"POST\", \"url\": \"%s\", \"body\": %s}".formatted(customId, url,
                body);
    }

    @Override
    public void close() {
        client.close();
    }
}
