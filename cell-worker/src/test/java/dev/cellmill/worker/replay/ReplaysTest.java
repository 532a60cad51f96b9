package dev.cellmill.worker.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.CellState;
import dev.cellmill.worker.control.Neighbours;
import dev.cellmill.worker.replay.Replays.StoredCell;
import dev.cellmill.worker.replay.Replays.Verdict;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is done with a task that may have been done before. */
class ReplaysTest {
    private static final Position TASK = new Position(7, 2, 1);

    private final Replays replays = new Replays(mock(FoldProgress.class), mock(StoredCells.class),
            new Neighbours("this", () -> 0));

    @Test
    void whatLeftItsLaneIsAccountedForAndWhatEndedOtherwiseIsSuperseded() {
        assertThat(verdict(TASK, CellState.RUNNING, CellAccount.closed(TASK))).isInstanceOf(Verdict.Accounted.class);
        assertThat(verdict(TASK, CellState.RUNNING, CellAccount.hopped(TASK))).isInstanceOf(Verdict.Accounted.class);
        assertThat(verdict(new Position(7, 1, 0), CellState.DONE, 0)).isInstanceOf(Verdict.Superseded.class);
        assertThat(verdict(new Position(8, 1, 0), CellState.QUEUED, 0)).isInstanceOf(Verdict.Superseded.class);
    }

    @Test
    void whatNobodyBeganIsOpen() {
        assertThat(replays.verdict(TASK, null)).isInstanceOf(Verdict.Open.class);
        assertThat(verdict(TASK, CellState.RUNNING, 0)).isInstanceOf(Verdict.Open.class);
        assertThat(begun(new Position(7, 1, 1), "dead")).isInstanceOf(Verdict.Open.class);
    }

    @Test
    void aCallOfADeadWorkerIsLostAndOneThatThisWorkerItselfStillHoldsIsWaitedFor() {
        assertThat(begun(TASK, "dead")).isEqualTo(new Verdict.Lost(5));
        assertThat(begun(TASK, "this")).isInstanceOf(Verdict.UnderWay.class);
    }

    /** Mocks answer false: the fold has not come that far. */
    @Test
    void nothingIsJudgedBeforeTheFoldHasWrittenDownWhatWasReported() {
        var task = new CellTask(
                new CellAddress(TenantId.DEFAULT,
                        SheetId.next(), JobId.next(), 0, 0, "a"),
                TASK, 1, "lane", new Fingerprint(1, 1), Map.of(), true, null,
                null, false);
        assertThat(replays.judge(List.of(task), 0)).singleElement().isInstanceOf(Verdict.UnderWay.class);
    }

    private Verdict verdict(Position position, CellState state, long account) {
        return verdict(position, state, account, null);
    }

    private Verdict begun(Position position, String worker) {
        return verdict(position, CellState.RUNNING, 0, worker);
    }

    private Verdict verdict(Position position, CellState state, long account, @Nullable String begunBy) {
        return replays.verdict(TASK, new StoredCell(position, state.code(), List.of(account), begunBy, 5));
    }
}
