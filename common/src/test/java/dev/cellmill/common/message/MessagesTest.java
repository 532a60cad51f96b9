package dev.cellmill.common.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

public class MessagesTest {
    private static final CellAddress CELL = new CellAddress(TenantId.DEFAULT, SheetId.of(
            "01980000-0000-7000-8000-000000000001"), JobId.of("01980000-0000-7000-8000-000000000002"), 7, 2, "Größe");
    private static final Position POSITION = new Position(3, 2, 1);
    private static final Instant AT = Instant.parse("2026-11-22T01:02:03.456789Z");
    private static final Fingerprint FINGERPRINT = new Fingerprint(Long.MIN_VALUE, 42);
    private static final Usage USAGE = new Usage(2, 400, 10, 123_456_789_012L, 5, 1_800);
    private static final Answer FULL = new Answer(Json.MAPPER.readTree("{\"e164\":\"+4930123456\",\"valid\":true}"),
            "gpt",
            "gpt-5-mini", 0.75, 1, true, ServedBy.COALESCED, FINGERPRINT);
    private static final Answer BARE = new Answer(NullNode.getInstance(), "phone", null, null, 0, false,
            ServedBy.PROVIDER, FINGERPRINT);
    private static final Answer LONG = new Answer(NullNode.getInstance(), "gpt", null, null, 0, false,
            ServedBy.PROVIDER, FINGERPRINT, new WrittenText(CELL.key(), POSITION, 1_795_000_000_123L, 80_000, 120_000,
                    WrittenText.Form.TEXT));
    private static final CellError ERROR = new CellError(ErrorCode.PROVIDER_TIMEOUT, "No answer within 90 s.", true, 3);
    private static final StepTrace TRACE = new StepTrace(1, "gpt", "gpt-5-mini",
            Json.MAPPER.readTree("{\"a\":[1,null]}"),
            "raw \" answer", List.of(new StepTrace.Attempt(AT, 12, ERROR, 0, 0, 0),
                    new StepTrace.Attempt(AT, 15, null, 400, 10, 5_000_000_000L)));
    private static final StepTrace WROTE = TRACE
            .with(new StepTrace.Output("warming \"up\"\n", 0, 5_000_000_000L, 13, AT));
    private static final StepTrace SILENT = TRACE.with(new StepTrace.Output(null, null, 0, 0, null));

    public static Stream<CellTask> tasks() {
        return Stream.of(
                new CellTask(CELL, POSITION, 9, "ai", FINGERPRINT, Map.of("e.mail", "a\n\"b\"", "empty", ""), true,
                        FULL),
                new CellTask(CELL, POSITION, 9, "ai", FINGERPRINT, Map.of(), false, BARE),
                new CellTask(CELL, POSITION, 9, "ai", FINGERPRINT, Map.of(), false, null),
                new CellTask(CELL, POSITION, 9, "ai", FINGERPRINT, Map.of(), false, null,
                        new Reservation(9_000_000_000L, 7), true));
    }

    public static Stream<CellEvent> events() {
        return Stream.of(
                new CellEvent.Started(CELL, POSITION, "ai", AT, "gpt"),
                new CellEvent.Started(CELL, POSITION, "ai", AT, "gpt", "worker-1", 12_345_678_901L),
                new CellEvent.Released(CELL, POSITION, "ai", AT, USAGE.returning(7_000_000_000L), null),
                new CellEvent.Released(CELL, POSITION, "ai", AT, Usage.NONE, FULL),
                new CellEvent.Released(CELL, POSITION, "ai", AT, USAGE, null),
                new CellEvent.Hopped(CELL, POSITION, "ai", AT, "crm", USAGE, TRACE),
                new CellEvent.Hopped(CELL, POSITION, "ai", AT, "crm", USAGE, null),
                new CellEvent.Done(CELL, POSITION, "ai", AT, FULL, USAGE, TRACE),
                new CellEvent.Done(CELL, POSITION, "ai", AT, FULL, USAGE, WROTE),
                new CellEvent.Failed(CELL, POSITION, "ai", AT, ERROR, "gpt", USAGE, SILENT),
                new CellEvent.Done(CELL, POSITION, "local", AT, BARE, Usage.NONE, null),
                new CellEvent.Done(CELL, POSITION, "ai", AT, LONG, USAGE, null),
                new CellEvent.Failed(CELL, POSITION, "ai", AT, ERROR, "gpt", USAGE, TRACE),
                new CellEvent.Failed(CELL, POSITION, "ai", AT, ERROR, null, USAGE, null),
                new CellEvent.Skipped(CELL, POSITION, "ai", AT, SkipReason.UP_TO_DATE),
                new CellEvent.Reopened(CELL, POSITION, "ai", AT));
    }

    @ParameterizedTest
    @NullSource
    @EnumSource(SkipReason.class)
    void aBlockIsReadAsTheEventsOfItsCells(SkipReason reason) {
        var block = new CellBlock(CELL.tenant(), CELL.sheet(), CELL.job(), POSITION, AT, reason, List.of(
                new CellBlock.Column(2, "two", "ai", List.of(256, 511)),
                new CellBlock.Column(0, "zero", "x", List.of(300))));

        List<CellEvent> events = Messages.readEvents(Messages.write(block));

        assertThat(events).isEqualTo(block.events()).hasSize(3);
        assertThat(events).allSatisfy(event -> assertThat(event.cell().eventKey()).isEqualTo(block.eventKey()));
        assertThat(events.getFirst()).isEqualTo(reason == null
                ? new CellEvent.Reopened(block.events().getFirst().cell(), POSITION, "ai", AT)
                : new CellEvent.Skipped(block.events().getFirst().cell(), POSITION, "ai", AT, reason));
    }

