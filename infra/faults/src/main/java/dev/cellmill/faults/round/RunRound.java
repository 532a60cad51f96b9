package dev.cellmill.faults.round;

import dev.cellmill.common.kafka.FoldOffsets;
import dev.cellmill.faults.cluster.FaultCluster;
import dev.cellmill.faults.cluster.Providers;
import dev.cellmill.faults.cluster.SeenCall;
import dev.cellmill.faults.cluster.Until;
import dev.cellmill.faults.inject.Broker;
import dev.cellmill.faults.inject.Injector;
import dev.cellmill.faults.inject.Target;
import dev.cellmill.faults.oracle.Facts;
import dev.cellmill.faults.oracle.Oracle;
import dev.cellmill.faults.oracle.Violation;
import dev.cellmill.faults.plan.Fault;
import dev.cellmill.faults.plan.FaultPlan;
import dev.cellmill.faults.plan.PlannedFault;
import dev.cellmill.faults.plan.PlannedJob;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Runs rounds over one cluster, one after the other. */
public final class RunRound {
    private static final Logger LOG = LoggerFactory.getLogger(RunRound.class);
    /** Everything that is waited for anywhere, sessions, leases, circuits and starts, takes less. */
    private static final Duration BOUND = Duration.ofSeconds(150);
    /** A sender that died has its lease of a minute. */
    private static final Duration TOLD = Duration.ofSeconds(20);
    private static final Duration FOLD = Duration.ofSeconds(120);
    private static final Duration PAUSE_AT = Duration.ofSeconds(2);
    private static final Duration PAUSED = Duration.ofSeconds(2);
    private static final Duration CANCEL_AT = Duration.ofSeconds(4);

    private final FaultCluster cluster;
    private final OpenMessages messages;
    private final Cells cells;
    private final FormerJobs former;
    private final Broker broker;
    private final Calls calls;

    public RunRound(FaultCluster cluster, OpenMessages messages) {
        this.cluster = cluster;
        this.messages = messages;
        this.cells = new Cells(cluster.database());
        this.former = new FormerJobs(cells);
        this.broker = new Broker(cluster.bootstrap());
        this.calls = new Calls(cluster.providers());
    }

    public RoundOutcome run(FaultPlan plan) throws IOException {
        long began = System.nanoTime();
        var jobs = new CopyOnWriteArrayList<RoundJob>();
        var failures = new CopyOnWriteArrayList<Violation>();
        var skipped = new CopyOnWriteArrayList<String>();
        var submissions = new Submissions(cluster, plan);
        var collect = new CollectFacts(cluster, cells, broker);
        Map<TopicPartition, Long> from = collect.endOfEvents();
        var injector = new Injector(cluster, broker, () -> target(jobs));
        var pauses = new CopyOnWriteArrayList<Facts.Pause>();
        var tasks = new CountTasks(cluster, broker, cells::inFlight);
        try (var sampler = new Sampler(cells, () -> jobs.stream().map(RoundJob::id).toList())) {
            for (PlannedJob job : plan.jobs()) {
                if (job.at().isZero()) {
                    jobs.add(submissions.submit(job));
                }
            }
            var threads = new ArrayList<Thread>();
            for (PlannedJob job : plan.jobs()) {
                threads.add(guarded("owner of " + job.name(), failures,
                        () -> own(job, jobs, submissions, pauses, unevenness(plan))));
            }
            for (PlannedFault planned : plan.faults()) {
                threads.add(guarded(planned.fault().kind().wireName(), failures, () -> {
                    Until.passed(planned.at());
                    injector.inject(planned.fault())
                            .ifPresent(why -> skipped.add(planned.fault().kind().wireName() + ": " + why));
                }));
            }
            threads.forEach(RunRound::join);
            LOG.info("the last fault is healed after {} s", (System.nanoTime() - began) / 1_000_000_000);
            var recovery = new Recovery();
            boolean gone = plan.faults().stream().anyMatch(planned -> planned.fault() instanceof Fault.Sink sink
                    && sink.how() == Fault.Sink.How.GONE);
            if (!gone) {
                injector.healAll();
            }
            Collection<String> late = new AwaitEnds(cluster, cells, submissions, messages).await(jobs, BOUND, TOLD,
                    recovery);
            injector.healAll();
            repeatEvents(plan, injector, recovery);
            Facts facts = facts(plan, jobs, late, collect, from, injector, sampler, pauses,
                    tasks);
            failures.addAll(Oracle.judge(facts));
            calls.remember(facts.calls());
            former.remember(jobs.stream().map(RoundJob::id).toList());
            return new RoundOutcome(failures, Duration.ofNanos(System.nanoTime() - began), recovery.took(),
                    recovery.mostly(), skipped, facts.jobs().stream().mapToLong(job -> job.cells().size()).sum(),
                    facts.calls().size());
        }
    }

    /** Ended runs too are told again: nothing of them changes. */
    private void repeatEvents(FaultPlan plan, Injector injector, Recovery recovery) {
        for (PlannedFault planned : plan.faults()) {
            if (planned.fault() instanceof Fault.EventsAgain(_, long order)) {
                injector.sendEventsAgain(order + 1);
                Until.holds(FOLD, this::foldHasPassed);
                recovery.waitedFor("the fold of events sent again");
            }
        }
    }

