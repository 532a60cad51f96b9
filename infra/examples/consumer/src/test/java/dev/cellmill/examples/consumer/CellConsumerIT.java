package dev.cellmill.examples.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.json.Json;
import dev.cellmill.standalone.StandaloneServer;
import dev.cellmill.standalone.StandaloneSettings;
import dev.cellmill.standalone.client.CellmillClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Against a real broker, database and job. */
class CellConsumerIT {
    private static final int ROWS = 300;
    private static final Duration TIME = Duration.ofSeconds(90);
    private static final AtomicReference<Environment> ENVIRONMENT = new AtomicReference<>();

    @TempDir
    private Path folder;

    @Configuration(proxyBeanMethods = false)
    static class Addresses {
        @Bean
        ApplicationRunner tellAddresses(Environment environment) {
            return arguments -> ENVIRONMENT.set(environment);
        }
    }

    @Test
    void everyValueIsInTheTableOnceHoweverOftenItIsRead() throws Exception {
        try (var server = StandaloneServer.start(new StandaloneSettings(0, folder.resolve("data"), 0, null),
                Addresses.class);
                var client = new CellmillClient(URI.create(server.url()));
                var connection = connect()) {
            CellTable.create(connection);
            await().atMost(TIME).until(client::isUp);
            String job = submit(client);
            await().atMost(TIME).until(() -> client.status(job).path("isComplete").asBoolean());

            consume("one", CellConsumerIT::connect);
            List<String> once = rows(connection);
            assertThat(once).hasSize(ROWS).contains("7|site|\"example7.com\"");
            // another group reads everything again, and one that stopped goes on where it was
            consume("two", CellConsumerIT::connect);
            consume("one", CellConsumerIT::connect);
            assertThat(rows(connection)).isEqualTo(once);
            // a connection that is lost is made anew, and nothing with it
            try (var statement = connection.createStatement()) {
                statement.execute("TRUNCATE cell_value");
            }
            var opened = new AtomicInteger();
            consume("three", () -> {
                Connection made = connect();
                if (opened.getAndIncrement() < 2) {
                    CellTable.create(made);
                    made.close();
                }
                return made;
            });
            assertThat(opened).hasValue(3);
            assertThat(rows(connection)).isEqualTo(once);
        }
    }

    private static void consume(String group, CellConsumer.Database database)
            throws InterruptedException, ExecutionException {
        var kafka = new Properties();
        kafka.put("bootstrap.servers", setting("spring.kafka.bootstrap-servers"));
        kafka.put("group.id", group);
        try (var thread = Executors.newSingleThreadExecutor();
                var admin = Admin.create(Map.of("bootstrap.servers", setting("spring.kafka.bootstrap-servers")));
                var consumer = new CellConsumer(kafka, database)) {
            Future<?> run = thread.submit(() -> {
                consumer.run();
                return null;
            });
            await().atMost(TIME).until(() -> run.isDone() || hasReadAll(admin, group));
            consumer.stop();
            run.get();
        }
    }

    private static boolean hasReadAll(Admin admin, String group) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        admin.describeTopics(List.of("cellmill.events")).allTopicNames().get().get("cellmill.events").partitions()
                .forEach(partition -> partitions.put(new TopicPartition("cellmill.events", partition.partition()),
                        OffsetSpec.latest()));
        var committed = admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
        return admin.listOffsets(partitions).all().get().entrySet().stream()
                .allMatch(end -> end.getValue().offset() == 0
                        || committed.get(end.getKey()) != null
                                && committed.get(end.getKey()).offset() == end.getValue().offset());
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(setting("spring.datasource.url"),
                setting("spring.datasource.username"), setting("spring.datasource.password"));
    }

    private static String setting(String name) {
        return Objects.requireNonNull(ENVIRONMENT.get()).getRequiredProperty(name);
    }

    private static List<String> rows(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var found = statement.executeQuery(
                        "SELECT row || '|' || column_name || '|' || value FROM cell_value ORDER BY row, column_name")) {
            List<String> rows = new ArrayList<>();
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        }
    }

    private String submit(CellmillClient client) throws IOException {
        Path csv = Files.write(folder.resolve("rows.csv"), IntStream.range(-1, ROWS)
                .mapToObj(row -> row < 0 ? "url" : "https://www.example%d.com/x".formatted(row)).toList());
        String sheet = client.uploadCsv(csv, "rows").path("id").asString();
        return client.submit(Json.MAPPER.readTree("""
                {"sheet": "%s", "columns": [{"name": "site", "provider": "domain", "inputs": {"url": "{{url}}"},
                 "field": "domain"}]}""".formatted(sheet))).path("id").asString();
    }
}
