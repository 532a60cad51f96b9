package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.Usage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell as {@code status.cell} holds it, without its traces, which are only ever added to.
 *
 * @param position of the newest event; once done, its step is the one that found the answer
 * @param totals usage over the accounts
 * @param accounts as {@link dev.cellmill.common.message.CellAccount} packs them, ascending
 * @param history ends of earlier runs, by run
 * @param begun while it runs, the call that costs; null for none
 * @param startedAt when the task that runs, or ended the cell, began
 */
record Cell(
        Position position,
        Outcome outcome,
        Usage totals,
        Accounts accounts,
        List<PastOutcome> history,
        @Nullable Begun begun,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /**
     * A call that costs was begun.
     *
     * @param worker who began it
     * @param atRisk nano-dollars that the task has cost at worst once it is over
     */
    record Begun(String worker, long atRisk) {}

    Cell {
        requireNonNull(position, "position is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(totals, "totals is null");
        requireNonNull(accounts, "accounts is null");
        history = List.copyOf(history);
    }
}
