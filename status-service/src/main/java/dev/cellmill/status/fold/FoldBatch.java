package dev.cellmill.status.fold;

import dev.cellmill.common.db.JobEnds;
import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.status.fold.BatchChanges.FailedCell;
import dev.cellmill.status.fold.BatchChanges.ReadyCell;
import dev.cellmill.status.fold.CounterStatements.RowEnds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Folds events into cells and counters, in one transaction per batch of a few statements, whatever the batch's size.
 * Events that were folded before change nothing. Any number may run at once; every one locks in the same order: cells,
 * rows, columns, steps, lanes, jobs, each by its key. Thread-safe.
 */
@Component
class FoldBatch {
    private static final Logger LOG = LoggerFactory.getLogger(FoldBatch.class);

    /** Plans of these statements never depend on their parameters, and none may scan the cells. */
    private static final String PLAN_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan";

    private static final Comparator<CellEvent> KEY_ORDER = Comparator
            .comparing((CellEvent event) -> event.cell().job())
            .thenComparingInt(event -> event.cell().row())
            .thenComparingInt(event -> event.cell().column());

    private final DataSource database;
    private final JobFactsReader factsReader;
    private final SchedulerWake scheduler;
    private final FoldMeters meters;
    private final CompletedJobs completed;
    private final AtomicBoolean hasHeld = new AtomicBoolean();

    FoldBatch(DataSource database, JobFactsReader factsReader, SchedulerWake scheduler, FoldMeters meters,
            CompletedJobs completed) {
        this.database = database;
        this.factsReader = factsReader;
        this.scheduler = scheduler;
        this.meters = meters;
        this.completed = completed;
    }

    /**
     * @param events in the order read
     * @throws SQLException if nothing of the batch was folded; or all of it, if the connection broke at the commit
     */
    void fold(List<CellEvent> events) throws SQLException {
        List<CellEvent.Done> waiting = events.stream().filter(FoldBatch::isLong).map(CellEvent.Done.class::cast)
                .toList();
        List<CellEvent> others = waiting.isEmpty()
                ? events
                : events.stream().filter(event -> !isLong(event)).toList();
        ended(inTransaction(connection -> {
            if (!waiting.isEmpty()) {
                new LongEndStatements(connection).hold(waiting);
            }
            return foldKnown(connection, others);
        }));
        if (!waiting.isEmpty()) {
            hasHeld.set(true);
        }
    }

    /** Whether ends were held back for their texts since this was last asked. */
    boolean hasHeld() {
        return hasHeld.getAndSet(false);
    }

    private static boolean isLong(CellEvent event) {
        return event instanceof CellEvent.Done done && done.answer().isLong();
    }

