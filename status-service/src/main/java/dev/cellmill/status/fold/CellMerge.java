package dev.cellmill.status.fold;

import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.StepTrace;
import dev.cellmill.common.message.Usage;
import dev.cellmill.common.state.CellState;
import dev.cellmill.status.fold.Merged.LaneMove;
import dev.cellmill.status.fold.Merged.Ready;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of a cell's events, whatever order they come in.
 *
 * <p>Outcome: a newer run replaces an older one, whose end goes into the history. Within a run the first end folded
 * stays; before it, the newest event by (dispatch, step, started &lt; released and hopped) shows.
 *
 * <p>Accounts count once, also where the outcome is refused: a task leaves its lane and adds its usage once per (run,
 * dispatch, step), by an end, a release or a hop; a hop enters its next lane once per (run, dispatch, step); an end or a
 * release closes (run, dispatch) once. The release that closes it makes the next dispatch ready, unless the cell has
 * ended: so a cell that has not ended always has a task under way or waits in {@code jobs.ready}.
 *
 * <p>A cell is reopened by a newer run only if it failed, or was skipped because an input has no value; what is done
 * stays done. It then waits for its inputs, as at first.
 */
final class CellMerge {
    private final @Nullable Cell before;
    private final List<LaneMove> moves = new ArrayList<>(2);
    private List<CellTrace> traces = List.of();
    private List<PastOutcome> history = List.of();
    private @Nullable Position position;
    private Outcome outcome = Outcome.QUEUED;
    private Usage totals = Usage.NONE;
    private Accounts accounts = Accounts.NONE;
    private Cell.@Nullable Begun begun;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable Ready ready;
    private int closed;
    private long returned;
    private boolean changed;
    private boolean reopened;

    private CellMerge(@Nullable Cell before) {
        this.before = before;
        if (before != null) {
            history = before.history();
            position = before.position();
            outcome = before.outcome();
            totals = before.totals();
            accounts = before.accounts();
            begun = before.begun();
            startedAt = before.startedAt();
            endedAt = before.endedAt();
        }
    }

    /**
     * @param before null for a cell never seen
     * @param events of this cell, in the order read, at least one
     */
    static Merged merge(@Nullable Cell before, List<CellEvent> events) {
        var merge = new CellMerge(before);
        events.forEach(merge::fold);
        return merge.merged();
    }

    private Merged merged() {
        if (position == null) {
            throw new IllegalArgumentException("no event to fold");
        }
        boolean stillReady = ready != null && !outcome.state().terminal()
                && ready.position().run() == position.run();
        return new Merged(before, new Cell(position, outcome, totals, accounts, history, begun, startedAt, endedAt),
                changed, moves, closed, returned, stillReady ? ready : null, reopened, traces);
    }

    private void fold(CellEvent event) {
        switch (event) {
            case CellEvent.Started _ -> {
            }
            case CellEvent.Released released -> {
                if (close(released, released.usage(), null)) {
                    ready = new Ready(released.position().nextDispatch(), released.lane(), released.best());
                }
            }
            case CellEvent.Hopped hopped -> hop(hopped);
            case CellEvent.Done done -> close(done, done.usage(), done.trace());
            case CellEvent.Failed failed -> close(failed, failed.usage(), failed.trace());
            case CellEvent.Skipped skipped -> close(skipped, Usage.NONE, null);
            case CellEvent.Reopened _ -> {
            }
        }
        show(event);
    }

    /** Whether this closed the dispatch. */
    private boolean close(CellEvent event, Usage usage, @Nullable StepTrace trace) {
        Position at = event.position();
        long account = CellAccount.closed(at);
        if (accounts.has(account)) {
            return false;
        }
        boolean first = !accounts.closed(at.run(), at.dispatch());
        leave(event, usage, trace);
        accounts = accounts.with(account);
        if (first) {
            closed++;
            returned += usage.returned();
        }
        return first;
    }

    private void hop(CellEvent.Hopped hopped) {
        long account = CellAccount.hopped(hopped.position());
        if (!accounts.has(account)) {
            leave(hopped, hopped.usage(), hopped.trace());
            accounts = accounts.with(account);
            moves.add(LaneMove.entered(hopped.nextLane()));
        }
    }

