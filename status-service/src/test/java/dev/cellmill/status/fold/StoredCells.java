package dev.cellmill.status.fold;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Cells as the fold itself reads them back. */
final class StoredCells {
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private StoredCells() {}

    static Map<CellKey, Cell> all(DataSource database, JobId job) throws SQLException {
        List<CellKey> keys = new ArrayList<>();
        Map<CellKey, Cell> cells = new TreeMap<>();
        try (var connection = database.getConnection()) {
            try (var statement = connection.prepareStatement(
                    "SELECT row, col FROM status.cell WHERE job_id = ? ORDER BY row, col")) {
                statement.setObject(1, job.value());
                try (var row = statement.executeQuery()) {
                    while (row.next()) {
                        keys.add(new CellKey(job, row.getInt(1), row.getInt(2)));
                    }
                }
            }
            var jobs = new BatchJobs(List.of(
                    new JobFacts(job, TenantId.DEFAULT, SheetId.next(), 0, 0, 0, List.of(), false, false)));
            List<Cell> stored = new CellStatements(connection, jobs).lock(keys);
            for (int i = 0; i < keys.size(); i++) {
                cells.put(keys.get(i), normalised(stored.get(i)));
            }
        }
        return cells;
    }

    /** JSON in the one form in which it can be compared. */
    static Cell normalised(Cell cell) {
        Outcome outcome = cell.outcome();
        return new Cell(cell.position(),
                new Outcome(outcome.state(), json(outcome.value()), outcome.provider(), outcome.model(),
                        outcome.confidence(), outcome.belowThreshold(), outcome.servedBy(), outcome.fingerprint(),
                        json(outcome.error()), outcome.skipReason()),
                cell.totals(), cell.accounts(), cell.history().stream()
                        .map(past -> new PastOutcome(past.run(), String.valueOf(json(past.json())))).toList(),
                cell.begun(), cell.startedAt(), cell.endedAt());
    }

    private static @Nullable String json(@Nullable String text) {
        return text == null ? null : SORTED.writeValueAsString(Json.MAPPER.readValue(text, Object.class));
    }
}
