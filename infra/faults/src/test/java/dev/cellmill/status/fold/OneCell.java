package dev.cellmill.status.fold;

import dev.cellmill.common.fingerprint.Fingerprint;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.id.TenantId;
import dev.cellmill.common.message.Answer;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.ServedBy;
import dev.cellmill.common.message.Usage;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.StringNode;

/** A cell that began and was done. */
final class OneCell {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final CellAddress CELL = new CellAddress(TenantId.DEFAULT, SheetId.next(), JobId.next(), 0, 0, "a");
    private static final Position FIRST = new Position(1, 1, 0);

    static final CellEvent STARTED = new CellEvent.Started(CELL, FIRST, "lane", NOON, "provider");
    static final CellEvent DONE = new CellEvent.Done(CELL, FIRST, "lane", NOON, new Answer(StringNode.valueOf("value"),
            "provider", null, null, 0, false, ServedBy.PROVIDER, new Fingerprint(1, 1)), new Usage(1, 0, 0, 5, 0, 3),
            null);

    private OneCell() {}

    static Merged after(CellEvent... events) {
        return CellMerge.merge(null, List.of(events));
    }
}
