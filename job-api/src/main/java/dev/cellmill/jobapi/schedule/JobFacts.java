package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.condition.Condition;
import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.job.CellChoice;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.StepFingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same of a job for its life, as sending needs it. Used by one thread.
 */
final class JobFacts {
    private final JobId job;
    private final long run;
    private final TenantId tenant;
    private final SheetId sheet;
    private final JobPlan plan;
    private final Map<String, Integer> headers;
    private final Set<String> filledBefore;
    private final CellJudge judge;
    private final @Nullable Condition[] conditions;
    private final int[] rowIds;
    private final int bytesPerRow;
    private final @Nullable String traceparent;
    private final StepFingerprint[][] fingerprints;
    /** By column and step. */
    private final List<List<Set<String>>> references;
    private final Map<PlannedStep, StepCost> costs = new IdentityHashMap<>();
    private final Map<String, Set<String>> lanesAfter = new HashMap<>();
    private final Map<String, Set<String>> providers = new HashMap<>();

    /**
     * @param headers the sheet's columns, in their order
     * @param filledBefore names of columns that earlier jobs filled
     * @param choice which of its cells it fills
     * @param rowIds its rows one by one; empty for a range
     * @param bytesPerRow of the sheet, about
     * @param traceparent of its submission, null if nobody follows it
     */
    JobFacts(JobId job, long run, TenantId tenant, SheetId sheet, JobPlan plan, List<String> headers,
            Set<String> filledBefore,
            Set<CellChoice> choice, int[] rowIds,
            int bytesPerRow, @Nullable String traceparent) {
        this.traceparent = traceparent;
        this.job = job;
        this.run = run;
        this.tenant = tenant;
        this.sheet = sheet;
        this.plan = plan;
        this.headers = new HashMap<>();
        headers.forEach(header -> this.headers.put(header, this.headers.size()));
        // what a job fills is not read from the rows as given, even if rows added since name it
        plan.columns().forEach(column -> this.headers.remove(column.name()));
        this.filledBefore = Set.copyOf(filledBefore);
        this.judge = new CellJudge(choice);
        this.rowIds = rowIds.clone();
        this.conditions = plan.columns().stream().map(JobFacts::condition).toArray(Condition[]::new);
        this.bytesPerRow = bytesPerRow;
        this.fingerprints = plan.columns().stream()
                .map(column -> new StepFingerprint[column.steps().size()])
                .toArray(StepFingerprint[][]::new);
        this.references = plan.columns().stream().map(JobFacts::references).toList();
    }

    JobId job() {
        return job;
    }

    /** The run in which they were read. */
    long run() {
        return run;
    }

    TenantId tenant() {
        return tenant;
    }

    SheetId sheet() {
        return sheet;
    }

    @Nullable
    String traceparent() {
        return traceparent;
    }

    int bytesPerRow() {
        return bytesPerRow;
    }

    PlannedColumn column(int place) {
        return plan.columns().get(place);
    }

    /** The columns that its step and those that may follow it refer to: a hop passes on what the first was sent. */
    Set<String> references(ClaimedCell cell) {
        return references.get(cell.column()).get(cell.step());
    }

    private static @Nullable Condition condition(PlannedColumn column) {
        if (column.runIf() == null) {
            return null;
        }
        return switch (Condition.compile(column.runIf().expression())) {
            case Condition.Compiled.Usable(Condition condition) -> condition;
            case Condition.Compiled.Refused(String why) -> throw new IllegalStateException(
                    "a condition that was accepted cannot be compiled: " + why);
        };
    }

    CellJudge judge() {
        return judge;
    }

    /** The row at this place among the job's rows, if they were chosen one by one; else the row itself. */
    int rowAt(int place) {
        return rowIds.length == 0 ? place : rowIds[place];
    }

    /** Under which condition the column is filled; null for always. */
    @Nullable
    Condition condition(int column) {
        return conditions[column];
    }