    /** Statements of one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** @throws SQLException if nothing was done; or all of it, if the connection broke at the commit */
    <T> T inTransaction(Work<T> work) throws SQLException {
        T result;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(PLAN_ONCE);
            }
            result = work.in(connection);
            connection.commit();
        }
        scheduler.wake();
        return result;
    }

    /** The facts of a job, if it exists. */
    java.util.Optional<JobFacts> facts(JobId job) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return java.util.Optional.ofNullable(factsReader.read(connection, Set.of(job)).get(job));
        }
    }

    /** After a transaction of {@link #foldKnown} was committed. */
    void ended(EndedCells cells) {
        meters.ended(cells);
        cells.completed().forEach(job -> completed.completed(job.job(), job.tenant(), job.totalCells()));
    }

    /** Within the caller's transaction. @return the cells that it ended */
    EndedCells foldKnown(Connection connection, List<CellEvent> events) throws SQLException {
        Map<JobId, JobFacts> facts = factsReader.read(connection,
                events.stream().map(event -> event.cell().job()).collect(Collectors.toSet()));
        List<CellEvent> known = new ArrayList<>(events.size());
        for (CellEvent event : events) {
            JobFacts job = facts.get(event.cell().job());
            if (job != null && job.hasCell(event.cell().row(), event.cell().column())) {
                known.add(event);
            }
        }
        if (known.size() < events.size()) {
            LOG.warn("{} events are of no cell of an existing job and are passed over", events.size() - known.size());
        }
        var ended = new EndedCells();
        if (!known.isEmpty()) {
            // Stable, so events of one cell stay in the order read.
            known.sort(KEY_ORDER);
            var jobs = new BatchJobs(List.copyOf(facts.values()));
            BatchChanges changes = foldCells(new CellStatements(connection, jobs), known, ended);
            List<CellEvent> written = known.stream().filter(FoldBatch::wasWritten).toList();
            new LongEndStatements(connection).drop(written);
            count(connection, jobs, changes).forEach(ended::addCompleted);
            if (!factsReader.areStillThere(connection, facts.keySet())) {
                throw new IllegalStateException("a job was deleted meanwhile; the batch is repeated");
            }
        }
        return ended;
    }

    private static boolean wasWritten(CellEvent event) {
        return event instanceof CellEvent.Done done && done.answer().written() != null;
    }

    private static BatchChanges foldCells(CellStatements statements, List<CellEvent> sorted, EndedCells ended)
            throws SQLException {
        List<CellKey> keys = new ArrayList<>(sorted.size());
        List<List<CellEvent>> eventsOf = new ArrayList<>(sorted.size());
        for (int from = 0, to; from < sorted.size(); from = to) {
            CellEvent first = sorted.get(from);
            for (to = from + 1; to < sorted.size() && KEY_ORDER.compare(first, sorted.get(to)) == 0;) {
                to++;
            }
            keys.add(first.cell().key());
            eventsOf.add(sorted.subList(from, to));
        }
        List<Merged> merged = new ArrayList<>(keys.size());
        for (List<CellEvent> events : eventsOf) {
            merged.add(CellMerge.merge(null, events));
        }
        BitSet inserted = statements.insert(keys, merged);
        if (inserted.cardinality() < keys.size()) {
            mergeStored(statements, keys, eventsOf, merged, inserted);
        }
        var changes = new BatchChanges();
        for (int i = 0; i < keys.size(); i++) {
            changes.add(keys.get(i), merged.get(i));
            ended.add(merged.get(i), eventsOf.get(i));
        }
        return changes;
    }

    /** Replaces, in {@code merged}, the cells that were stored before this batch. */
    private static void mergeStored(CellStatements statements, List<CellKey> keys, List<List<CellEvent>> eventsOf,
            List<Merged> merged, BitSet inserted) throws SQLException {
        int[] places = java.util.stream.IntStream.range(0, keys.size()).filter(i -> !inserted.get(i)).toArray();
        List<Cell> stored = statements.lock(java.util.Arrays.stream(places).mapToObj(keys::get).toList());
        List<CellKey> changedKeys = new ArrayList<>();
        List<Merged> changed = new ArrayList<>();
        for (int i = 0; i < places.length; i++) {
            Merged cell = CellMerge.merge(stored.get(i), eventsOf.get(places[i]));
            merged.set(places[i], cell);
            if (cell.changed()) {
                changedKeys.add(keys.get(places[i]));
                changed.add(cell);
            }
        }
        if (!changed.isEmpty()) {
            statements.update(changedKeys, changed);
        }
    }

    /** @return jobs that completed */
    private static List<JobFacts> count(Connection connection, BatchJobs jobs, BatchChanges changes)
            throws SQLException {
        if (changes.jobs.isEmpty()) {
            return List.of();
        }
        var counters = new CounterStatements(connection, jobs);
        List<RowFlips> rows = changes.rows.stream().filter(RowFlips::any).toList();
        List<ReadyCell> ready = new ArrayList<>(changes.ready);
        if (!rows.isEmpty()) {
            List<RowEnds> ends = counters.addRows(rows);
            Readiness.countRows(rows, ends, jobs, changes.jobs);
            ready.addAll(Readiness.dependants(rows, ends, jobs));
        }
        counters.addColumns(changes.columns);
        if (!changes.steps.isEmpty()) {
            counters.addSteps(changes.steps);
        }
        if (!changes.lanes.isEmpty()) {
            counters.addLanes(changes.lanes);
        }
        Map<JobId, Long> ended = counters.addJobs(changes.jobs);
        if (!ready.isEmpty()) {
            new ReadyStatements(connection, jobs).makeReady(ready);
        }
        for (Map.Entry<JobId, FailedCell> first : changes.failed.entrySet()) {
            if (jobs.facts(first.getKey()).stopsOnError()) {
                JobEnds.stop(connection, first.getKey(), first.getValue().cell().row(),
                        jobs.facts(first.getKey()).columns().get(first.getValue().cell().column()).name(),
                        first.getValue().error());
            }
        }
        List<JobFacts> completed = new ArrayList<>();
        for (JobId job : changes.jobs.keySet()) {
            if (jobs.facts(job).budgeted() && changes.jobs.get(job).spent > 0) {
                JobEnds.alert(connection, job);
            }
            if (jobs.facts(job).budgeted() && changes.jobs.get(job).isOverspent) {
                JobEnds.hold(connection, job);
            }
            if (ended.get(job) == jobs.facts(job).totalCells() && JobEnds.complete(connection, job)) {
                completed.add(jobs.facts(job));
            }
        }
        return completed;
    }
}
