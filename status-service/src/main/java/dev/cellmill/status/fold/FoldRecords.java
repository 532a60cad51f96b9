package dev.cellmill.status.fold;

import dev.cellmill.common.log.LogContext;
import dev.cellmill.status.output.RefusedData;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Folds what was read. If the database refuses the data of a batch (SQLSTATE class 22 or 23), the halves are folded
 * each on its own, down to the record that is refused alone: that one goes to the dead letters, and in its place the
 * cell fails. Any other failure is the caller's to wait for.
 */
@Component
class FoldRecords {
    private static final Logger LOG = LoggerFactory.getLogger(FoldRecords.class);

    private final FoldBatch batch;
    private final DeadLetters deadLetters;

    FoldRecords(FoldBatch batch, DeadLetters deadLetters) {
        this.batch = batch;
        this.deadLetters = deadLetters;
    }

    /** @throws SQLException if not all was folded; folding it again repeats nothing */
    void fold(List<Incoming> incoming) throws SQLException {
        if (incoming.isEmpty()) {
            return;
        }
        try {
            batch.fold(incoming.stream().map(Incoming::event).toList());
        } catch (SQLException e) {
            if (!RefusedData.is(e)) {
                throw e;
            }
            if (incoming.size() == 1) {
                reject(incoming.getFirst(), e);
            } else {
                int half = incoming.size() / 2;
                fold(incoming.subList(0, half));
                fold(incoming.subList(half, incoming.size()));
            }
        }
    }

    private void reject(Incoming rejected, SQLException reason) throws SQLException {
        try (LogContext _ = LogContext.of(rejected.event().cell(), null)) {
            rejectAlone(rejected, reason);
        }
    }

    private void rejectAlone(Incoming rejected, SQLException reason) throws SQLException {
        LOG.error("the event of {} at {} is refused by the database and goes to the dead letters; the cell fails: {}",
                rejected.event().cell().key(), rejected.event().position(), reason.getMessage());
        deadLetters.keep(rejected.source(), reason.getSQLState() + " " + reason.getMessage());
        try {
            batch.fold(List.of(Rejection.of(rejected.event())));
        } catch (SQLException e) {
            if (!RefusedData.is(e)) {
                throw e;
            }
            LOG.error("nor can the end of {} be stored, so the cell stays open; see the dead letters",
                    rejected.event().cell().key(), e);
        }
    }
}
