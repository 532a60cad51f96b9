package dev.cellmill.status.fold;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.message.Usage;
import java.time.Instant;
import tools.jackson.databind.node.StringNode;

/** Events of a first dispatch. */
final class Events {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SheetId SHEET = SheetId.next();

    private Events() {}

    static CellEvent.Done done(JobId job, int row, int column) {
        return done(job, row, column, "value");
    }

    static CellEvent.Done done(JobId job, int row, int column, String value) {
        return new CellEvent.Done(cell(job, row, column), new Position(1, 1, 0), CellHistories.lane(0), NOON,
                new Answer(StringNode.valueOf(value), "provider", null, 0.5, 0, false, ServedBy.PROVIDER,
                        new Fingerprint(row, column)),
                new Usage(1, 0, 0, 5, 0, 3), null);
    }

    /** The cell of the first column done, for so much of what was set aside. */
    static CellEvent.Done charged(JobId job, int row, long cost, long reserved) {
        CellEvent.Done free = done(job, row, 0);
        return new CellEvent.Done(free.cell(), free.position(), free.lane(), free.at(), free.answer(),
                new Usage(1, 0, 0, cost, 0, 3).returning(reserved), null);
    }

    static CellEvent.Failed failed(JobId job, int row, int column) {
        return new CellEvent.Failed(cell(job, row, column), new Position(1, 1, 0), CellHistories.lane(0), NOON,
                new CellError(ErrorCode.PROVIDER_REJECTED, "no", false, 1), "provider", new Usage(1, 0, 0, 0, 0, 3),
                null);
    }

    static CellEvent.Released released(JobId job, int row, int column, Position at) {
        return new CellEvent.Released(cell(job, row, column), at, CellHistories.lane(at.step()), NOON, Usage.NONE,
                null);
    }

    /** To the second step. */
    static CellEvent.Hopped hopped(JobId job, int row, int column) {
        return new CellEvent.Hopped(cell(job, row, column), new Position(1, 1, 0), CellHistories.lane(0), NOON,
                CellHistories.lane(1), new Usage(1, 0, 0, 5, 0, 3), null);
    }

    static CellEvent.Skipped skipped(JobId job, int row, int column, SkipReason reason) {
        return new CellEvent.Skipped(cell(job, row, column), new Position(1, 1, 0), CellHistories.lane(0), NOON,
                reason);
    }

    static CellEvent.Reopened reopened(JobId job, int row, int column, long run) {
        return new CellEvent.Reopened(cell(job, row, column), new Position(run, 1, 0), CellHistories.lane(0), NOON);
    }

    static CellAddress cell(JobId job, int row, int column) {
        return new CellAddress(TenantId.DEFAULT, SHEET, job, row, column, "column" + column);
    }
}
