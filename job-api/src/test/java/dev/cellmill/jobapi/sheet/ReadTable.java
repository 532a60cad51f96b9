package dev.cellmill.jobapi.sheet;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;

/** What the readers make of a body, taken out of the chunks that would be stored. */
record ReadTable(List<String> columns, List<List<JsonNode>> rows) {
    static final SheetSettings LIMITS = settings(200, DataSize.ofKilobytes(1));

    static SheetSettings settings(int maxRows, DataSize chunk) {
        return new SheetSettings(20, 200, DataSize.ofKilobytes(1), DataSize.ofKilobytes(4), maxRows,
                DataSize.ofMegabytes(64), 200, 8, chunk, Duration.ofSeconds(30), Duration.ofMinutes(10),
                Duration.ofMinutes(1));
    }

    static ReadTable csv(String body) {
        return csv(body.getBytes(StandardCharsets.UTF_8), ',');
    }

    static ReadTable csv(byte[] body, char delimiter) {
        return of(new SheetBody(SheetFormat.CSV, delimiter, false, new ByteArrayInputStream(body)), LIMITS);
    }

    static ReadTable json(String body) {
        return of(new SheetBody(SheetFormat.JSON, ',', false, stream(body)), LIMITS);
    }

    static ReadTable ndjson(String body) {
        return of(new SheetBody(SheetFormat.NDJSON, ',', false, stream(body)), LIMITS);
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    static ReadTable of(SheetBody body, SheetSettings limits, String... known) {
        var read = new ArrayList<List<JsonNode>>();
        var columns = new Columns(limits, List.of(known));
        var rows = new SheetRows(limits, columns, TenantId.DEFAULT, SheetId.next(), 0, full -> {
            decode(full, read);
            full.clear();
            return full;
        });
        try {
            var text = new Utf8Reader(new MeasuredBody(body, limits));
            switch (body.format()) {
                case CSV -> CsvRows.read(text, body.delimiter(), columns, rows, limits);
                case NDJSON -> JsonRows.read(text, false, columns, rows, limits);
                case JSON -> JsonRows.read(text, true, columns, rows, limits);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rows.finish();
        return new ReadTable(columns.names(), read);
    }

    /** Each row as the strings in it. */
    List<List<String>> strings() {
        return rows.stream().map(row -> row.stream().map(JsonNode::stringValue).toList()).toList();
    }

    private static void decode(CopyChunk chunk, List<List<JsonNode>> read) {
        ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(chunk.array(), chunk.size()));
        bytes.position(19);
        while (bytes.getShort() == 4) {
            for (int i = 0; i < 3; i++) {
                int length = bytes.getInt();
                if (i == 1 && bytes.getInt(bytes.position()) != read.size()) {
                    throw new AssertionError("rows are not numbered in order");
                }
                bytes.position(bytes.position() + length);
            }
            byte[] json = new byte[bytes.getInt()];
            bytes.get(json);
            read.add(Json.MAPPER.readTree(json, 1, json.length - 1).valueStream().toList());
        }
        if (bytes.hasRemaining()) {
            throw new AssertionError("the chunk goes on after its end");
        }
    }
}
