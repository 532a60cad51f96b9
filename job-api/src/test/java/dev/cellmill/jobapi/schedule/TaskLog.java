package dev.cellmill.jobapi.schedule;

import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.message.CellTask;
import dev.cellmill.common.message.Messages;
import dev.cellmill.testkit.Backends;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads a topic from its beginning, into memory. */
final class TaskLog<T> implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
            Map.of("bootstrap.servers", Backends.kafkaBootstrap()),
            new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final Function<byte[], List<T>> read;
    private final List<T> seen = new ArrayList<>();

    private TaskLog(String topic, Function<byte[], List<T>> read) {
        this.read = read;
        var partitions = IntStream.range(0, Topics.PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static TaskLog<CellTask> of(String lane) {
        return new TaskLog<>(Topics.tasks(lane), bytes -> List.of(Messages.readTask(bytes)));
    }

    static TaskLog<CellEvent> ofEvents() {
        return new TaskLog<>(Topics.EVENTS, Messages::readEvents);
    }

    /** What came since the last call, which waits a little for it. */
    List<T> next() {
        var next = new ArrayList<T>();
        consumer.poll(Duration.ofMillis(20)).forEach(message -> next.addAll(read.apply(message.value())));
        seen.addAll(next);
        return next;
    }

    /** All that came, once it is what is waited for. */
    List<T> await(Consumer<List<T>> assertion) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(1))
                .untilAsserted(() -> {
                    next();
                    assertion.accept(seen);
                });
        return seen;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
