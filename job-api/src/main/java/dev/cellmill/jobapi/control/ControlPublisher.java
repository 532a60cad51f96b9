package dev.cellmill.jobapi.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.JobControl;
import dev.cellmill.common.message.Messages;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.common.state.JobState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts the states of jobs on the control topic until what stands there is what stands in the database, whoever made the
 * change and whoever died over it. One publication of a job at a time, over all replicas, so that the newest is last.
 */
final class ControlPublisher extends PeriodicTask {
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration SEND = Duration.ofSeconds(5);

    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('cellmill control ' || :job, 0))";
    private static final String STATE = "SELECT state, version FROM jobs.job WHERE id = :job AND published < version";
    private static final String PUBLISHED = "UPDATE jobs.job SET published = :version WHERE id = :job AND published < :version";
    private static final String UNPUBLISHED = "SELECT id FROM jobs.job WHERE published < version ORDER BY id LIMIT 100";

    private final JdbcClient sql;
    private final TransactionTemplate transactions;
    private final Producer<byte[], byte[]> producer;

    ControlPublisher(JdbcClient sql, TransactionTemplate transactions, Producer<byte[], byte[]> producer) {
        super("control-publisher", SWEEP, ShutdownPhase.REST);
        this.sql = sql;
        this.transactions = transactions;
        this.producer = producer;
    }

    /**
     * Returns when the job's state is on the topic.
     *
     * @throws Unpublished if the broker does not take it in time; it is tried again every second
     */
    void publish(JobId job) {
        transactions.executeWithoutResult(_ -> {
            sql.sql(LOCK).param("job", job.toString()).query(rows -> {});
            sql.sql(STATE).param("job", job.value())
                    .query((row, number) -> new JobControl(job, row.getLong("version"),
                            JobState.ofWireName(row.getString("state"))))
                    .optional()
                    .ifPresent(control -> {
                        send(control);
                        sql.sql(PUBLISHED).param("job", job.value()).param("version", control.version()).update();
                    });
        });
    }

    /** Of a completed job nothing need be remembered: all its tasks have ended. */
    private void send(JobControl control) {
        byte[] value = control.state() == JobState.COMPLETED ? null : Messages.write(control);
        try {
            producer.send(new ProducerRecord<>(Topics.CONTROL, control.key().getBytes(StandardCharsets.UTF_8), value))
                    .get(SEND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Unpublished(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unpublished(e);
        }
    }

    @Override
    protected void run() {
        List<JobId> jobs = sql.sql(UNPUBLISHED)
                .query((row, number) -> new JobId(row.getObject("id", UUID.class))).list();
        jobs.forEach(this::publish);
    }

    /** The workers could not be told yet. */
    static final class Unpublished extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unpublished(Exception cause) {
            super(cause);
        }
    }
}
