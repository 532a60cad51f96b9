package dev.cellmill.benchmark;

import dev.cellmill.embedded.EmbeddedKafka;
import dev.cellmill.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.util.FileSystemUtils;

/** A broker and a database on a folder of their own, without any service. Closing deletes the folder. */
final class EmbeddedServers implements AutoCloseable {
    private final Path folder;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;

    private EmbeddedServers(Path folder, EmbeddedKafka kafka, EmbeddedPostgres postgres) {
        this.folder = folder;
        this.kafka = kafka;
        this.postgres = postgres;
    }

    static EmbeddedServers start() throws IOException {
        Path folder = Files.createTempDirectory("cellmill-bench");
        return new EmbeddedServers(
                folder,
                EmbeddedKafka.start(folder.resolve("kafka")),
                EmbeddedPostgres.start(folder.resolve("postgres")));
    }

    String bootstrap() {
        return kafka.bootstrap();
    }

    DataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(postgres.url());
        source.setUser(EmbeddedPostgres.USER);
        source.setPassword(postgres.password());
        return source;
    }

    /** As arguments of a service, which outweigh its configuration files. */
    String[] arguments() {
        return new String[]{
                "--spring.datasource.url=" + postgres.url(),
                "--spring.datasource.username=" + EmbeddedPostgres.USER,
                "--spring.datasource.password=" + postgres.password(),
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrap()};
    }

    /** Set as the services' own are. */
    KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers", kafka.bootstrap(),
                        "acks", "all",
                        "enable.idempotence", true,
                        "compression.type", "lz4",
                        "linger.ms", 3,
                        "batch.size", 131_072),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @Override
    public void close() throws IOException {
        kafka.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(folder);
    }
}
