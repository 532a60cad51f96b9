package dev.cellmill.jobapi.control;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.ControlAck;
import dev.cellmill.common.money.NanoDollars;
import dev.cellmill.common.problem.Problem;
import dev.cellmill.common.problem.ProblemException;
import dev.cellmill.common.problem.ProblemType;
import dev.cellmill.common.state.JobState;
import dev.cellmill.common.state.JobTransition;
import dev.cellmill.jobapi.schedule.LiveWorkers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes a job's state and returns when the workers know it: from then on, a second at most, no call of a stopped job
 * begins anywhere. What it says of calls in flight comes from the workers themselves; of those that stay silent the
 * worst is assumed.
 */
final class ControlJob {
    private static final Duration ANSWERS_WITHIN = Duration.ofMillis(500);
    private static final Duration REOPENED_WITHIN = Duration.ofSeconds(2);

    private static final String FIGURES = """
            SELECT job.total_cells, job.sent - coalesce(progress.closed, 0) AS in_flight,
                   coalesce(progress.ended, 0) AS ended,
                   (SELECT count(*)
                    FROM unnest(:rows, :columns) AS call (row, col)
                    JOIN status.cell USING (row, col)
                    WHERE cell.job_id = job.id AND cell.state >= 2) AS ended_meanwhile
            FROM jobs.job AS job
            LEFT JOIN status.job_progress AS progress ON progress.job_id = job.id
            WHERE job.id = :job
            """;

    private final JdbcClient sql;
    private final ChangeState changeState;
    private final ControlPublisher publisher;
    private final LiveWorkers workers;
    private final Acks acks;
    private final FoldBarrier folded;
    private final Reopener reopener;

    /** Of one moment. @param endedMeanwhile of the cells whose calls were in flight when the workers answered */
    private record Figures(long totalCells, long inFlight, long ended, long endedMeanwhile) {}

    ControlJob(JdbcClient sql, ChangeState changeState, ControlPublisher publisher, LiveWorkers workers, Acks acks,
            FoldBarrier folded, Reopener reopener) {
        this.sql = sql;
        this.changeState = changeState;
        this.publisher = publisher;
        this.workers = workers;
        this.acks = acks;
        this.folded = folded;
        this.reopener = reopener;
    }

    /** @throws ProblemException if there is no such job, its state does not allow it, or the workers cannot be told */
    Receipt apply(TenantId tenant, JobId job, JobTransition transition) throws InterruptedException {
        boolean stops = transition.to() != JobState.PROCESSING;
        try (Acks.Awaited answers = acks.expect(job, stops ? workers.names() : Set.of())) {
            long version = changeState.change(tenant, job, transition);
            publish(job, transition);
            if (transition == JobTransition.RETRY) {
                awaitReopened(job);
            }
            return receipt(job, answers.await(version, ANSWERS_WITHIN), stops);
        }
    }

    /** So that the receipt counts what is open again; of a very large job that goes on after the answer. */
    private void awaitReopened(JobId job) throws InterruptedException {
        Thread.ofVirtual().start(() -> reopener.reopen(job)).join(REOPENED_WITHIN);
    }

    private void publish(JobId job, JobTransition transition) {
        try {
            publisher.publish(job);
        } catch (ControlPublisher.Unpublished e) {
            throw new ProblemException(new Problem(ProblemType.UNAVAILABLE,
                    ("The job is %s, but the broker is away and the workers could not be told; calls go on until"
                            + " they can be, which is tried every second.").formatted(transition.to().wireName()),
                    null, null, Map.of("state", transition.to().wireName())));
        }
    }

    private Receipt receipt(JobId job, Acks.Answers answers, boolean stops) throws InterruptedException {
        int silent = answers.silent();
        List<ControlAck.Place> calls = answers.come().stream().flatMap(ack -> ack.inFlight().stream()).toList();
        if (stops) {
            // what ended before the workers answered is then counted, so that the figures are of one moment
            folded.await(ANSWERS_WITHIN);
        }
        Figures figures = figures(job, calls);
        long inFlight = stops && silent == 0 ? calls.size() : Math.max(calls.size(), figures.inFlight());
        long stillInFlight = inFlight - figures.endedMeanwhile();
        return new Receipt(inFlight,
                stops ? Math.max(0, figures.inFlight() - stillInFlight) : 0,
                Math.max(0, figures.totalCells() - figures.ended() - (silent == 0 ? stillInFlight : 0)),
                NanoDollars.toDollars(answers.come().stream().mapToLong(ControlAck::costAtRisk).sum()), silent);
    }

    private Figures figures(JobId job, List<ControlAck.Place> calls) {
        return sql.sql(FIGURES)
                .param("job", job.value())
                .param("rows", calls.stream().mapToInt(ControlAck.Place::row).toArray())
                .param("columns", calls.stream().mapToInt(ControlAck.Place::column).toArray())
                .query((row, number) -> new Figures(row.getLong("total_cells"), row.getLong("in_flight"),
                        row.getLong("ended"), row.getLong("ended_meanwhile")))
                .single();
    }
}
