package dev.cellmill.status.audit;

import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/**
 * Recounts a job. One snapshot, for a job of any size: ranges read one after the other agree with no moment of a job
 * that runs. It holds back the clean-up of dead rows for as long as it reads, seconds for a million cells; since a fold
 * writes each counter once per batch and not per cell, those are some dozens of versions a second.
 */
@Component
class AuditJob {
    private final DataSource database;

    AuditJob(DataSource database) {
        this.database = database;
    }

    /** @throws ProblemException if the tenant has no such job */
    Audit audit(TenantId tenant, UUID job) throws SQLException {
        return audit(tenant, job, Duration.ZERO);
    }

    /**
     * @param patience with each of its statements, in whole milliseconds; zero for any time
     * @throws ProblemException if the tenant has no such job
     * @throws SQLException if one took longer, or the database does not answer
     */
    Audit audit(TenantId tenant, UUID job, Duration patience) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            try (var statement = connection.createStatement()) {
                statement.execute("SET LOCAL statement_timeout = " + patience.toMillis());
            }
            var queries = new CounterQueries(DSL.using(connection, SQLDialect.POSTGRES), job);
            JobPlan plan = queries.plan(tenant).orElseThrow(() -> new ProblemException(Problem.notFound()));
            var audit = Audit.of(job, queries.stored(), queries.recounted(plan), queries.rowsThatDiffer());
            connection.rollback();
            return audit;
        }
    }
}
