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
import java.math.BigDecimal;
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
public final class ControlJob {
    private static final Duration ANSWERS_WITHIN = Duration.ofMillis(500);
    private static final Duration REOPENED_WITHIN = Duration.ofSeconds(2);

    private static final String FIGURES = """
            SELECT job.total_cells, job.sent - coalesce(progress.closed, 0) AS sent_and_open,
                   coalesce(progress.ended, 0) AS ended,
                   (SELECT count(*)
                    FROM unnest(:rows, :columns) AS call (row, col)
                    JOIN status.cell USING (row, col)
                    WHERE cell.job_id = job.id AND cell.state >= 2) AS ended_meanwhile,
                   (SELECT count(*) FROM jobs.ready WHERE job_id = job.id AND dispatch > 0) AS given_back
            FROM jobs.job AS job
            LEFT JOIN status.job_progress AS progress ON progress.job_id = job.id
            WHERE job.id = :job
            """;
    /** Of calls that no answer names; the broker has every call that costs on record before it begins. */
    private static final String UNNAMED = """
            SELECT count(begun_cost) AS calls, coalesce(sum(begun_cost), 0) AS cost, coalesce(max(begun_cost), 0) AS dearest
            FROM status.cell
            WHERE job_id = :job AND state = 1
              AND NOT EXISTS (SELECT FROM unnest(:rows, :columns) AS named (row, col)
                              WHERE named.row = cell.row AND named.col = cell.col)
            """;

    private final JdbcClient sql;
    private final ChangeState changeState;
    private final ControlPublisher publisher;
    private final LiveWorkers workers;
    private final Acks acks;
    private final FoldBarrier folded;
    private final Reopener reopener;

    /**
     * Of one moment.
     *
     * @param endedMeanwhile of the cells whose calls were in flight when the workers answered
     * @param givenBack cells that had been sent and wait to be sent once more
     */
    private record Figures(long totalCells, long sentAndOpen, long ended, long endedMeanwhile, long givenBack) {}

    /** @param cost nano-dollars, of all of them at worst */
    private record Unnamed(long calls, long cost, long dearest) {}

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
    public Receipt apply(TenantId tenant, JobId job, JobTransition transition) throws InterruptedException {
        boolean stops = transition.to() != JobState.PROCESSING;
        try (Acks.Awaited answers = acks.expect(job, stops ? workers.lately() : Set.of())) {
            long givenBack = stops ? givenBack(job) : 0;
            long version = changeState.change(tenant, job, transition);
            publish(job, transition);
            if (transition == JobTransition.RETRY) {
                awaitReopened(job);
            }
            return stops
                    ? stopped(job, answers.await(version, ANSWERS_WITHIN), givenBack)
                    : goesOn(figures(job, List.of()));
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

    private static Receipt goesOn(Figures figures) {
        long inFlight = Math.max(0, figures.sentAndOpen());
        return new Receipt(inFlight, 0, Math.max(0, figures.totalCells() - figures.ended() - inFlight),
                BigDecimal.ZERO, 0);
    }

    /** @param before cells that had been given back before the job was stopped */
    private Receipt stopped(JobId job, Acks.Answers answers, long before) throws InterruptedException {
        List<ControlAck.Place> calls = answers.come().stream().flatMap(ack -> ack.inFlight().stream()).toList();
        long cost = answers.come().stream().mapToLong(ControlAck::costAtRisk).sum();
        // what ended before the workers answered is then counted, so that the figures are of one moment
        folded.await(ANSWERS_WITHIN);
        Figures figures = figures(job, calls);
        long stillInFlight = calls.size() - figures.endedMeanwhile();
        long stopped = Math.max(0, figures.sentAndOpen() - stillInFlight + figures.givenBack() - before);
        long open = figures.totalCells() - figures.ended();
        if (answers.silent() == 0) {
            return new Receipt(calls.size(), stopped, Math.max(0, open - stillInFlight),
                    NanoDollars.toDollars(cost), 0);
        }
        long atMost = Math.max(calls.size(), figures.sentAndOpen() + figures.endedMeanwhile());
        return new Receipt(atMost, stopped, open,
                NanoDollars.toDollars(cost + costOfUnnamed(job, calls, atMost - calls.size(), cost)), answers.silent());
    }

    /** Where a call has not begun, so that its cost is not known, it is taken to cost as much as the dearest. */
    private long costOfUnnamed(JobId job, List<ControlAck.Place> named, long count, long costOfNamed) {
        Unnamed begun = places(sql.sql(UNNAMED), job, named).query(Unnamed.class).single();
        long meanOfNamed = named.isEmpty() ? 0 : Math.ceilDiv(costOfNamed, named.size());
        return begun.cost() + Math.max(0, count - begun.calls()) * Math.max(begun.dearest(), meanOfNamed);
    }

    /** 0 if there is no such job: whoever changes its state says so. */
    private long givenBack(JobId job) {
        return places(sql.sql(FIGURES), job, List.of()).query(Figures.class).optional().map(Figures::givenBack)
                .orElse(0L);
    }

    private Figures figures(JobId job, List<ControlAck.Place> calls) {
        return places(sql.sql(FIGURES), job, calls).query(Figures.class).single();
    }

    private static JdbcClient.StatementSpec places(JdbcClient.StatementSpec statement, JobId job,
            List<ControlAck.Place> places) {
        return statement.param("job", job.value())
                .param("rows", places.stream().mapToInt(ControlAck.Place::row).toArray())
                .param("columns", places.stream().mapToInt(ControlAck.Place::column).toArray());
    }
}
