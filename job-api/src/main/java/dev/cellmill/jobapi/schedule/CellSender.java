package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.message.CellBlock;
import dev.cellmill.common.message.Position;
import dev.cellmill.common.message.SkipReason;
import dev.cellmill.common.trace.Followed;
import dev.cellmill.common.trace.TraceHeader;
import dev.cellmill.common.trace.Traces;
import dev.cellmill.jobapi.schedule.Batch.Outgoing;
import dev.cellmill.jobapi.schedule.Batch.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Sends claims, with no transaction open, page by page so that memory is bounded whatever the rows hold. Returns when
 * every cell is acknowledged: a send that fails is repeated until it succeeds, the thread is interrupted, or it is told to stop meanwhile.
 */
final class CellSender {
    private static final Logger LOG = LoggerFactory.getLogger(CellSender.class);
    private static final int PAGE_BYTES = 4 * 1024 * 1024;
    private static final int PAGE_CELLS = 5_000;
    private static final int FIRST_OF_GENERATED = 64;
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ProducerFactory<byte[], byte[]> producers;
    private final Clock clock;
    private final Traces traces;

    CellSender(ProducerFactory<byte[], byte[]> producers, Clock clock, Traces traces) {
        this.traces = traces;
        this.producers = producers;
        this.clock = clock;
    }

    void send(JobFacts job, Claim claim, String lane, RowReader rows, StopSignal stop) throws InterruptedException {
        int page = firstPage(job, claim.cells());
        // not closed for good: the factory shares one producer, and makes another should this one break
        try (Producer<byte[], byte[]> producer = producers.createProducer();
                Followed followed = traces.follow("cellmill.schedule", job.traceparent(), "lane", lane)) {
            for (int from = 0; from < claim.cells().size();) {
                var cells = claim.cells().subList(from, Math.min(from + page, claim.cells().size()));
                var known = rows.read(job, claim.run(), cells);
                long bytes = sendAll(producer, cells, new CellMaker(job, claim, lane, known, clock.instant()), followed,
                        stop);
                from += cells.size();
                page = (int) Math.clamp(PAGE_BYTES * (long) cells.size() / Math.max(1, bytes), 1, 2L * page);
            }
        }
    }

    /** What other columns found may be far larger than the rows as given: a few first, then by what they turn out to be. */
    static int firstPage(JobFacts job, List<ClaimedCell> cells) {
        boolean generated = job.references(cells).stream().anyMatch(name -> job.header(name) < 0);
        return Math.clamp(PAGE_BYTES / Math.max(1, job.bytesPerRow()), 1, generated ? FIRST_OF_GENERATED : PAGE_CELLS);
    }

    /** @return bytes of all */
    private static long sendAll(Producer<byte[], byte[]> producer, List<ClaimedCell> cells, CellMaker maker,
            @Nullable Followed followed, StopSignal stop)
            throws InterruptedException {
        List<Outgoing> left = outgoing(cells, maker);
        if (followed != null) {
            left.stream().limit(Traces.CELLS_FOLLOWED)
                    .forEach(one -> TraceHeader.write(one.message().headers(), followed.traceparent()));
        }
        long bytes = left.stream().mapToLong(one -> one.message().value().length).sum();
        while (true) {
            List<Refused> refused = Batch.send(producer, left);
            if (refused.isEmpty()) {
                return bytes;
            }
            LOG.warn("{} of {} cells were not taken by the broker and are sent again", refused.size(), left.size(),
                    refused.getFirst().reason());
            left = again(refused, maker);
            if (stop.isGivenWithin(PAUSE)) {
                throw new InterruptedException("stopped while the broker takes nothing");
            }
        }
    }

    /** Cells that are passed over for the same reason go together, block by block of rows; any other has its own record. */
    private static List<Outgoing> outgoing(List<ClaimedCell> cells, CellMaker maker) {
        List<Outgoing> outgoing = new ArrayList<>(cells.size());
        Map<Together, List<ClaimedCell>> together = new LinkedHashMap<>();
        for (ClaimedCell cell : cells) {
            CellMaker.Decision decision = maker.decide(cell);
            if (decision instanceof CellMaker.Decision.Skip(SkipReason reason)) {
                together.computeIfAbsent(new Together(CellBlock.block(cell.row()), cell.position(), reason),
                        key -> new ArrayList<>()).add(cell);
            } else {
                outgoing.add(new Outgoing(cell, maker.recordOf(cell, decision)));
            }
        }
        together.forEach((key, skipped) -> outgoing.add(new Outgoing(skipped.getFirst(),
                maker.recordOf(skipped, key.reason()))));
        return outgoing;
    }

    private record Together(int block, Position position, SkipReason reason) {}

    private static List<Outgoing> again(List<Refused> refused, CellMaker maker) {
        List<Outgoing> again = new ArrayList<>(refused.size());
        for (Refused one : refused) {
            ClaimedCell cell = one.outgoing().cell();
            again.add(one.reason() instanceof RecordTooLargeException
                    ? new Outgoing(cell, maker.rejected(cell))
                    : one.outgoing());
        }
        return again;
    }
}
