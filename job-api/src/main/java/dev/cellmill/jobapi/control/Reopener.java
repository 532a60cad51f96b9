package dev.cellmill.jobapi.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.json.Json;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Opens the failed cells of a job again for its newest run, with those skipped because of them, by events: the fold
 * knows which of them are still so, and makes them ready once their inputs have ended. Goes row by row and notes how far
 * it has come, so a death repeats one page, which changes nothing. The job is not complete before all of it is folded.
 */
final class Reopener extends PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(Reopener.class);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration FOLDED_WITHIN = Duration.ofSeconds(5);
    private static final int ROWS_PER_PAGE = 4_096;

    private static final String JOBS = """
            SELECT id FROM jobs.job
            WHERE reopen_from IS NOT NULL AND state IN ('processing', 'paused')
            ORDER BY id LIMIT 100
            """;

    private static final String JOB = """
            SELECT id, tenant, sheet_id, run, reopen_from, plan
            FROM jobs.job
            WHERE id = :job AND reopen_from IS NOT NULL AND state IN ('processing', 'paused')
            """;

    /** A cell is skipped because of its input only where one of its row failed. */
    private static final String ROWS = """
            SELECT row, failed | skipped AS columns
            FROM status.row_progress
            WHERE job_id = :job AND row >= :from AND failed <> 0
            ORDER BY row LIMIT %d
            """.formatted(ROWS_PER_PAGE);

    private static final String ADVANCE = """
            UPDATE jobs.job SET reopen_from = :next WHERE id = :job AND run = :run AND reopen_from = :from
            """;

    private final JdbcClient sql;
    private final ChangeState changeState;
    private final Producer<byte[], byte[]> producer;
    private final FoldBarrier folded;
    private final Clock clock;

    Reopener(JdbcClient sql, ChangeState changeState, Producer<byte[], byte[]> producer, FoldBarrier folded,
            Clock clock) {
        super("reopener", SWEEP, ShutdownPhase.REST);
        this.sql = sql;
        this.changeState = changeState;
        this.producer = producer;
        this.folded = folded;
        this.clock = clock;
    }

    private record Reopened(JobId job, TenantId tenant, SheetId sheet, long run, int from,
            List<PlannedColumn> columns) {

        static Reopened of(ResultSet row) throws SQLException {
            return new Reopened(new JobId(row.getObject("id", UUID.class)), new TenantId(row.getString("tenant")),
                    new SheetId(row.getObject("sheet_id", UUID.class)), row.getLong("run"),
                    row.getInt("reopen_from"),
                    Json.MAPPER.readValue(row.getString("plan"), JobPlan.class).columns());
        }
    }

    /** @param columns as bits */
    private record Row(int row, long columns) {}

    @Override
    protected void run() {
        sql.sql(JOBS).query((row, number) -> new JobId(row.getObject("id", UUID.class))).list().forEach(this::reopen);
    }

    /** Returns when all of it is folded, or will be at a later sweep. */
    void reopen(JobId job) {
        try {
            while (reopenPage(job)) {
                LOG.debug("job {}: one page of failed cells is open again", job);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("job {}: its failed cells cannot be opened again now; tried again every second", job, e);
        }
    }

    /** @return whether there may be more */
    private boolean reopenPage(JobId id) throws InterruptedException, ExecutionException {
        Reopened job = sql.sql(JOB).param("job", id.value()).query((row, number) -> Reopened.of(row)).optional()
                .orElse(null);
        if (job == null) {
            return false;
        }
        List<Row> rows = sql.sql(ROWS).param("job", id.value()).param("from", job.from())
                .query((row, number) -> new Row(row.getInt("row"), row.getLong("columns"))).list();
        if (rows.isEmpty()) {
            if (folded.await(FOLDED_WITHIN)) {
                changeState.reopened(job.tenant(), id, job.run());
            }
            return false;
        }
        send(job, rows);
        return sql.sql(ADVANCE).param("job", id.value()).param("run", job.run()).param("from", job.from())
                .param("next", rows.getLast().row() + 1).update() == 1;
    }

    private void send(Reopened job, List<Row> rows) throws InterruptedException, ExecutionException {
        Map<Integer, List<Row>> blocks = new TreeMap<>();
        rows.forEach(row -> blocks.computeIfAbsent(CellBlock.block(row.row()), block -> new ArrayList<>()).add(row));
        List<Future<?>> sends = new ArrayList<>();
        for (List<Row> block : blocks.values()) {
            sends.add(producer.send(CellRecords.of(new CellBlock(job.tenant(), job.sheet(), job.job(),
                    new Position(job.run(), 1, 0), clock.instant(), null, cells(job, block)))));
        }
        producer.flush();
        for (Future<?> send : sends) {
            send.get();
        }
    }

    private static List<CellBlock.Column> cells(Reopened job, List<Row> block) {
        return job.columns().stream()
                .map(column -> new CellBlock.Column(column.index(), column.name(), column.firstLane(), block.stream()
                        .filter(row -> (row.columns() >> column.index() & 1) != 0).map(Row::row).toList()))
                .filter(column -> !column.rows().isEmpty())
                .toList();
    }
}
