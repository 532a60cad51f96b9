package dev.cellmill.status.fold;

import static java.util.Objects.requireNonNull;

import dev.cellmill.common.json.Json;
import dev.cellmill.common.log.LogContext;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.WrittenText;
import dev.cellmill.common.service.PeriodicTask;
import dev.cellmill.common.service.ShutdownPhase;
import dev.cellmill.status.fold.LongEndStatements.Waiting;
import dev.cellmill.status.output.RefusedData;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * Folds ends whose values are texts of the output topic, once all of the text is stored: a value is whole or not there.
 * Any number of replicas share the work.
 */
@Component
class LongEnds extends PeriodicTask {
    private static final Logger LOG = LoggerFactory.getLogger(LongEnds.class);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    /** Another replica may have held an end back. */
    private static final int LOOKS_BETWEEN = 20;
    /** Each may have maxInlineOutput in memory, thrice. */
    private static final int AT_ONCE = 8;
    /** Of a text that is too long for the cell, in UTF-8. */
    private static final long SHOWN = 1024 * 1024;

    private final FoldBatch batch;
    /** Only this task's thread touches it. */
    private int untilLook;

    LongEnds(FoldBatch batch) {
        super("long-ends", INTERVAL, ShutdownPhase.FOLD);
        this.batch = batch;
    }

    @Override
    protected void run() {
        if (!batch.hasHeld() && untilLook-- > 0) {
            return;
        }
        try {
            while (foldSome(AT_ONCE) == AT_ONCE) {
                LOG.debug("{} cells with long values were folded, there may be more", AT_ONCE);
            }
            boolean more = batch.inTransaction(connection -> new LongEndStatements(connection).any());
            untilLook = more ? 0 : LOOKS_BETWEEN;
        } catch (SQLException e) {
            LOG.error("cells with long values were not folded and are tried again, nothing is lost: {}",
                    e.getMessage());
        }
    }

    /** One that the database refuses fails alone. @return how many ended */
    int foldSome(int most) throws SQLException {
        try {
            Folded folded = batch.inTransaction(connection -> fold(connection, most));
            batch.ended(folded.cells());
            return folded.ends();
        } catch (SQLException e) {
            if (most == 1 || !RefusedData.is(e)) {
                throw e;
            }
            return foldSome(1);
        }
    }

    /** @param cells that ended with them */
    private record Folded(int ends, EndedCells cells) {}

    private Folded fold(Connection connection, int most) throws SQLException {
        var statements = new LongEndStatements(connection);
        List<Waiting> complete = statements.take(most);
        Savepoint before = connection.setSavepoint();
        try {
            return new Folded(complete.size(), fold(connection, statements, complete, false));
        } catch (SQLException e) {
            if (complete.size() > 1 || !RefusedData.is(e)) {
                throw e;
            }
            LOG.error("a long value is refused by the database; its cell fails", e);
            connection.rollback(before);
            return new Folded(complete.size(), fold(connection, statements, complete, true));
        }
    }

    /** The counters are locked by many and come after the texts, which may take a while. */
    private EndedCells fold(Connection connection, LongEndStatements statements, List<Waiting> complete,
            boolean rejects)
            throws SQLException {
        List<CellEvent> ends = new ArrayList<>(complete.size());
        for (Waiting waiting : complete) {
            CellEvent end = rejects ? Rejection.of(waiting.end()) : end(statements, waiting);
            if (isKeptInChunks(waiting, end)) {
                statements.copy(waiting.end(), text(waiting));
            }
            statements.release(waiting.end());
            ends.add(end);
        }
        EndedCells ended = ends.isEmpty() ? new EndedCells() : batch.foldKnown(connection, ends);
        List<CellEvent> inCells = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            CellEvent end = ends.get(i);
            Waiting waiting = complete.get(i);
            if (isKeptInChunks(waiting, end)) {
                statements.keep(waiting.end(), text(waiting));
            } else if (end instanceof CellEvent.Done && text(waiting).cell().equals(end.cell().key())) {
                inCells.add(end);
            }
        }
        statements.drop(inCells);
        return ended;
    }

    private static boolean isKeptInChunks(Waiting waiting, CellEvent end) {
        return end instanceof CellEvent.Done && text(waiting).form() == WrittenText.Form.CHUNKS;
    }

    private static WrittenText text(Waiting waiting) {
        return requireNonNull(waiting.end().answer().written());
    }

    private static CellEvent end(LongEndStatements statements, Waiting waiting) throws SQLException {
        CellEvent.Done done = waiting.end();
        WrittenText text = text(waiting);
        if (!waiting.isHere()) {
            try (LogContext _ = LogContext.of(done.cell(), done.answer().provider())) {
                LOG.warn("the text of an end of {} is not here any more: it fails, unless it ended before",
                        done.cell().key());
            }
            return Rejection.of(done);
        }
        boolean isWhole = text.form() != WrittenText.Form.CHUNKS;
        String content = statements.head(text, isWhole ? Long.MAX_VALUE : SHOWN);
        try {
            JsonNode value = text.form() == WrittenText.Form.JSON
                    ? Json.MAPPER.readTree(content)
                    : StringNode.valueOf(content);
            return new CellEvent.Done(done.cell(), done.position(), done.lane(), done.at(),
                    done.answer().holding(value),
                    done.usage(), done.trace());
        } catch (JacksonException e) {
            try (LogContext _ = LogContext.of(done.cell(), done.answer().provider())) {
                LOG.error("the text of {} is not the JSON that it should be; the cell fails", done.cell().key(), e);
            }
            return Rejection.of(done);
        }
    }
}
