package dev.cellmill.status.fold;

import dev.cellmill.common.id.JobId;
import java.sql.Array;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The jobs of a batch, numbered from 1 as PostgreSQL counts arrays: statements carry each job's id and tenant once, and
 * a number for each cell.
 */
final class BatchJobs {
    private final Map<JobId, Integer> numbers = new HashMap<>();
    private final List<JobFacts> facts;

    BatchJobs(List<JobFacts> facts) {
        this.facts = List.copyOf(facts);
        for (int i = 0; i < facts.size(); i++) {
            numbers.put(facts.get(i).job(), i + 1);
        }
    }

    int number(JobId job) {
        return numbers.get(job);
    }

    JobFacts facts(JobId job) {
        return facts.get(number(job) - 1);
    }

    Array ids(SqlArrays arrays) throws SQLException {
        return arrays.uuids(facts.stream().map(job -> job.job().value()).toArray(UUID[]::new));
    }

    Array tenants(SqlArrays arrays) throws SQLException {
        return arrays.texts(facts.stream().map(job -> job.tenant().value()).toArray(String[]::new));
    }
}
