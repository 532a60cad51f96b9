package dev.cellmill.benchmark;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What Kafka and PostgreSQL alone can do on this machine, with one plain client each: no part can be faster. */
final class Floor implements Benchmark.Scenario {
    private static final String TOPIC = "floor";
    private static final int PARTITIONS = 24;
    private static final int RECORDS = 1_000_000;
    private static final int ROWS = 500_000;
    private static final int ROWS_PER_STATEMENT = 2_000;
    private static final double NANOS = 1e9;
    private static final String VALUE = "{\"cell\":{\"tenant\":\"default\",\"row\":%d},\"inputs\":{\"name\":\"Person %d\"},\"filler\":\"%s\"}";
    private static final String CREATE = """
            CREATE TABLE floor_cell (job uuid, row integer, col smallint, state smallint, value jsonb, PRIMARY KEY (job, row, col))
            """;
    private static final String INSERT = """
            INSERT INTO floor_cell
            SELECT ?, row, 0, 2, value::jsonb FROM unnest(?, ?) AS cell (row, value)
            """;

    @Override
    public void run(Figures figures) throws Exception {
        try (EmbeddedServers servers = EmbeddedServers.start()) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.bootstrap()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1))).all().get();
            }
            produce(servers, RECORDS);
            Map<String, ?> records = Map.of("records", RECORDS);
            figures.print("produced", RECORDS / produce(servers, RECORDS), "records/s", records);
            figures.print("consumed", 2.0 * RECORDS / consume(servers, 2L * RECORDS), "records/s", records);
            figures.print("rowsInserted", ROWS / insert(servers.dataSource()), "rows/s",
                    Map.of("rows", ROWS, "rowsPerStatement", ROWS_PER_STATEMENT));
        }
    }

    private static double produce(EmbeddedServers servers, int records) {
        String filler = "x".repeat(200);
        try (var producer = servers.producer()) {
            long start = System.nanoTime();
            for (int i = 0; i < records; i++) {
                byte[] value = VALUE.formatted(i, i, filler).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(TOPIC, Integer.toString(i).getBytes(StandardCharsets.UTF_8), value));
            }
            producer.flush();
            return (System.nanoTime() - start) / NANOS;
        }
    }

    private static double consume(EmbeddedServers servers, long records) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", servers.bootstrap(),
                "group.id", "floor",
                "auto.offset.reset", "earliest",
                "max.poll.records", 5_000);
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            long seen = 0;
            long start = System.nanoTime();
            while (seen < records) {
                seen += consumer.poll(Duration.ofMillis(100)).count();
            }
            return (System.nanoTime() - start) / NANOS;
        }
    }

    private static double insert(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.createStatement().execute(CREATE);
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            try (var statement = connection.prepareStatement(INSERT)) {
                for (int from = 0; from < ROWS; from += ROWS_PER_STATEMENT) {
                    int first = from;
                    statement.setObject(1, new UUID(0, 0));
                    statement.setArray(2, connection.createArrayOf("int4",
                            IntStream.range(first, first + ROWS_PER_STATEMENT).boxed().toArray()));
                    statement.setArray(3, connection.createArrayOf("text",
                            IntStream.range(first, first + ROWS_PER_STATEMENT)
                                    .mapToObj(i -> "\"value of row " + i + "\"").toArray()));
                    statement.execute();
                    connection.commit();
                }
            }
            return (System.nanoTime() - start) / NANOS;
        }
    }
}
