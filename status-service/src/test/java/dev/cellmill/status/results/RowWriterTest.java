package dev.cellmill.status.results;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.ShownSheet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RowWriterTest {
    private static final ResultOptions CSV = new ResultOptions(ResultFormat.CSV, false, true, ',');

    @Property(tries = 300)
    void csvGivesBackEveryValue(@ForAll @Size(3) List<String> values, @ForAll char delimiter) throws IOException {
        if ("\"\r\n\0".indexOf(delimiter) >= 0 || Character.isSurrogate(delimiter)) {
            return;
        }
        List<String> storable = values.stream().map(RowWriterTest::storable).toList();
        var options = new ResultOptions(ResultFormat.CSV, false, false, delimiter);
        String csv = write(sheet(List.of("a", "b"), List.of("c")), options, storable.subList(0, 2),
                value(Json.MAPPER.writeValueAsString(storable.get(2))));
        try (var lines = CsvReader.builder().fieldSeparator(delimiter).skipEmptyLines(false).ofCsvRecord(csv)) {
            assertThat(lines.stream().map(CsvRecord::getFields)).containsExactly(List.of("a", "b", "c"), storable);
        }
    }

    @Test
    void csvIsRfc4180WithInputsFirst() throws IOException {
        String csv = write(sheet(List.of("name", "note"), List.of("size")), CSV, List.of("a,b", "1\r\n2 \"3\""),
                value("12"));
        assertThat(csv).isEqualTo("name,note,size\r\n\"a,b\",\"1\r\n2 \"\"3\"\"\",12\r\n");
    }

    @Test
    void aRowShorterThanItsSheetIsFilledUp() throws IOException {
        assertThat(write(sheet(List.of("a", "b"), List.of("c")), CSV, List.of("1"), (CellView) null))
                .isEqualTo("a,b,c\r\n1,,\r\n");
    }

    @Test
    void theEmptyValueOfAnOnlyColumnIsNoEmptyLine() throws IOException {
        assertThat(write(sheet(List.of("a"), List.of()), CSV, List.of(""))).isEqualTo("a\r\n\"\"\r\n");
    }

    @Test
    void formulasAreEscapedInTheHeaderToo() throws IOException {
        assertThat(write(sheet(List.of("=a"), List.of("c")), CSV, List.of("+44 20"), value("\"@b\"")))
                .isEqualTo("'=a,c\r\n+44 20,'@b\r\n");
    }

    @Test
    void jsonLinesKeepEveryValuesType() throws IOException {
        var options = new ResultOptions(ResultFormat.JSONL, false, true, ',');
        String line = write(sheet(List.of("n\"x", "m"), List.of("c", "d")), options, List.of("=1"),
                value("{\"k\": [1.50, null]}"), null);
        assertThat(line).isEqualTo("{\"n\\\"x\":\"=1\",\"m\":null,\"c\":{\"k\": [1.50, null]},\"d\":null}\n");
    }

    @Test
    void provenanceStandsBehindItsColumn() throws IOException {
        var failed = new CellView(CellState.FAILED, null, "gpt", null, 0, 0.5, false, null, 7, 2,
                new BigDecimal("0.00002"), 1.5, 3,
                "{\"code\": \"provider.timeout\", \"message\": \"=slow\", \"retryable\": true, \"attempts\": 3}", null,
                null, false, false, null, null, null, 4);
        ShownSheet sheet = sheet(List.of("a"), List.of("c"));
        assertThat(write(sheet, new ResultOptions(ResultFormat.CSV, true, true, ','), List.of("1"), failed))
                .isEqualTo("a,c,c.state,c.error,c.provider,c.confidence,c.servedBy,c.tokens,c.cost,c.attempts,"
                        + "c.fingerprint\r\n1,,failed,provider.timeout: =slow,gpt,0.5,,9,0.00002,3,\r\n");
        String line = write(sheet, new ResultOptions(ResultFormat.JSONL, true, true, ','), List.of("1"), failed);
        JsonNode json = Json.MAPPER.readTree(line);
        assertThat(json.at("/c").isNull()).isTrue();
        assertThat(json.at("/c.error/code").stringValue()).isEqualTo("provider.timeout");
        assertThat(json.at("/c.tokens").intValue()).isEqualTo(9);
        assertThat(json.at("/c.servedBy").isNull()).isTrue();
    }

    private static String write(ShownSheet sheet, ResultOptions options, List<String> inputs,
            @Nullable CellView... cells) throws IOException {
        var bytes = new ByteArrayOutputStream();
        RowWriter writer = switch (options.format()) {
            case CSV -> new CsvRows(sheet, options, bytes);
            case JSONL -> new JsonLinesRows(sheet, options, bytes);
            case BATCH -> throw new IllegalArgumentException("of BatchRowsTest");
        };
        writer.begin();
        writer.write(new ResultRow(0, Json.MAPPER.writeValueAsString(inputs), cells));
        writer.finish();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ShownSheet sheet(List<String> inputs, List<String> columns) {
        return new ShownSheet(TenantId.DEFAULT, new UUID(0, 1), "sheet", 1, inputs, columns, List.of());
    }

    private static CellView value(String json) {
        return new CellView(CellState.DONE, json, null, null, 0, null, false, null, 0, 0, BigDecimal.ZERO, 0, 0, null,
                null, null, false, false, null, null, null, 1);
    }

    /** PostgreSQL takes neither lone surrogates nor NUL, so neither is ever stored. */
    private static String storable(String text) {
        byte[] utf8 = text.replace("\0", "").getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
