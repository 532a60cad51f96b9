package dev.cellmill.status.fold;

import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The cells that a batch ended, or moved on to their next step, counted by what meters tell them apart by. A cell counts
 * once a run, however often its end came, and once a hop. Pure.
 */
final class EndedCells {
    static final String NONE = "none";
    static final String DONE = "done";
    static final String FAILED = "failed";
    static final String SKIPPED = "skipped";

    private final Map<Kind, Long> counts = new HashMap<>();
    private final Map<String, Long> hops = new HashMap<>();
    private final List<JobFacts> completed = new ArrayList<>();

    /**
     * Cells of one kind.
     *
     * @param provider who ended them; {@code none} where nobody was asked
     * @param outcome done, failed or skipped
     * @param reason the error's code or why they were skipped; {@code none} for done ones
     */
    record Kind(String lane, String provider, String outcome, String reason) {}

    /** @param events of the cell, in the order read */
    void add(Merged merged, List<CellEvent> events) {
        addHops(merged, events);
        long run = merged.after().position().run();
        Cell before = merged.before();
        if (before != null && before.outcome().state().terminal() && before.position().run() == run) {
            return;
        }
        for (CellEvent event : events) {
            Kind kind = event.position().run() == run ? kind(event) : null;
            if (kind != null) {
                // the first end of a run is the one that stays
                counts.merge(kind, 1L, Long::sum);
                return;
            }
        }
    }

    private void addHops(Merged merged, List<CellEvent> events) {
        if (events.stream().noneMatch(CellEvent.Hopped.class::isInstance)) {
            return;
        }
        Accounts before = merged.before() == null ? Accounts.NONE : merged.before().accounts();
        events.stream().filter(CellEvent.Hopped.class::isInstance)
                .filter(event -> !before.has(CellAccount.hopped(event.position())))
                .collect(Collectors.toMap(CellEvent::position, CellEvent::lane, (one, same) -> one))
                .values().forEach(lane -> hops.merge(lane, 1L, Long::sum));
    }

    private static @Nullable Kind kind(CellEvent event) {
        return switch (event) {
            case CellEvent.Started _,CellEvent.Released _,CellEvent.Hopped _,CellEvent.Reopened _ -> null;
            case CellEvent.Done done -> new Kind(done.lane(), done.answer().provider(), DONE, NONE);
            case CellEvent.Failed failed -> new Kind(failed.lane(), failed.provider() == null
                    ? NONE
                    : failed.provider(), FAILED, failed.error().code().wireName());
            case CellEvent.Skipped skipped -> new Kind(skipped.lane(), NONE, SKIPPED, skipped.reason().wireName());
        };
    }

    void forEach(ObjLongConsumer<Kind> each) {
        counts.forEach(each::accept);
    }

    void forEachHop(ObjLongConsumer<String> each) {
        hops.forEach(each::accept);
    }

    void addCompleted(JobFacts job) {
        completed.add(job);
    }

    /** The jobs of which it ended the last cells. */
    List<JobFacts> completed() {
        return List.copyOf(completed);
    }
}