    private void leave(CellEvent event, Usage usage, @Nullable StepTrace trace) {
        changed = true;
        Position at = event.position();
        if (accounts.left(at)) {
            return;
        }
        moves.add(new LaneMove(event.lane(), at.step(), usage));
        totals = totals.plus(usage);
        if (trace != null) {
            if (traces.isEmpty()) {
                traces = new ArrayList<>(2);
            }
            traces.add(new CellTrace(at.run(), at.dispatch(), trace));
        }
    }

    private void show(CellEvent event) {
        Position shown = position;
        if (shown == null) {
            take(event);
            return;
        }
        int byRun = Long.compare(event.position().run(), shown.run());
        if (event instanceof CellEvent.Reopened && !lacksValue()) {
            return;
        }
        if (byRun < 0) {
            if (ends(event)) {
                remember(PastOutcome.of(positionOf(event), Outcome.of(event), event.at()));
            }
        } else if (byRun > 0) {
            if (outcome.state().terminal()) {
                remember(PastOutcome.of(shown, outcome, endedAt));
            }
            take(event);
        } else if (!outcome.state().terminal() && (ends(event) || isNewer(event, shown))) {
            take(event);
        } else if (outcome.state() == CellState.RUNNING && event instanceof CellEvent.Started started
                && started.position().equals(shown)) {
            beginAgain(started);
        }
    }

    /** Another attempt of the same task: the one that puts most at risk is the newest. */
    private void beginAgain(CellEvent.Started started) {
        if (started.worker() != null && (begun == null || started.atRisk() > begun.atRisk())) {
            begun = new Cell.Begun(started.worker(), started.atRisk());
            changed = true;
        }
    }

    private boolean lacksValue() {
        return outcome.state() == CellState.FAILED || SkipReason.INPUT.wireName().equals(outcome.skipReason());
    }

    private boolean isNewer(CellEvent event, Position shown) {
        Position at = event.position();
        int order = Integer.compare(at.dispatch(), shown.dispatch());
        if (order == 0) {
            order = Integer.compare(at.step(), shown.step());
        }
        // Of one position, started comes before released and hopped; a reopened cell's task has not begun at all.
        return order > 0 || order == 0 && (event instanceof CellEvent.Started
                ? outcome.state() == CellState.QUEUED && !accounts.left(shown)
                : outcome.state() == CellState.RUNNING);
    }

    private void take(CellEvent event) {
        changed = true;
        reopened = event instanceof CellEvent.Reopened;
        position = positionOf(event);
        outcome = Outcome.of(event);
        begun = event instanceof CellEvent.Started started && started.worker() != null
                ? new Cell.Begun(started.worker(), started.atRisk())
                : null;
        endedAt = ends(event) ? event.at() : null;
        startedAt = switch (event) {
            case CellEvent.Started started -> started.at();
            case CellEvent.Released _,CellEvent.Hopped _,CellEvent.Reopened _ -> null;
            case CellEvent.Done done -> done.at().minusMillis(done.usage().latencyMillis());
            case CellEvent.Failed failed -> failed.at().minusMillis(failed.usage().latencyMillis());
            case CellEvent.Skipped skipped -> skipped.at();
        };
    }

    /** The end of an earlier run, unless one is known. */
    private void remember(PastOutcome past) {
        if (history.stream().anyMatch(known -> known.run() == past.run())) {
            return;
        }
        changed = true;
        List<PastOutcome> more = new ArrayList<>(history);
        more.add(past);
        more.sort(java.util.Comparator.comparingLong(PastOutcome::run));
        history = more;
    }

    private static boolean ends(CellEvent event) {
        return switch (event) {
            case CellEvent.Started _,CellEvent.Released _,CellEvent.Hopped _,CellEvent.Reopened _ -> false;
            case CellEvent.Done _,CellEvent.Failed _,CellEvent.Skipped _ -> true;
        };
    }

    /** An answer may be that of an earlier step. */
    private static Position positionOf(CellEvent event) {
        Position at = event.position();
        return event instanceof CellEvent.Done done ? new Position(at.run(), at.dispatch(), done.answer().step()) : at;
    }
}
