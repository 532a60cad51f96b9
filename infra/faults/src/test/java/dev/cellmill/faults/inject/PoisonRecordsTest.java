package dev.cellmill.faults.inject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Messages;
import dev.cellmill.faults.plan.PoisonedTopic;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;

class PoisonRecordsTest {
    private static final String JOB = UUID.randomUUID().toString();
    private static final int ROWS = 10;
    private static final PoisonRecords POISON = new PoisonRecords(new Random(1), JOB, UUID.randomUUID().toString(), 7,
            ROWS);

    @ParameterizedTest
    @EnumSource(PoisonedTopic.class)
    void thereAreManySortsForEachTopicAndTheRigKnowsItsOwn(PoisonedTopic topic) {
        List<ProducerRecord<byte[], byte[]>> records = POISON.of(topic);
        assertThat(records).hasSizeGreaterThan(15).allMatch(record -> record.topic().equals(topic.topic()))
                .allMatch(record -> record.key() != null)
                .allMatch(record -> record.headers().lastHeader(PoisonRecords.MARK) != null);
        assertThat(records).anyMatch(record -> record.value() == null);
        assertThat(records).anyMatch(record -> record.value() != null && record.value().length > 1_000_000);
        assertThat(records).anyMatch(record -> record.headers().lastHeader("cellmill-cell") == null);
        assertThat(records).anyMatch(record -> record.headers().lastHeader("cellmill-cell") != null
                && record.headers().lastHeader("cellmill-cell").value() == null);
    }

    @Test
    void noEventThatCanBeReadIsOfACellThatThereIs() {
        long readable = POISON.of(PoisonedTopic.EVENTS).stream().filter(PoisonRecordsTest::isReadableEvent).toList()
                .stream()
                .peek(record -> assertThat(Messages.readEvents(record.value())).noneMatch(
                        event -> event.cell().job().toString().equals(JOB) && event.cell().row() < ROWS))
                .count();
        assertThat(readable).as("events of somebody else").isPositive();
    }

    @Test
    void someTasksCanBeReadAndAreOfNobody() {
        List<CellTask> tasks = POISON.of(PoisonedTopic.TASKS).stream().filter(record -> isReadable(record.value()))
                .map(record -> Messages.readTask(record.value())).toList();
        assertThat(tasks).isNotEmpty()
                .noneMatch(task -> task.cell().job().toString().equals(JOB) && task.cell().row() < ROWS);
    }

    private static boolean isReadableEvent(ProducerRecord<byte[], byte[]> record) {
        try {
            return record.value() != null && !Messages.readEvents(record.value()).isEmpty();
        } catch (JacksonException e) {
            return false;
        }
    }

    private static boolean isReadable(byte[] value) {
        try {
            return value != null && Messages.readTask(value).position().run() > 0;
        } catch (JacksonException e) {
            return false;
        }
    }
}
