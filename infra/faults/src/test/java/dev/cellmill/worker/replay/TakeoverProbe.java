package dev.cellmill.worker.replay;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.cellmill.common.message.CellAccount;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.state.CellState;
import dev.cellmill.worker.control.Neighbours;
import dev.cellmill.worker.replay.Replays.StoredCell;
import dev.cellmill.worker.replay.Replays.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;

/** A cell that is done, and one over which a worker died; the broker is away, so nobody knows how far the fold is. */
public final class TakeoverProbe implements Callable<Boolean> {
    private static final Position TASK = new Position(1, 1, 0);

    @Override
    public Boolean call() {
        // it warns of the broker that it cannot reach
        ((Logger) LoggerFactory.getLogger(FoldProgress.class)).setLevel(Level.OFF);
        var fold = new FoldProgress(new KafkaAdmin(Map.of()));
        var replays = new Replays(fold,
                new StoredCells(DSL.using(SQLDialect.POSTGRES)), new Neighbours("this", () -> 0));
        Verdict ofDone = replays.verdict(TASK,
                new StoredCell(TASK, CellState.DONE.code(), List.of(CellAccount.closed(TASK)), null, 0));
        Verdict ofBegun = replays.verdict(TASK, new StoredCell(TASK, CellState.RUNNING.code(), List.of(), "dead", 5));
        return ofDone instanceof Verdict.Accounted && ofBegun instanceof Verdict.Lost
                && replays.mayStillEnd("this") && !fold.awaitPast(Long.MAX_VALUE);
    }
}
