package dev.cellmill.testkit;

import dev.cellmill.embedded.EmbeddedKafka;
import java.nio.file.Path;
import org.testcontainers.kafka.KafkaContainer;

/** The broker of this JVM's tests. */
final class TestKafka {
    private static final String IMAGE = "apache/kafka-native:4.2.1";

    static final String BOOTSTRAP = start();

    private TestKafka() {}

    private static String start() {
        String given = System.getenv("CELLMILL_TEST_KAFKA_BOOTSTRAP");
        if (given != null) {
            Choice.announce("Kafka: given, " + given);
            return given;
        }
        if (Choice.container(IMAGE)) {
            Choice.announce("Kafka: in a container");
            @SuppressWarnings("resource") // ends with the JVM, by Testcontainers' own reaper
            var container = new KafkaContainer(IMAGE);
            container.withEnv("KAFKA_OFFSET_METADATA_MAX_BYTES", "65536");
            container.start();
            return container.getBootstrapServers();
        }
        Choice.announce("Kafka: embedded");
        Path folder = Choice.folder("kafka");
        var broker = EmbeddedKafka.start(folder);
        Choice.atExit(broker::close, folder);
        return broker.bootstrap();
    }
}
