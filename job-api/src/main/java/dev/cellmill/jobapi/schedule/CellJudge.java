package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.job.CellChoice;
import dev.cellmill.common.message.SkipReason;
import java.util.Optional;
import java.util.Set;

/** Whether a cell is one of those that its job fills, by what the sheet shows in its place. Pure. */
final class CellJudge {
    private final Set<CellChoice> choice;

    CellJudge(Set<CellChoice> choice) {
        this.choice = Set.copyOf(choice);
    }

    /**
     * What the sheet shows, as earlier jobs and people left it.
     *
     * @param hasValue whether it shows any
     * @param failed whether the newest run of the cell failed
     * @param stale whether it shows a found value whose request would be another one now
     */
    record Shown(boolean hasValue, boolean failed, boolean stale) {
        static final Shown NOTHING = new Shown(false, false, false);
    }

    /** Why it is passed over; empty if it is filled. */
    Optional<SkipReason> passedOver(Shown cell) {
        boolean wanted = choice.stream().anyMatch(one -> switch (one) {
            case MISSING -> !cell.hasValue();
            case STALE -> cell.stale();
            case FAILED -> cell.failed();
            case EXISTING -> cell.hasValue();
            case ALL -> true;
        });
        if (wanted) {
            return Optional.empty();
        }
        boolean upToDate = cell.hasValue()
                && (choice.contains(CellChoice.MISSING) || choice.contains(CellChoice.STALE));
        return Optional.of(upToDate ? SkipReason.UP_TO_DATE : SkipReason.MODE);
    }

    /** Whether it is of any matter what the sheet shows. */
    boolean looksAtTheSheet() {
        return !choice.contains(CellChoice.ALL);
    }
}
