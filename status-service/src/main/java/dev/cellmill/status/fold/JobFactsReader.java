package dev.cellmill.status.fold;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Reads facts of jobs, and remembers them for a minute. Thread-safe. */
@Component
final class JobFactsReader {
    private static final String READ = """
            SELECT id, tenant, sheet_id, first_row, end_row, total_cells, plan, stops_on_error, max_cost IS NOT NULL
            FROM jobs.job
            WHERE id = ANY (?)
            """;
    private static final String STILL_THERE = "SELECT id FROM jobs.job WHERE id = ANY (?)";

    private final Cache<JobId, JobFacts> known = Caffeine.newBuilder().maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(1)).build();

    /** Those of the jobs that exist. */
    Map<JobId, JobFacts> read(Connection connection, Collection<JobId> jobs) throws SQLException {
        Map<JobId, JobFacts> facts = new HashMap<>(known.getAllPresent(jobs));
        List<UUID> missing = jobs.stream().filter(job -> !facts.containsKey(job)).map(JobId::value).toList();
        if (!missing.isEmpty()) {
            Map<JobId, JobFacts> read = query(connection, missing);
            known.putAll(read);
            facts.putAll(read);
        }
        return facts;
    }

    /**
     * To be asked once the transaction has written: of a job that is deleted later this is seen to be still under way, and
     * what it wrote is taken away after it.
     *
     * @return whether all of them are still there; what was known of others is forgotten
     */
    boolean areStillThere(Connection connection, Collection<JobId> jobs) throws SQLException {
        Set<JobId> gone = new HashSet<>(jobs);
        try (var statement = connection.prepareStatement(STILL_THERE)) {
            statement.setArray(1,
                    new SqlArrays(connection).uuids(jobs.stream().map(JobId::value).toArray(UUID[]::new)));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    gone.remove(new JobId(row.getObject(1, UUID.class)));
                }
            }
        }
        known.invalidateAll(gone);
        return gone.isEmpty();
    }

    private static Map<JobId, JobFacts> query(Connection connection, List<UUID> jobs) throws SQLException {
        Map<JobId, JobFacts> facts = new HashMap<>();
        try (var statement = connection.prepareStatement(READ)) {
            statement.setArray(1, new SqlArrays(connection).uuids(jobs.toArray(UUID[]::new)));
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    var job = new JobId(row.getObject(1, UUID.class));
                    JobPlan plan = Json.MAPPER.readValue(row.getString(7), JobPlan.class);
                    facts.put(job, new JobFacts(job, new TenantId(row.getString(2)),
                            new SheetId(row.getObject(3, UUID.class)), row.getInt(4), row.getInt(5), row.getLong(6),
                            JobFacts.columnsOf(plan), row.getBoolean(8), row.getBoolean(9)));
                }
            }
        }
        return facts;
    }
}
