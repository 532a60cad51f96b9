package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.db.WebhookOutbox;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.job.WebhookEvent;
import dev.cellmill.common.log.LogContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One look at a lane after another, by whoever holds its lock: send again what was claimed and perhaps not sent, then
 * share the free places, claim and send, then note that all of it was sent. Used by one thread.
 */
final class LaneTick {
    private static final Logger LOG = LoggerFactory.getLogger(LaneTick.class);

    /** Cells of one tick, so that a job that comes meanwhile is soon seen. */
    private static final int MOST = 2 * Claims.MOST_OF_CURSOR;

    /** Cells that workers keep while they wait for something else and that leave the window to others. */
    private static final int MOST_WAITING = 10_000;

    /** A lane with a second of work in flight has no hurry; fewer, larger claims spare the database. */
    private static final Duration UNHURRIED = Duration.ofMillis(50);
    private static final long SET_ASIDE = Duration.ofSeconds(30).toNanos();

    private final String lane;
    private final LaneSession session;
    private final SchedulerParts parts;
    private final StopSignal stop;
    private final Claims claims;
    private final RowReader rows;
    private final BudgetedClaims budgeted;
    private final UsedUp usedUp = new UsedUp();
    private final LaneWindow window;
    private final FairShares shares = new FairShares();
    private final JobFactsReader facts = new JobFactsReader();
    private final Map<JobId, Long> goneBefore = new HashMap<>();
    private final Map<JobId, Long> setAsideUntil = new HashMap<>();

    LaneTick(String lane, LaneSession session, SchedulerParts parts, StopSignal stop) {
        this.lane = lane;
        this.session = session;
        this.parts = parts;
        this.stop = stop;
        this.claims = new Claims(session.sql(), lane);
        this.rows = new RowReader(session.sql());
        this.budgeted = new BudgetedClaims(session.sql(), lane, claims, rows);
        this.window = new LaneWindow(parts.settings().initialWindow(), parts.settings().maxWindow());
    }

    /** What to do next. */
    sealed interface Next {
        /** Look again after this time, not before. */
        record After(Duration pause) implements Next {}

        /** Look again when called, or after a while. */
        record WhenCalled(boolean anyJob) implements Next {}
    }

    Next tick() throws InterruptedException {
        List<LaneFigures> all = LaneFigures.read(session.sql(), lane);
        long idle = parts.stranded().applyAsLong(lane) + Math.min(MOST_WAITING, parts.workers().waiting(lane));
        long inFlight = observe(all, idle);
        all.forEach(job -> facts.forgetOlder(job.job(), job.run()));
        Map<JobId, JobFacts> known = facts.of(session.sql(), all.stream().map(LaneFigures::job).toList());
        List<LaneFigures> jobs = all.stream()
                .filter(job -> known.containsKey(job.job()) && isNotSetAside(job))
                .toList();
        Set<JobId> sent = new HashSet<>();
        resend(jobs, known, sent);
        settle(sent);
        // those whose resend failed just now keep their claims, and get no more
        jobs = jobs.stream().filter(this::isNotSetAside).toList();
        // whose cells are idle is not known: each tenant may have that many more, as long as the window has room
        long placed = place(jobs, known, new Room(Math.min(MOST, window.size() - inFlight),
                window.tenantPart() + idle), sent);
        window.sent(placed);
        parts.meters().sent(lane, placed);
        settle(sent);
        if (window.isSecondOfWork(inFlight + placed)) {
            return new Next.After(UNHURRIED);
        }
        return placed > 0 ? new Next.After(Duration.ZERO) : new Next.WhenCalled(!all.isEmpty());
    }

    private void settle(Set<JobId> sent) {
        if (!sent.isEmpty()) {
            claims.settle(sent);
            sent.clear();
        }
    }

    /** @return cells in flight that a worker works on */
    private long observe(List<LaneFigures> jobs, long idle) {
        long inFlight = 0;
        long gone = 0;
        Map<JobId, Long> goneNow = new HashMap<>();
        for (LaneFigures job : jobs) {
            inFlight += job.inFlight();
            gone += job.gone() - goneBefore.getOrDefault(job.job(), job.gone());
            goneNow.put(job.job(), job.gone());
        }
        goneBefore.clear();
        goneBefore.putAll(goneNow);
        long worked = Math.max(0, inFlight - idle);
        window.observe(parts.nanoTime().getAsLong(), gone, worked, parts.workers().capacity(lane));
        parts.laterLanes().note(lane, window.size());
        parts.meters().note(lane, new SchedulerMeters.Figures(window.size(), inFlight,
                jobs.stream().mapToLong(job -> job.waiting() + job.remaining()).sum(),
                parts.workers().capacity(lane)));
        return worked;
    }

