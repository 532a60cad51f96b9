package dev.cellmill.status.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.batch.BatchLine;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.Endpoint;
import dev.cellmill.common.plan.OutputType;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.ProviderFamily;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.sheet.CellView;
import dev.cellmill.status.sheet.ChosenRows;
import dev.cellmill.status.sheet.ShownSheet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BatchRowsTest {
    private static final String WHOLE = "{\n \"z\": 1.50, \"choices\": []}";

    @Test
    void cellsOfLanguageModelsThatAreOverAreLinesEach() throws IOException {
        List<PlannedColumn> columns = List.of(column(0, "said", ProviderFamily.LLM, null),
                column(1, "looked up", ProviderFamily.HTTP, null),
                column(2, "whole", ProviderFamily.LLM, Endpoint.CHAT_COMPLETIONS));
        List<String> lines = write(columns,
                row(0, "first", done("\"a \\\"word\\\"\""), done("\"x\""), done(Json.MAPPER.writeValueAsString(WHOLE))),
                row(7, "second", failed(), failed(), null)).lines().toList();

        assertThat(lines).hasSize(3);
        JsonNode said = Json.MAPPER.readTree(lines.getFirst());
        assertThat(said.path("custom_id").asString()).isEqualTo("row-0/said");
        assertThat(said.at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(said.at("/response/body/choices/0/message/content").asString()).isEqualTo("a \"word\"");
        assertThat(said.at("/response/body/usage/total_tokens").asInt()).isEqualTo(9);
        assertThat(said.path("error").isNull()).isTrue();
        assertThat(lines.get(1)).contains("\"custom_id\":\"first\"")
                .contains("\"body\":{\"z\":1.50,\"choices\":[]}}");
        JsonNode failed = Json.MAPPER.readTree(lines.get(2));
        assertThat(failed.path("custom_id").asString()).isEqualTo("row-7/said");
        assertThat(failed.path("response").isNull()).isTrue();
        assertThat(failed.at("/error/code").asString()).isEqualTo("provider.timeout");
    }

    @Test
    void ofABatchsJobTheLinesAreThoseOfItsFiles() throws IOException {
        var columns = List.of(column(0, "response", ProviderFamily.LLM, Endpoint.CHAT_COMPLETIONS));
        List<String> lines = write(columns, "batch_7", (row, column) -> row == 1
                ? new Replies.Reply(400, "{\"error\": {\"message\": \"no\"}}")
                : null,
                row(0, "a", done(Json.MAPPER.writeValueAsString(WHOLE))), row(1, "b", failed()), row(2, "c", failed()))
                .lines().toList();
        assertThat(lines).containsExactly(new BatchLine("batch_7", 0, "\"a\"").answered(WHOLE),
                new BatchLine("batch_7", 1, "\"b\"").failed("provider.rejected", "", 400,
                        "{\"error\": {\"message\": \"no\"}}"),
                new BatchLine("batch_7", 2, "\"c\"").unfinished("provider.timeout", "late"));
        assertThat(lines.get(1)).contains("\"status_code\":400").contains("\"error\":null");
    }

    private static String write(List<PlannedColumn> columns, ResultRow... rows) throws IOException {
        return write(columns, null, (row, column) -> null, rows);
    }

    private static String write(List<PlannedColumn> columns, @Nullable String batch, Replies.Reader replies,
            ResultRow... rows) throws IOException {
        var sheet = new ShownSheet(TenantId.DEFAULT, new UUID(0, 1), "sheet", 8, List.of("custom_id"),
                columns.stream().map(PlannedColumn::name).toList(), List.of());
        var bytes = new ByteArrayOutputStream();
        var writer = new BatchRows(new ResultTable(sheet, "job", 0, 8, ChosenRows.ALL,
                Json.MAPPER.writeValueAsString(new JobPlan(columns, Map.of())), new UUID(0, 2), batch), bytes, replies);
        writer.begin();
        for (ResultRow row : rows) {
            writer.write(row);
        }
        writer.finish();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static ResultRow row(int number, String name, @Nullable CellView... cells) {
        return new ResultRow(number, Json.MAPPER.writeValueAsString(List.of(name)), cells);
    }

    private static PlannedColumn column(int index, String name, ProviderFamily family, @Nullable Endpoint endpoint) {
        var step = new PlannedStep("p", "p", family, "", "m", "{{custom_id}}", null, Map.of(), Map.of(), null, null,
                null, Duration.ofSeconds(1), 1, Duration.ofSeconds(1), List.of("custom_id"), null, List.of(), endpoint);
        return new PlannedColumn(index, name, OutputType.TEXT, List.of(step), List.of(), 0);
    }

    private static CellView done(String value) {
        return cell(CellState.DONE, value, null);
    }

    private static CellView failed() {
        return cell(CellState.FAILED, null, "{\"code\":\"provider.timeout\",\"message\":\"late\"}");
    }

    private static CellView cell(CellState state, @Nullable String value, @Nullable String error) {
        return new CellView(state, value, "p", "m", 0, null, false, null, 4, 5, BigDecimal.ZERO, 0, 1, error, null,
                null, false, false, null, null, null, 1);
    }
}
