package dev.cellmill.status.results;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.template.CellText;
import dev.cellmill.status.sheet.CellView;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What {@code provenance=true} adds for each filled column, in this order, each called by its {@link #header}. */
enum Provenance {
    STATE("state"), ERROR("error"), PROVIDER("provider"), CONFIDENCE("confidence"), SERVED_BY("servedBy"), TOKENS(
            "tokens"), COST("cost"), ATTEMPTS("attempts"), FINGERPRINT("fingerprint");

    static final List<Provenance> ALL = List.copyOf(Arrays.asList(values()));

    private final String wireName;

    Provenance(String wireName) {
        this.wireName = wireName;
    }

    String header(String column) {
        return column + "." + wireName;
    }

    /** A string, a number, or for an error its JSON; null where there is nothing to say. */
    @Nullable
    Object of(CellView cell) {
        return switch (this) {
            case STATE -> cell.state().wireName();
            case ERROR -> cell.error() == null ? null : Json.MAPPER.readTree(cell.error());
            case PROVIDER -> cell.provider();
            case CONFIDENCE -> cell.confidence();
            case SERVED_BY -> cell.servedBy() == null ? null : cell.servedBy().wireName();
            case TOKENS -> cell.inputTokens() + cell.outputTokens();
            case COST -> cell.cost();
            case ATTEMPTS -> cell.attempts();
            case FINGERPRINT -> cell.fingerprint() == null ? null : cell.fingerprint().toString();
        };
    }

    /** For CSV, where an error is its code and message. */
    String textOf(CellView cell) {
        return switch (of(cell)) {
            case null -> "";
            case JsonNode error -> CellText.of(error.get("code")) + ": " + CellText.of(error.get("message"));
            case BigDecimal cost -> cost.toPlainString();
            case Object value -> value.toString();
        };
    }
}
