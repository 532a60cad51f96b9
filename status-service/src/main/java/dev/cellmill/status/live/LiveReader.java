package dev.cellmill.status.live;

import dev.cellmill.common.id.SheetId;
import dev.cellmill.common.kafka.CellHeaders;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellAddress;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.Messages;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.stereotype.Component;

/**
 * What a record means to those who watch. Whose cell it is about stands in its headers, so bodies are read only of output
 * that is watched, once for all watchers, and of blocks of cells that needed no call, for a sheet that is.
 */
@Component
class LiveReader {
    private final LiveJobs jobs;

    LiveReader(LiveJobs jobs) {
        this.jobs = jobs;
    }

    void read(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return;
        }
        boolean isOutput = message.topic().equals(Topics.OUTPUT);
        CellHeaders.read(message.headers()).ifPresentOrElse(cell -> {
            LiveJob job = jobs.find(cell.job());
            if (job == null) {
                return;
            }
            if (!isOutput) {
                job.progress().touch();
                job.mark(new CellPlace(cell.row(), cell.column()), message.partition(), message.offset(),
                        CellHeaders.readIsLong(message.headers()) ? cell.position().run() : 0);
            } else if (job.takesTexts(cell.row())) {
                job.add(Messages.readOutput(message.value()));
            }
        }, () -> readBlock(message));
    }

    private void readBlock(ConsumerRecord<byte[], byte[]> message) {
        if (message.key() == null || !jobs.hasSheet(sheet(message.key()))) {
            return;
        }
        for (CellEvent event : Messages.readEvents(message.value())) {
            CellAddress cell = event.cell();
            LiveJob job = jobs.find(cell.job());
            if (job != null) {
                job.progress().touch();
                job.mark(new CellPlace(cell.row(), cell.column()), message.partition(), message.offset(),
                        0);
            }
        }
    }

    /** The key is the sheet and the block, see {@link CellAddress#eventKey()}. */
    private static SheetId sheet(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        return SheetId.of(text.substring(0, Math.max(0, text.indexOf('/'))));
    }
}