    @Test
    void aBlockOfRowsThatDoNotShareAPartitionIsNone() {
        assertThatThrownBy(() -> new CellBlock(CELL.tenant(), CELL.sheet(), CELL.job(), POSITION, AT, null,
                List.of(new CellBlock.Column(0, "zero", "x", List.of(255, 256)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @MethodSource("events")
    void aSingleEventIsAListOfOne(CellEvent event) {
        assertThat(Messages.readEvents(Messages.write(event))).containsExactly(event);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskIsReadAsItWasWritten(CellTask task) {
        assertThat(Messages.readTask(Messages.write(task))).isEqualTo(task);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsReadAsItWasWritten(CellEvent event) {
        assertThat(Messages.readEvent(Messages.write(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aTaskIsOnTheWireWhatTheMapperWouldWriteAndRead(CellTask task) {
        byte[] written = Messages.write(task);
        assertThat(Json.MAPPER.readTree(written)).isEqualTo(Json.MAPPER.readTree(Json.MAPPER.writeValueAsBytes(task)));
        assertThat(Messages.readTask(Json.MAPPER.writeValueAsBytes(task))).isEqualTo(task);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventIsOnTheWireWhatTheMapperWouldWriteAndRead(CellEvent event) {
        byte[] written = Messages.write(event);
        byte[] mapped = Json.MAPPER.writerFor(CellEvent.class).writeValueAsBytes(event);
        assertThat(Json.MAPPER.readTree(written)).isEqualTo(Json.MAPPER.readTree(mapped));
        assertThat(Messages.readEvent(mapped)).isEqualTo(event);
    }

    @ParameterizedTest
    @MethodSource("events")
    void anEventNamesItsTypeOnTheWire(CellEvent event) {
        assertThat(Json.MAPPER.readTree(Messages.write(event)).path("type").asString()).isEqualTo(event.type());
    }

    @Test
    void everyTypeOfEventIsAmongThem() {
        assertThat(events().map(Object::getClass).distinct())
                .hasSameElementsAs(Arrays.asList(CellEvent.class.getPermittedSubclasses()));
    }

    @ParameterizedTest
    @EnumSource(SkipReason.class)
    void aSkipReasonIsWrittenByItsWireName(SkipReason reason) {
        JsonNode written = Json.MAPPER
                .readTree(Messages.write(new CellEvent.Skipped(CELL, POSITION, "ai", AT, reason)));

        assertThat(written.path("reason").asString()).isEqualTo(reason.wireName());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "50%")
    void aChunkOfOutputIsReadAsItWasWritten(String progress) {
        var chunk = new OutputChunk(CELL, POSITION, 1_795_000_000_123L, OutputChunk.Stream.LOG, 3, 5_000_000_000L,
                "a\n\"b\"", progress, AT);

        assertThat(Messages.readOutput(Messages.write(chunk))).isEqualTo(chunk);
    }

    @Test
    void aPingIsReadAsItWasWritten() {
        var ping = new WorkerPing("worker-1", AT, 7, Map.of("ai", 64, "local", 100),
                Map.of("ai", List.of(0, 7)),
                Map.of("ai", 3));

        assertThat(Messages.readControl(Messages.write(ping))).isEqualTo(ping);
    }

    @Test
    void aTraceOfBeforeOutputsWereKeptIsReadWithoutAny() {
        StepTrace old = Json.MAPPER.readValue("""
                {"step": 1, "provider": "gpt", "answer": "raw", "attempts": [
                  {"startedAt": "2026-11-22T01:02:03.456789Z", "latencyMillis": 12}]}""", StepTrace.class);

        assertThat(old.attempts()).containsExactly(new StepTrace.Attempt(AT, 12, null, 0, 0, 0));
        assertThat(old.output()).isNull();
    }

    @Test
    void whatIsAbsentIsNotWritten() {
        JsonNode written = Json.MAPPER
                .readTree(Messages.write(new CellEvent.Released(CELL, POSITION, "ai", AT, USAGE, null)));

        assertThat(written.has("best")).isFalse();
    }

    @Test
    void fieldsOfANewerVersionArePassedOver() {
        String newer = new String(Messages.write(new WorkerPing("worker-1", AT, 7, Map.of(), Map.of(), Map.of())),
                StandardCharsets.UTF_8)
                .replaceFirst("\\{", "{\"newField\":[1],");

        assertThat(Messages.readControl(newer.getBytes(StandardCharsets.UTF_8)).key()).isEqualTo("worker-1");
    }

    @ParameterizedTest
    @MethodSource("broken")
    void whatIsNoEventIsRefused(String text) {
        assertThatThrownBy(() -> Messages.readEvent(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(JacksonException.class);
    }

    static Stream<String> broken() {
        return Stream.of("", "{", "{}", "[]", "{\"type\":\"exploded\"}", "{\"type\":\"started\"}");
    }
}
