package dev.cellmill.examples.consumer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * Until SIGTERM or Ctrl-C. {@code KAFKA_BOOTSTRAP}, {@code DATABASE_URL}; {@code GROUP} shares the work among several;
 * {@code KAFKA_PROPERTIES} names a file with whatever else Kafka's client is to know, as for TLS and SASL.
 */
final class Main {
    private static final long STOP_SECONDS = 20;

    private Main() {}

    public static void main(String... arguments) throws IOException {
        var stopped = new CountDownLatch(1);
        String database = required("DATABASE_URL");
        try (var consumer = new CellConsumer(kafka(), () -> DriverManager.getConnection(database))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                consumer.stop();
                await(stopped);
            }));
            consumer.run();
        } finally {
            stopped.countDown();
        }
    }

    private static Properties kafka() throws IOException {
        var properties = new Properties();
        String file = System.getenv("KAFKA_PROPERTIES");
        if (file != null) {
            try (var reader = Files.newBufferedReader(Path.of(file))) {
                properties.load(reader);
            }
        }
        String bootstrap = System.getenv("KAFKA_BOOTSTRAP");
        if (bootstrap != null || !properties.containsKey(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)) {
            properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, required("KAFKA_BOOTSTRAP"));
        }
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, System.getenv().getOrDefault("GROUP", "cell-values"));
        return properties;
    }

    private static String required(String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            System.err.println(variable + " is not set; the README says what to.");
            System.exit(2);
        }
        return value;
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