    private boolean foldHasPassed() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrap()))) {
            return FoldOffsets.now(admin).arePassed(admin);
        } catch (ExecutionException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private Facts facts(FaultPlan plan, List<RoundJob> jobs, Collection<String> late, CollectFacts collect,
            Map<TopicPartition, Long> from, Injector injector, Sampler sampler,
            List<Facts.Pause> pauses, CountTasks tasks) throws IOException {
        List<String> ids = jobs.stream().map(RoundJob::id).toList();
        Map<String, Cells.Standing> standings = cells.standings(ids);
        var of = new ArrayList<Facts.JobFacts>();
        for (RoundJob job : jobs) {
            Cells.Standing standing = standings.get(job.id());
            // nobody tries a message again that is not pending
            boolean told = messages.isTold(job.id(), job.entered()) || !cells.isToTell(job.id());
            if (!told) {
                messages.add(job);
            }
            of.add(collect.of(job, standing == null ? null : standing.state(), !late.contains(job.id()), told));
        }
        List<Facts.Call> seen = calls.take();
        return new Facts(of, sampler.sightings(), collect.told(from, ids), seen, calls.earlier(),
                injector.disturbed().stream()
                        .map(one -> new Facts.Disturbance(one.what(), one.at(), one.unstoredSince())).toList(),
                cluster.sink().messages().stream().map(one -> new Facts.Message(one.id(), one.type(), one.job(),
                        one.status())).toList(),
                List.of(new Facts.Limit("limited", "-limited-", Providers.LIMIT, unevenness(plan))), sampler.lags(),
                leftBehind(injector), former.changed(), pauses, tasks.since(injector.moved()));
    }

    /** Of sheets and jobs that were sent in one form. */
    private List<String> leftBehind(Injector injector) {
        return injector.uploads().stream().flatMap(upload -> {
            long found = cells.named(upload.name());
            return upload.mayHaveLeft(found)
                    ? Stream.empty()
                    : Stream.of("%s, answered by %s, left %d of a sheet and a job".formatted(upload.name(),
                            upload.answer(), found));
        }).toList();
    }

    /** By how much ways were made uneven, in microseconds. */
    private static long unevenness(FaultPlan plan) {
        return plan.faults().stream().mapToLong(planned -> planned.fault().unevenness().toMillis() * 1_000).sum();
    }

    private static void own(PlannedJob job, List<RoundJob> jobs, Submissions submissions, List<Facts.Pause> pauses,
            long lateMicros) {
        if (!job.at().isZero()) {
            Until.passed(job.at());
            jobs.add(submissions.submit(job));
        }
        RoundJob own = jobs.stream().filter(one -> one.plan().equals(job)).findFirst().orElseThrow();
        switch (job.change()) {
            case PAUSE_AND_RESUME -> pause(own, PAUSE_AT, PAUSED, submissions, pauses, lateMicros);
            case PAUSE_FOR_LONG -> pause(own, PAUSE_AT.multipliedBy(2), PAUSED.multipliedBy(5), submissions, pauses,
                    lateMicros);
            case CANCEL -> {
                Until.passed(CANCEL_AT);
                submissions.change(own, "cancel");
            }
            case NONE, RETRY_FAILED -> {
            }
        }
    }

    private static void pause(RoundJob job, Duration at, Duration lasting, Submissions submissions,
            List<Facts.Pause> pauses, long lateMicros) {
        Until.passed(at);
        long asked = System.nanoTime();
        boolean isPaused = submissions.change(job, "pause").isGood();
        long answered = SeenCall.now();
        LOG.info("the pause of {} was answered after {} ms{}", job.plan().name(),
                (System.nanoTime() - asked) / 1_000_000,
                isPaused ? "" : ", and is none");
        Until.passed(lasting);
        if (isPaused) {
            pauses.add(new Facts.Pause(job.keys(), answered, SeenCall.now(), lateMicros));
        }
        submissions.change(job, "resume");
    }

    /** The database may be away just then, for as long as a fault lasts. */
    private Optional<Target> target(List<RoundJob> jobs) {
        return jobs.stream().findFirst().map(job -> {
            var run = new AtomicLong();
            if (!Until.holds(BOUND, () -> readRun(job.id(), run))) {
                throw new IllegalStateException("the database did not come back");
            }
            return new Target(job.id(), job.sheet(), run.get(), job.accepted());
        });
    }

    private boolean readRun(String job, AtomicLong run) {
        try {
            run.set(cells.standings(List.of(job)).get(job).run());
            return true;
        } catch (DataAccessException e) {
            return false;
        }
    }

    /** What a thread of the round dies of is a finding too: a client that was never answered, say. */
    private static Thread guarded(String name, List<Violation> failures, Runnable work) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                LOG.error("{} failed", name, e);
                failures.add(new Violation("rig", name + ": " + e.getMessage()));
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
