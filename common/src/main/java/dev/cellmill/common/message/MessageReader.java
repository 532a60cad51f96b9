package dev.cellmill.common.message;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads tasks and events token by token, as the mapper would but in half its time: they are read for every cell. Fields
 * may come in any order, unknown ones are passed over. Messages come from our own writers, which double no key, so
 * doubled ones are not looked for.
 */
final class MessageReader {
    private static final ObjectReader JSON = Json.MAPPER.reader().without(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    private static final int ABSENT = -1;

    private final JsonParser json;

    private MessageReader(JsonParser json) {
        this.json = json;
    }

    static CellTask task(byte[] bytes) {
        return read(bytes, MessageReader::task);
    }

    static CellEvent event(byte[] bytes) {
        return read(bytes, reader -> reader.fields().toEvent());
    }

    /** One, or those of a block. */
    static List<CellEvent> events(byte[] bytes) {
        return read(bytes, reader -> reader.fields().toEvents());
    }

    private static <T> T read(byte[] bytes, Function<MessageReader, T> message) {
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            try {
                return message.apply(new MessageReader(json));
            } catch (IllegalArgumentException | NullPointerException | DateTimeException e) {
                throw new StreamReadException(json, "no such message: " + e.getMessage(), e);
            }
        }
    }

    private CellTask task() {
        CellAddress cell = null;
        Position position = null;
        long version = 0;
        String lane = null;
        Fingerprint fingerprint = null;
        Map<String, String> inputs = Map.of();
        boolean resent = false;
        Answer best = null;
        Reservation reservation = null;
        boolean paced = false;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "cell" -> cell = cell();
                case "position" -> position = position();
                case "version" -> version = json.getLongValue();
                case "lane" -> lane = text();
                case "fingerprint" -> fingerprint = Fingerprint.parse(text());
                case "inputs" -> inputs = texts();
                case "resent" -> resent = json.getBooleanValue();
                case "best" -> best = answer();
                case "paced" -> paced = json.getBooleanValue();
                case "reservation" -> reservation = isNull() ? null : json.readValueAs(Reservation.class);
                default -> json.skipChildren();
            }
        }
        return new CellTask(required(cell, "cell"), required(position, "position"), version, required(lane, "lane"),
                required(fingerprint, "fingerprint"), inputs, resent, best, reservation, paced);
    }

    private Fields fields() {
        var event = new Fields();
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "type" -> event.type = text();
                case "cell" -> event.cell = cell();
                case "block" -> event.block = json.readValueAs(Block.class);
                case "position" -> event.position = position();
                case "lane" -> event.lane = text();
                case "at" -> event.at = InstantText.parse(text());
                case "provider" -> event.provider = isNull() ? null : text();
                case "worker" -> event.worker = isNull() ? null : text();
                case "atRisk" -> event.atRisk = json.getLongValue();
                case "nextLane" -> event.nextLane = text();
                case "usage" -> event.usage = usage();
                case "best", "answer" -> event.answer = isNull() ? null : answer();
                case "error" -> event.error = json.readValueAs(CellError.class);
                case "trace" -> event.trace = isNull() ? null : json.readValueAs(StepTrace.class);
                case "reason" -> event.reason = json.readValueAs(SkipReason.class);
                default -> json.skipChildren();
            }
        }
        return event;
    }

    /** The cells of a block, as they stand in its record. */
    private record Block(TenantId tenant, SheetId sheet, JobId job, List<CellBlock.Column> cells) {}

    /** What an event may have, in whatever order it came. */
    private static final class Fields {
        private @Nullable String type;
        private @Nullable CellAddress cell;
        private @Nullable Block block;
        private @Nullable Position position;
        private @Nullable String lane;
        private @Nullable Instant at;
        private @Nullable String provider;
        private @Nullable String worker;
        private long atRisk;
        private @Nullable String nextLane;
        private @Nullable Usage usage;
        private @Nullable Answer answer;
        private @Nullable CellError error;
        private @Nullable StepTrace trace;
        private @Nullable SkipReason reason;

        private List<CellEvent> toEvents() {
            if (block == null) {
                return List.of(toEvent());
            }
            SkipReason why = switch (required(type, "type")) {
                case "skipped" -> required(reason, "reason");
                case "reopened" -> null;
                default -> throw new IllegalArgumentException("no block is of type " + type);
            };
            return new CellBlock(block.tenant(), block.sheet(), block.job(), required(position, "position"),
                    required(at, "at"), why, block.cells()).events();
        }

        private CellEvent toEvent() {
            CellAddress whose = required(cell, "cell");
            Position where = required(position, "position");
            String from = required(lane, "lane");
            Instant when = required(at, "at");
            return switch (required(type, "type")) {
                case "started" -> new CellEvent.Started(whose, where, from, when, required(provider, "provider"),
                        worker, atRisk);
                case "released" -> new CellEvent.Released(whose, where, from, when, required(usage, "usage"), answer);
                case "hopped" -> new CellEvent.Hopped(whose, where, from, when, required(nextLane, "nextLane"),
                        required(usage, "usage"), trace);
                case "done" -> new CellEvent.Done(whose, where, from, when, required(answer, "answer"),
                        required(usage, "usage"), trace);
                case "failed" -> new CellEvent.Failed(whose, where, from, when, required(error, "error"), provider,
                        required(usage, "usage"), trace);
                case "skipped" -> new CellEvent.Skipped(whose, where, from, when, required(reason, "reason"));
                case "reopened" -> new CellEvent.Reopened(whose, where, from, when);
                default -> throw new IllegalArgumentException("no event is of type " + type);
            };
        }
    }

    private CellAddress cell() {
        TenantId tenant = null;
        SheetId sheet = null;
        JobId job = null;
        int row = ABSENT;
        int column = ABSENT;
        String called = null;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "tenant" -> tenant = tenant(text());
                case "sheet" -> sheet = SheetId.of(text());
                case "job" -> job = JobId.of(text());
                case "row" -> row = json.getIntValue();
                case "column" -> column = json.getIntValue();
                case "name" -> called = text();
                default -> json.skipChildren();
            }
        }
        return new CellAddress(required(tenant, "tenant"), required(sheet, "sheet"), required(job, "job"), row, column,
                required(called, "name"));
    }

    private static TenantId tenant(String text) {
        return TenantId.DEFAULT.value().equals(text) ? TenantId.DEFAULT : new TenantId(text);
    }

    private Position position() {
        long run = ABSENT;
        int dispatch = ABSENT;
        int step = ABSENT;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "run" -> run = json.getLongValue();
                case "dispatch" -> dispatch = json.getIntValue();
                case "step" -> step = json.getIntValue();
                default -> json.skipChildren();
            }
        }
        return new Position(run, dispatch, step);
    }

    private Usage usage() {
        int attempts = 0;
        long inputTokens = 0;
        long outputTokens = 0;
        long cost = 0;
        long saved = 0;
        long latencyMillis = 0;
        long returned = 0;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "attempts" -> attempts = json.getIntValue();
                case "inputTokens" -> inputTokens = json.getLongValue();
                case "outputTokens" -> outputTokens = json.getLongValue();
                case "cost" -> cost = json.getLongValue();
                case "saved" -> saved = json.getLongValue();
                case "latencyMillis" -> latencyMillis = json.getLongValue();
                case "returned" -> returned = json.getLongValue();
                default -> json.skipChildren();
            }
        }
        return new Usage(attempts, inputTokens, outputTokens, cost, saved, latencyMillis, returned);
    }

    private @Nullable Answer answer() {
        if (isNull()) {
            return null;
        }
        JsonNode value = NullNode.getInstance();
        String provider = null;
        String model = null;
        Double confidence = null;
        int step = 0;
        boolean belowThreshold = false;
        ServedBy servedBy = null;
        Fingerprint fingerprint = null;
        WrittenText written = null;
        for (String name = first(); name != null; name = next()) {
            switch (name) {
                case "value" -> value = value();
                case "provider" -> provider = text();
                case "model" -> model = isNull() ? null : text();
                case "confidence" -> confidence = isNull() ? null : Double.valueOf(json.getDoubleValue());
                case "step" -> step = json.getIntValue();
                case "belowThreshold" -> belowThreshold = json.getBooleanValue();
                case "servedBy" -> servedBy = ServedBy.ofWireName(text());
                case "fingerprint" -> fingerprint = Fingerprint.parse(text());
                case "written" -> written = isNull() ? null : json.readValueAs(WrittenText.class);
                default -> json.skipChildren();
            }
        }
        return new Answer(value, required(provider, "provider"), model, confidence, step, belowThreshold,
                required(servedBy, "servedBy"), required(fingerprint, "fingerprint"), written);
    }

    private JsonNode value() {
        return switch (json.currentToken()) {
            case VALUE_STRING -> StringNode.valueOf(json.getString());
            case VALUE_TRUE -> BooleanNode.TRUE;
            case VALUE_FALSE -> BooleanNode.FALSE;
            case VALUE_NULL -> NullNode.getInstance();
            default -> json.readValueAsTree();
        };
    }

    private Map<String, String> texts() {
        var texts = new HashMap<String, String>();
        for (String name = first(); name != null; name = next()) {
            texts.put(name, text());
        }
        return texts;
    }

    /** The name of the object's first field, the parser at its value; null if it has none. */
    private @Nullable String first() {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw new IllegalArgumentException("an object was expected, not " + json.currentToken());
        }
        return next();
    }

    /** The name of the next field, the parser at its value; null at the object's end. */
    private @Nullable String next() {
        String name = json.nextName();
        if (name != null) {
            json.nextToken();
        }
        return name;
    }

    private String text() {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new IllegalArgumentException(
                    "%s is a text, not %s".formatted(json.currentName(), json.currentToken()));
        }
        return json.getString();
    }

    private boolean isNull() {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }

    private static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new NullPointerException(name + " is missing");
        }
        return value;
    }
}