    /** The requests that the column's steps would make of these values, without their examples. */
    Set<Fingerprint> requests(int column, Map<String, String> texts) {
        var requests = new HashSet<Fingerprint>();
        for (int step = 0; step < column(column).steps().size(); step++) {
            requests.add(fingerprint(column, step).withoutExamples(texts));
        }
        return requests;
    }

    private static List<Set<String>> references(PlannedColumn column) {
        var fromStep = new ArrayList<Set<String>>();
        var references = new TreeSet<String>();
        for (PlannedStep step : column.steps().reversed()) {
            references.addAll(step.references());
            fromStep.addFirst(Set.copyOf(references));
        }
        return fromStep;
    }

    /** Of all of these cells. */
    Set<String> references(List<ClaimedCell> cells) {
        var all = new TreeSet<String>();
        cells.stream().map(this::references).distinct().forEach(all::addAll);
        return all;
    }

    /** What must be read for these cells: what they refer to, and what decides whether they are sent. */
    Set<String> needed(List<ClaimedCell> cells) {
        Set<String> needed = references(cells);
        cells.stream().mapToInt(ClaimedCell::column).distinct()
                .mapToObj(column -> column(column).runIf())
                .filter(Objects::nonNull)
                .forEach(condition -> needed.addAll(condition.references()));
        return needed;
    }

    /** The place of a sheet's column in a row's input, or -1 if it is a generated one. */
    int header(String name) {
        return headers.getOrDefault(name, -1);
    }

    /** Whether earlier jobs may have left something in the column. */
    boolean filledBefore(int column) {
        return judge.looksAtTheSheet() && filledBefore.contains(column(column).name());
    }

    StepFingerprint fingerprint(ClaimedCell cell) {
        return fingerprint(cell.column(), cell.step());
    }

    private StepFingerprint fingerprint(int column, int step) {
        StepFingerprint[] steps = fingerprints[column];
        if (steps[step] == null) {
            steps[step] = new StepFingerprint(tenant, column(column).steps().get(step), column(column).output(),
                    plan.parameters());
        }
        return steps[step];
    }

    /**
     * The most that a cell can cost from its step on, over all attempts of all steps, in nano-dollars.
     *
     * @param texts of the columns that it refers to
     */
    long worstCost(ClaimedCell cell, Map<String, String> texts) {
        PlannedColumn column = column(cell.column());
        long worst = 0;
        for (int step = cell.step(); step < column.steps().size(); step++) {
            worst += costs.computeIfAbsent(column.steps().get(step),
                    planned -> new StepCost(planned, column.output(), plan.parameters())).worst(texts);
        }
        return worst;
    }

    /** The lanes of every step. */
    Set<String> lanes() {
        var lanes = new HashSet<String>();
        plan.columns().forEach(column -> column.steps().forEach(step -> lanes.add(step.lane())));
        return lanes;
    }

    /** The providers of its steps in this lane. */
    Set<String> providers(String lane) {
        return providers.computeIfAbsent(lane, name -> plan.columns().stream()
                .flatMap(column -> column.steps().stream())
                .filter(step -> step.lane().equals(name))
                .map(PlannedStep::provider)
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The other lanes to which cells come from those that begin in this one: by a hop, or as what depends on them. */
    Set<String> lanesAfter(String lane) {
        return lanesAfter.computeIfAbsent(lane, this::findLanesAfter);
    }

    private Set<String> findLanesAfter(String lane) {
        var lanes = new HashSet<String>();
        long reached = 0;
        List<PlannedColumn> byStage = plan.columns().stream()
                .sorted(Comparator.comparingInt(PlannedColumn::stage))
                .toList();
        for (PlannedColumn column : byStage) {
            boolean begins = column.stage() == 0 && column.firstLane().equals(lane);
            if (begins || (column.dependencyMask() & reached) != 0) {
                reached |= 1L << column.index();
                column.steps().forEach(step -> lanes.add(step.lane()));
            }
        }
        lanes.remove(lane);
        return lanes;
    }

    /** The columns on which one of these depends. */
    int[] dependencies(Set<Integer> columns) {
        return columns.stream().flatMap(column -> column(column).dependsOn().stream()).distinct()
                .mapToInt(Integer::intValue).toArray();
    }
}
