package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.plan.JobPlan;
import dev.cellmill.common.plan.PlannedColumn;
import dev.cellmill.common.plan.PlannedStep;
import dev.cellmill.common.plan.StepFingerprint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stays the same of a job for its life, as sending needs it. Used by one thread.
 */
final class JobFacts {
    private final JobId job;
    private final TenantId tenant;
    private final SheetId sheet;
    private final JobPlan plan;
    private final Map<String, Integer> headers;
    private final Set<String> filledBefore;
    private final int bytesPerRow;
    private final StepFingerprint[][] fingerprints;
    /** By column and step. */
    private final List<List<Set<String>>> references;
    private final Map<String, Set<String>> lanesAfter = new HashMap<>();

    /**
     * @param headers the sheet's columns, in their order
     * @param filledBefore names of columns whose shown values need no call
     * @param bytesPerRow of the sheet, about
     */
    JobFacts(JobId job, TenantId tenant, SheetId sheet, JobPlan plan, List<String> headers, Set<String> filledBefore,
            int bytesPerRow) {
        this.job = job;
        this.tenant = tenant;
        this.sheet = sheet;
        this.plan = plan;
        this.headers = new HashMap<>();
        headers.forEach(header -> this.headers.put(header, this.headers.size()));
        // what a job fills is not read from the rows as given, even if rows added since name it
        plan.columns().forEach(column -> this.headers.remove(column.name()));
        this.filledBefore = Set.copyOf(filledBefore);
        this.bytesPerRow = bytesPerRow;
        this.fingerprints = plan.columns().stream()
                .map(column -> new StepFingerprint[column.steps().size()])
                .toArray(StepFingerprint[][]::new);
        this.references = plan.columns().stream().map(JobFacts::references).toList();
    }

    JobId job() {
        return job;
    }

    TenantId tenant() {
        return tenant;
    }

    SheetId sheet() {
        return sheet;
    }

    int bytesPerRow() {
        return bytesPerRow;
    }

    PlannedColumn column(int place) {
        return plan.columns().get(place);
    }

    PlannedStep step(ClaimedCell cell) {
        return column(cell.column()).steps().get(cell.step());
    }

    /** The columns that its step and those that may follow it refer to: a hop passes on what the first was sent. */
    Set<String> references(ClaimedCell cell) {
        return references.get(cell.column()).get(cell.step());
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

    /** The place of a sheet's column in a row's input, or -1 if it is a generated one. */
    int header(String name) {
        return headers.getOrDefault(name, -1);
    }

    /** Whether cells of the column may need no call because the sheet shows a value of an earlier job. */
    boolean filledBefore(int column) {
        return filledBefore.contains(column(column).name());
    }

    StepFingerprint fingerprint(ClaimedCell cell) {
        StepFingerprint[] steps = fingerprints[cell.column()];
        if (steps[cell.step()] == null) {
            steps[cell.step()] = new StepFingerprint(tenant, step(cell), column(cell.column()).output(),
                    plan.parameters());
        }
        return steps[cell.step()];
    }

    /** The lanes of every step. */
    Set<String> lanes() {
        var lanes = new HashSet<String>();
        plan.columns().forEach(column -> column.steps().forEach(step -> lanes.add(step.lane())));
        return lanes;
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
