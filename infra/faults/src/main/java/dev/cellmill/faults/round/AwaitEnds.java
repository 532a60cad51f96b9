package dev.cellmill.faults.round;

import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.plan.PlannedJob.Change;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits, once all faults are healed, until everything runs and every job has ended; does what its owner would. */
final class AwaitEnds {
    private static final Logger LOG = LoggerFactory.getLogger(AwaitEnds.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final FaultCluster cluster;
    private final Cells cells;
    private final Submissions submissions;
    private final OpenMessages messages;
    private final Set<String> retried = new HashSet<>();
    private final Set<String> entered = new HashSet<>();
    private boolean well;

    AwaitEnds(FaultCluster cluster, Cells cells, Submissions submissions, OpenMessages messages) {
        this.cluster = cluster;
        this.cells = cells;
        this.submissions = submissions;
        this.messages = messages;
    }

    /** @param told so long it is waited for messages, once jobs have ended @return those that had not ended in time */
    Collection<String> await(List<RoundJob> jobs, Duration bound, Duration told, Recovery recovery) {
        long end = System.nanoTime() + bound.toNanos();
        Optional<String> unmet = unmet(jobs);
        while (unmet.isPresent()) {
            if (System.nanoTime() - end > 0) {
                LOG.info("given up: {}", unmet.get());
                return open(jobs);
            }
            Until.passed(BETWEEN_LOOKS);
            recovery.waitedFor(unmet.get());
            unmet = unmet(jobs);
        }
        long toldBy = System.nanoTime() + told.toNanos();
        while (!jobs.stream().allMatch(job -> messages.isTold(job.id(), job.entered()))
                && System.nanoTime() - toldBy < 0) {
            Until.passed(BETWEEN_LOOKS);
            recovery.waitedFor("a message to a webhook");
        }
        return Set.of();
    }

    private Collection<String> open(List<RoundJob> jobs) {
        try {
            Map<String, Cells.Standing> standings = cells.standings(jobs.stream().map(RoundJob::id).toList());
            return jobs.stream().map(RoundJob::id)
                    .filter(id -> !standings.containsKey(id) || !standings.get(id).hasEnded()).toList();
        } catch (RuntimeException e) {
            LOG.error("the database did not come back", e);
            return jobs.stream().map(RoundJob::id).toList();
        }
    }

    /** The first thing that is not as it should be at the end. */
    private Optional<String> unmet(List<RoundJob> jobs) {
        // asking everybody takes more of the machine than asking the database
        if (!well) {
            List<String> ailing = cluster.ailing();
            well = ailing.isEmpty();
            if (!well) {
                return Optional.of("start of " + String.join(", ", ailing));
            }
        }
        try {
            List<String> ids = jobs.stream().map(RoundJob::id).toList();
            Map<String, Cells.Standing> standings = cells.standings(ids);
            for (RoundJob job : jobs) {
                Cells.Standing standing = standings.get(job.id());
                if (standing == null) {
                    return Optional.of("job %s, which is not there".formatted(job.plan().name()));
                }
                if (!isOver(job, standing)) {
                    return Optional.of("job %s, %s".formatted(job.plan().name(), standing.state()));
                }
            }
            if (cells.running(ids) > 0) {
                return Optional.of("cells that run");
            }
            well = cluster.isWell();
            return well ? Optional.empty() : Optional.of("what is not well any more");
        } catch (RuntimeException e) {
            return Optional.of("the database");
        }
    }

    /** Whether it has ended and its owner wants nothing more of it; else does what the owner would. */
    private boolean isOver(RoundJob job, Cells.Standing standing) {
        if (standing.state().equals("paused")) {
            // it has spent what it may, or the answer to its resume was lost
            submissions.change(job, standing.pauseReason().equals("budget") ? "cancel" : "resume");
            return false;
        }
        if (!standing.hasEnded()) {
            return false;
        }
        if (entered.add(job.id() + standing.run())) {
            job.entered(standing.state());
        }
        if (job.plan().change() == Change.RETRY_FAILED && retried.add(job.id())) {
            submissions.change(job, "retry-failed");
            // the next look tells whether there was anything to do again
            return false;
        }
        return true;
    }
}