    private void resend(List<LaneFigures> jobs, Map<JobId, JobFacts> known, Set<JobId> sent)
            throws InterruptedException {
        for (LaneFigures job : jobs) {
            if (job.unsent() != null) {
                try (LogContext _ = LogContext.of(job.job())) {
                    LOG.info("job {}: cells {} to {} of lane {} were claimed and perhaps not sent; they are sent again",
                            job.job(), job.unsent().range().from(), job.unsent().range().to(), lane);
                }
                send(new Claim(job.job(), job.version(), job.run(),
                        job.unsent().cells(job.run(), known.get(job.job())::rowAt), true)
                        .ofPaced(job.paced()), known, sent);
            }
            if (job.readyUnsent() && isNotSetAside(job)) {
                Optional<Claim> unsent = claims.unsentReady(job.job());
                if (unsent.isPresent()) {
                    send(unsent.get().ofPaced(job.paced()), known, sent);
                }
            }
        }
    }

    /** Cells that may be sent. @param ofTenant in flight at most */
    private record Room(long free, long ofTenant) {}

    private long place(List<LaneFigures> jobs, Map<JobId, JobFacts> known, Room room, Set<JobId> sent)
            throws InterruptedException {
        if (room.free() <= 0) {
            return 0;
        }
        Set<JobId> crowded = parts.laterLanes().crowded(session.sql(), lane, jobs.stream()
                .filter(job -> job.waiting() == 0 && job.remaining() > 0)
                .map(job -> known.get(job.job()))
                .toList());
        Set<String> away = parts.away().apply(lane);
        List<Contender> contenders = jobs.stream()
                .filter(job -> !away.containsAll(known.get(job.job()).providers(lane)))
                .map(job -> job.contender(!crowded.contains(job.job())))
                .toList();
        Map<JobId, Long> granted = shares.share(room.free(), room.ofTenant(), contenders);
        long placed = 0;
        for (LaneFigures job : smallestFirst(jobs, granted)) {
            placed += place(job, granted.get(job.job()), known, sent);
        }
        return placed;
    }

    /** So that a small job does not wait for a large one's sends. */
    private static List<LaneFigures> smallestFirst(List<LaneFigures> jobs, Map<JobId, Long> granted) {
        var some = new ArrayList<>(jobs.stream().filter(job -> granted.containsKey(job.job())).toList());
        some.sort(Comparator.comparing(job -> granted.get(job.job())));
        return some;
    }

    private int place(LaneFigures job, long cells, Map<JobId, JobFacts> known, Set<JobId> sent)
            throws InterruptedException {
        Optional<Claim> claim = job.budgeted()
                ? withinBudget(job, cells, known.get(job.job()))
                : job.waiting() > 0
                        ? claims.ofReady(job.job(), cells)
                        : claims.ofCursor(job.job(), known.get(job.job())::rowAt, cells);
        if (claim.isEmpty()) {
            return 0;
        }
        send(claim.get().ofPaced(job.paced()), known, sent);
        return claim.get().cells().size();
    }

    private Optional<Claim> withinBudget(LaneFigures job, long cells, JobFacts facts) {
        BudgetedClaims.Outcome outcome = job.waiting() > 0
                ? budgeted.ofReady(facts, job, cells)
                : budgeted.ofCursor(facts, job, cells);
        return switch (outcome) {
            case BudgetedClaims.Outcome.Claimed(Claim claim) -> {
                usedUp.covered(job.job());
                yield Optional.of(claim);
            }
            case BudgetedClaims.Outcome.NotCovered _ -> {
                if (usedUp.notCovered(job, parts.nanoTime().getAsLong())) {
                    pauseForBudget(job);
                }
                yield Optional.empty();
            }
            case BudgetedClaims.Outcome.Nothing _ -> Optional.empty();
        };
    }

    private void pauseForBudget(LaneFigures job) {
        session.inTransaction(connection -> {
            if (claims.pauseForBudget(job)) {
                WebhookOutbox.enqueue(connection, job.job(), WebhookEvent.PAUSED);
                LOG.info("job {}: its budget covers no further cell, and none is in flight; it is paused", job.job());
            }
        });
    }

    /** A job that cannot be sent must not hold the others; what is the lane's own trouble ends the session. */
    private void send(Claim claim, Map<JobId, JobFacts> known, Set<JobId> sent) throws InterruptedException {
        try (LogContext _ = LogContext.of(claim.job())) {
            parts.sender().send(known.get(claim.job()), claim, lane, rows, stop);
            sent.add(claim.job());
        } catch (RuntimeException e) {
            if (session.isLost()) {
                throw e;
            }
            sent.remove(claim.job());
            setAsideUntil.put(claim.job(), parts.nanoTime().getAsLong() + SET_ASIDE);
            try (LogContext _ = LogContext.of(claim.job())) {
                LOG.error("job {}: {} cells of lane {} could not be sent; they are tried again in 30 s", claim.job(),
                        claim.cells().size(), lane, e);
            }
        }
    }

    private boolean isNotSetAside(LaneFigures job) {
        Long until = setAsideUntil.get(job.job());
        if (until != null && parts.nanoTime().getAsLong() - until >= 0) {
            setAsideUntil.remove(job.job());
            return true;
        }
        return until == null;
    }
}
