package dev.cellmill.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.ControlAck;
import dev.cellmill.common.message.JobControl;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.message.MessagesTest;
import dev.cellmill.common.message.OutputChunk;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.WorkerPing;
import dev.cellmill.common.state.JobState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The packaged document is that of the records ({@code -Dcellmill.asyncapi.write=true} writes it), and holds every message. */
class AsyncApiTest {
    private static final SchemaRegistry REGISTRY = SchemaRegistry
            .withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final CellAddress CELL = MessagesTest.events().findFirst().orElseThrow().cell();

    @Test
    void thePackagedDocumentIsThatOfTheRecords() throws IOException {
        String made = Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(AsyncApi.ofTheTopics()) + "\n";
        if (Boolean.getBoolean("cellmill.asyncapi.write")) {
            Path file = Path.of("src/main/resources/static/asyncapi.json");
            Files.createDirectories(file.getParent());
            Files.writeString(file, made);
            return;
        }
        assertThat(Json.MAPPER.readTree(packaged())).isEqualTo(Json.MAPPER.readTree(made));
    }

    private static byte[] packaged() throws IOException {
        try (InputStream file = AsyncApiTest.class.getResourceAsStream("/static/asyncapi.json")) {
            return Objects.requireNonNull(file).readAllBytes();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.cellmill.common.message.MessagesTest#events")
    void anEventIsAsDescribed(CellEvent event) {
        holds("CellEvent", Messages.write(event));
        headersHold(CellRecords.of(event));
        keyHolds("CellEvent", CellRecords.of(event).key());
    }

    @ParameterizedTest
    @MethodSource("dev.cellmill.common.message.MessagesTest#tasks")
    void aTaskIsAsDescribed(CellTask task) {
        holds("CellTask", Messages.write(task));
        keyHolds("CellTask", CellRecords.of(task).key());
    }

    static Stream<CellBlock> blocks() {
        return Stream.of(null, SkipReason.VALIDATED)
                .map(reason -> new CellBlock(CELL.tenant(), CELL.sheet(), CELL.job(),
                        new Position(1, 1, 0), Instant.EPOCH, reason,
                        List.of(new CellBlock.Column(0, "a", "ai", List.of(1, 2)))));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void aBlockIsAsDescribed(CellBlock block) {
        holds("CellBlock", Messages.write(block));
        headersHold(CellRecords.of(block));
        keyHolds("CellBlock", CellRecords.of(block).key());
    }

    @ParameterizedTest
    @EnumSource(OutputChunk.Stream.class)
    void aChunkOfOutputIsAsDescribed(OutputChunk.Stream stream) {
        var chunk = new OutputChunk(CELL, new Position(1, 1, 0), 7, stream, 0, 0, "text", null, Instant.EPOCH);
        holds("OutputChunk", Messages.write(chunk));
        headersHold(CellRecords.of(chunk));
        keyHolds("OutputChunk", CellRecords.of(chunk).key());
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void controlIsAsDescribed(JobState state) {
        JobId job = CELL.job();
        holds("ControlMessage", Messages.write(new JobControl(job, 3, state)));
        keyHolds("ControlMessage", new JobControl(job, 3, state).key().getBytes(StandardCharsets.UTF_8));
        holds("ControlMessage",
                Messages.write(new WorkerPing("w", Instant.EPOCH, 1, Map.of("ai", 1), Map.of("ai", List.of(1)),
                        Map.of())));
        holds("ControlAck", Messages.write(new ControlAck(job, 3, "w", List.of(new ControlAck.Place(1, 2)), 5)));
    }

    @Test
    void whatIsPublicIsSentByCellmillAndOnlyWhatItsServicesTellEachOtherIsReceived() {
        var operations = AsyncApi.ofTheTopics().get("operations");
        assertThat(operations.propertyNames()).containsExactlyInAnyOrder("sendEvents", "sendOutput", "sendDeadLetters",
                "sendControl", "receiveControl", "sendAcks", "receiveAcks", "sendTasks", "receiveTasks");
        operations.properties().forEach(operation -> assertThat(operation.getKey())
                .startsWith(operation.getValue().get("action").asString()));
    }

    @Test
    void whatIsNotDescribedIsFound() {
        ObjectNode event = (ObjectNode) Json.MAPPER
                .readTree(Messages.write(MessagesTest.events().findFirst().orElseThrow()));
        assertThat(complaints("CellEvent", event.deepCopy().put("lane", 1))).isNotEmpty();
        assertThat(complaints("CellEvent", event.deepCopy().put("more", 1))).isNotEmpty();
        assertThat(complaints("CellEvent", event.deepCopy().without("at"))).isNotEmpty();
    }

    private static void holds(String message, byte[] written) {
        assertThat(complaints(message, Json.MAPPER.readTree(written))).isEmpty();
    }

    private static void keyHolds(String message, byte[] key) {
        assertThat(new String(key, StandardCharsets.UTF_8)).matches(AsyncApi.ofTheTopics()
                .at("/components/messages/" + message + "/bindings/kafka/key/pattern").asString());
    }

    private static void headersHold(ProducerRecord<byte[], byte[]> sent) {
        ObjectNode headers = Json.MAPPER.createObjectNode();
        sent.headers().forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        assertThat(schema(Json.MAPPER.createObjectNode().put("$ref", "#/components/schemas/CloudEventHeaders"), false)
                .validate(headers)).isEmpty();
    }

    private static List<?> complaints(String message, JsonNode written) {
        return schema(AsyncApi.ofTheTopics().at("/components/messages/" + message + "/payload"), true)
                .validate(written);
    }

    /** @param closed whether members that are not described are refused, which readers shall not do */
    private static Schema schema(JsonNode of, boolean closed) {
        ObjectNode whole = Json.MAPPER.createObjectNode();
        whole.set("components", AsyncApi.ofTheTopics().get("components"));
        if (closed) {
            whole.at("/components/schemas").forEach(schema -> {
                if (schema.has("properties")) {
                    ((ObjectNode) schema).put("additionalProperties", false);
                }
            });
        }
        whole.putArray("allOf").add(of);
        return REGISTRY.getSchema(whole);
    }
}
