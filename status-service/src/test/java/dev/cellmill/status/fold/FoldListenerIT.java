package dev.cellmill.status.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cellmill.common.id.CellKey;
import dev.cellmill.common.id.JobId;
import dev.cellmill.common.kafka.CellRecords;
import dev.cellmill.common.kafka.KafkaSettings;
import dev.cellmill.common.kafka.TopicCreator;
import dev.cellmill.common.kafka.Topics;
import dev.cellmill.common.message.CellEvent;
import dev.cellmill.common.state.CellState;
import dev.cellmill.common.trace.Traces;
import dev.cellmill.testkit.Backends;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** The event topic is the real one, since its name is fixed; jobs of other tests are unknown here and passed over. */
class FoldListenerIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final AtomicBoolean AWAY = new AtomicBoolean();
    private static final FoldDatabase DATABASE = new FoldDatabase(FoldListenerIT::sometimesAway);
    private static KafkaTemplate<byte[], byte[]> producer;
    private static ConcurrentMessageListenerContainer<byte[], byte[]> container;

    @BeforeAll
    static void start() {
        var kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of(Backends.kafkaBootstrap()));
        kafka.getConsumer().setKeyDeserializer(ByteArrayDeserializer.class);
        kafka.getConsumer().setValueDeserializer(ByteArrayDeserializer.class);
        kafka.getConsumer().setEnableAutoCommit(false);
        kafka.getConsumer().setAutoOffsetReset("earliest");
        kafka.getProducer().setKeySerializer(ByteArraySerializer.class);
        kafka.getProducer().setValueSerializer(ByteArraySerializer.class);
        producer = new KafkaTemplate<>(new DefaultKafkaProducerFactory<>(kafka.buildProducerProperties()));
        var topics = new TopicCreator(new KafkaAdmin(kafka.buildAdminProperties()), new KafkaSettings((short) 1));
        topics.createShared();
        var deadLetters = new DeadLetters(producer, topics);
        container = new FoldConfiguration().foldListenerContainer(kafka, new FoldSettings(500, 1),
                new EventReader(DATABASE.batch, deadLetters), new FoldRecords(DATABASE.batch, deadLetters),
                new FoldMeters(DATABASE.meters, provider -> "test"), Traces.OFF, topics);
        container.setBeanName("fold");
        container.start();
    }

    @AfterAll
    static void stop() {
        container.stop();
        producer.destroy();
    }

    @Test
    void eventsFromTheTopicAreFolded() throws SQLException {
        JobId job = DATABASE.newJob(1_000, 1);
        for (int row = 0; row < 1_000; row++) {
            producer.send(CellRecords.of(Events.done(job, row, 0)));
        }
        awaitCompletion(job);
        assertThat(DATABASE.audit(job)).contains("equal=true");
    }

    @Test
    void whatTheDatabaseRefusesFailsItsOwnCellAlone() throws SQLException {
        JobId job = DATABASE.newJob(20, 1);
        for (int row = 0; row < 20; row++) {
            producer.send(CellRecords.of(Events.done(job, row, 0, row == 7 ? "a NUL: \0" : "fine")));
        }
        awaitCompletion(job);
        Map<CellKey, Cell> cells = StoredCells.all(DATABASE.source, job);
        Cell rejected = cells.get(new CellKey(job, 7, 0));
        assertThat(rejected.outcome().state()).isEqualTo(CellState.FAILED);
        assertThat(rejected.outcome().error()).contains("record.rejected");
        assertThat(rejected.totals().cost()).isEqualTo(5);
        assertThat(cells.values()).filteredOn(cell -> cell.outcome().state() == CellState.DONE).hasSize(19);
        assertThat(DATABASE.audit(job)).contains("equal=true");
        assertThat(reasonsOfDeadLetters(job)).singleElement().asString().startsWith("22P05");
    }

    @Test
    void anUnreadableRecordFailsTheCellThatItsHeadersName() throws SQLException {
        JobId job = DATABASE.newJob(2, 1);
        ProducerRecord<byte[], byte[]> good = CellRecords.of((CellEvent) Events.done(job, 0, 0));
        producer.send(new ProducerRecord<>(good.topic(), null, good.key(), utf8("{broken"), good.headers()));
        producer.send(new ProducerRecord<>(good.topic(), null, good.key(), utf8("{nobody's"), List.of()));
        producer.send(CellRecords.of(Events.done(job, 1, 0)));
        awaitCompletion(job);
        Cell cell = StoredCells.all(DATABASE.source, job).get(new CellKey(job, 0, 0));
        assertThat(cell.outcome().error()).contains("record.rejected");
        assertThat(reasonsOfDeadLetters(job)).singleElement().asString().startsWith("unreadable");
    }

    @Test
    void recordsThatAreTooLargeToBeKeptOrHaveEmptyHeadersHoldNobodyUp() throws SQLException {
        JobId job = DATABASE.newJob(2, 1);
        ProducerRecord<byte[], byte[]> good = CellRecords.of((CellEvent) Events.done(job, 0, 0));
        Map<String, Object> roomy = Map.of("bootstrap.servers", Backends.kafkaBootstrap(), "max.request.size",
                4_000_000);
        try (var another = new KafkaProducer<>(roomy, new ByteArraySerializer(), new ByteArraySerializer())) {
            another.send(new ProducerRecord<>(good.topic(), null, good.key(), new byte[2_000_000], good.headers()));
        }
        var headless = new ProducerRecord<>(good.topic(), good.key(), utf8("{broken"));
        headless.headers().add("cellmill-cell", null);
        producer.send(headless);
        producer.send(CellRecords.of(Events.done(job, 1, 0)));
        awaitCompletion(job);
        Cell cell = StoredCells.all(DATABASE.source, job).get(new CellKey(job, 0, 0));
        assertThat(cell.outcome().error()).contains("record.rejected");
        assertThat(reasonsOfDeadLetters(job)).singleElement().asString().endsWith("too large to be kept");
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        JobId job = DATABASE.newJob(5, 1);
        AWAY.set(true);
        for (int row = 0; row < 5; row++) {
            producer.send(CellRecords.of(Events.done(job, row, 0)));
        }
        await().atMost(SOON).until(() -> DATABASE.refusals.get() > 2);
        AWAY.set(false);
        awaitCompletion(job);
    }

    private static void awaitCompletion(JobId job) {
        await().atMost(SOON).until(() -> "completed".equals(DATABASE.job(job).get("state")));
    }

    private static List<String> reasonsOfDeadLetters(JobId job) {
        var partition = new TopicPartition(Topics.deadLetter(Topics.EVENTS), 0);
        List<String> reasons = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", Backends.kafkaBootstrap());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(100))) {
                    var owner = letter.headers().lastHeader("cellmill-cell");
                    if (owner != null && owner.value() != null
                            && new String(owner.value(), StandardCharsets.UTF_8).startsWith(job.toString())) {
                        reasons.add(new String(letter.headers().lastHeader("cellmill-reason").value(),
                                StandardCharsets.UTF_8));
                    }
                }
            }
        }
        return reasons;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static DataSource sometimesAway(DataSource source, Runnable refused) {
        return new DelegatingDataSource(source) {
            @Override
            public Connection getConnection() throws SQLException {
                if (AWAY.get()) {
                    refused.run();
                    throw new SQLException("the database is away", "08001");
                }
                return super.getConnection();
            }
        };
    }
}
