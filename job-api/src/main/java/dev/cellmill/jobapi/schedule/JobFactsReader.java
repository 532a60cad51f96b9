package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.CellChoice;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.plan.JobPlan;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Reads what stays the same of a job's run once, when it is first met. That holds for the columns filled before too:
 * no other open job fills a column of this one, so only ended jobs' cells count.
 */
final class JobFactsReader {
    private static final String FACTS = """
            SELECT job.id, job.run, job.tenant, job.traceparent, job.sheet_id, job.plan, sheet.columns,
                   sheet.byte_count / greatest(sheet.row_count, 1) AS bytes_per_row,
                   coalesce(job.spec -> 'cells', '"missing"') AS cells, coalesce(job.row_ids, '{}') AS row_ids,
                   ARRAY(
                       SELECT DISTINCT filled.name
                       FROM jobs.job AS other, unnest(other.columns) AS filled (name)
                       WHERE other.sheet_id = job.sheet_id AND other.run < job.run AND other.id <> job.id
                         AND filled.name = ANY(job.columns)) AS filled_before
            FROM jobs.job AS job
            JOIN intake.sheet AS sheet ON sheet.id = job.sheet_id
            WHERE job.id = ANY(CAST(:jobs AS uuid[]))
            """;

    private static final Logger LOG = LoggerFactory.getLogger(JobFactsReader.class);

    private final Map<JobId, JobFacts> known = new HashMap<>();
    private final Set<JobId> unreadable = new HashSet<>();

    /**
     * Facts of these jobs, read if not known yet; those of all other jobs are forgotten. Jobs that are gone or cannot be
     * read are left out.
     */
    Map<JobId, JobFacts> of(JdbcClient sql, Collection<JobId> jobs) {
        known.keySet().retainAll(jobs);
        unreadable.retainAll(jobs);
        UUID[] missing = jobs.stream().filter(job -> !known.containsKey(job) && !unreadable.contains(job))
                .map(JobId::value).toArray(UUID[]::new);
        if (missing.length > 0) {
            sql.sql(FACTS).param("jobs", missing).query(row -> {
                read(row);
            });
        }
        return known;
    }

    /** A job that runs again is met anew: what was filled before may have changed since its last run. */
    void forgetOlder(JobId job, long run) {
        JobFacts facts = known.get(job);
        if (facts != null && facts.run() < run) {
            known.remove(job);
        }
    }

    private void read(ResultSet row) throws SQLException {
        var job = new JobId(row.getObject("id", UUID.class));
        try {
            known.put(job, facts(job, row));
        } catch (JacksonException e) {
            unreadable.add(job);
            LOG.error("job {}: its plan cannot be read by this version; its cells wait for one that can", job, e);
        }
    }

    private static JobFacts facts(JobId job, ResultSet row) throws SQLException {
        return new JobFacts(
                job,
                row.getLong("run"),
                new TenantId(row.getString("tenant")),
                new SheetId(row.getObject("sheet_id", UUID.class)),
                Json.MAPPER.readValue(row.getString("plan"), JobPlan.class),
                texts(row.getArray("columns")),
                Set.copyOf(texts(row.getArray("filled_before"))),
                choice(Json.MAPPER.readTree(row.getString("cells"))),
                Stream.of((Integer[]) row.getArray("row_ids").getArray()).mapToInt(Integer::intValue).toArray(),
                (int) Math.min(Integer.MAX_VALUE, row.getLong("bytes_per_row")), row.getString("traceparent"));
    }

    /** As the job says it: one word, or a list. */
    private static Set<CellChoice> choice(JsonNode cells) {
        return Stream.concat(Stream.of(cells), cells.valueStream())
                .filter(JsonNode::isString)
                .map(word -> CellChoice.valueOf(word.stringValue().toUpperCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
