package dev.cellmill.examples.consumer;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Until SIGTERM or Ctrl-C. {@code KAFKA_BOOTSTRAP}, {@code DATABASE_URL}; {@code GROUP} shares the work among several. */
final class Main {
    private static final long STOP_SECONDS = 20;

    private Main() {}

    public static void main(String... arguments) throws SQLException {
        String group = System.getenv().getOrDefault("GROUP", "cell-values");
        var stopped = new CountDownLatch(1);
        try (var connection = DriverManager.getConnection(System.getenv("DATABASE_URL"));
                var consumer = new CellConsumer(System.getenv("KAFKA_BOOTSTRAP"), group, connection)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                consumer.stop();
                await(stopped);
            }));
            consumer.run();
        } finally {
            stopped.countDown();
        }
    }

    private static void await(CountDownLatch stopped) {
        try {
            stopped.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
