package dev.cellmill.worker.run;

import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellError;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.ErrorCode;
import dev.cellmill.common.message.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a task that nobody can run into the dead-letter topic, as it came and with the reason, and ends its cell where
 * the headers tell whose it is, so that no job waits for it.
 */
final class RejectedTasks {
    private static final Logger log = LoggerFactory.getLogger(RejectedTasks.class);

    private final Outbox outbox;
    private final CellReporter reporter;
    private final JobCatalog jobs;
    private final Clock clock;

    RejectedTasks(Outbox outbox, CellReporter reporter, JobCatalog jobs, Clock clock) {
        this.outbox = outbox;
        this.reporter = reporter;
        this.jobs = jobs;
        this.clock = clock;
    }

    void reject(Delivery delivery, String reason) {
        ConsumerRecord<byte[], byte[]> read = delivery.record();
        log.error("a record of {} (partition {}, offset {}) goes to {}: {}", read.topic(), read.partition(),
                read.offset(), Topics.deadLetter(read.topic()), reason);
        var letter = new ProducerRecord<>(Topics.deadLetter(read.topic()), null, read.key(), read.value(),
                read.headers());
        letter.headers().add("cellmill-reason", utf8(reason));
        letter.headers().add("cellmill-origin", utf8(read.topic() + "/" + read.partition() + "/" + read.offset()));
        delivery.park();
        Runnable then = () -> Thread.startVirtualThread(() -> endCell(delivery, reason));
        outbox.send(letter, then, then);
    }

    private void endCell(Delivery delivery, String reason) {
        Optional<CellHeaders> owner = CellHeaders.read(delivery.record().headers());
        Optional<CellAddress> cell = owner.flatMap(this::address);
        if (cell.isEmpty()) {
            delivery.finish();
            return;
        }
        var error = new CellError(ErrorCode.RECORD_REJECTED,
                reason + "; it is kept in " + Topics.deadLetter(delivery.record().topic()), false, 0);
        reporter.rejected(new CellEvent.Failed(cell.get(), owner.get().position(), owner.get().lane(),
                clock.instant(), error, null, Usage.NONE.returning(owner.get().reserved()), null), delivery);
    }

    private Optional<CellAddress> address(CellHeaders owner) {
        try {
            return jobs.find(owner.job())
                    .filter(job -> owner.column() < job.plan().columns().size())
                    .map(job -> new CellAddress(job.tenant(), job.sheet(), owner.job(), owner.row(), owner.column(),
                            job.plan().columns().get(owner.column()).name()));
        } catch (RuntimeException e) {
            log.error("the owner of a rejected task is not known; its cell stays open", e);
            return Optional.empty();
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
