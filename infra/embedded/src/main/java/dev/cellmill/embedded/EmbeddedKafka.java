package dev.cellmill.embedded;

import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker and controller in one, within this process, on loopback. What was acknowledged survives the death of the
 * process; it is not flushed to disk per record, so not that of the operating system.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Returns when the broker answers; on a free port. */
    public static EmbeddedKafka start(Path folder) {
        return start(folder, FreePort.find());
    }

    /**
     * Returns when the broker answers.
     *
     * @param folder made if it is not there; else its topics are found again
     * @throws NoRoom if the disk is full, or nearly so
     */
    public static EmbeddedKafka start(Path folder, int port) {
        return start(folder, port, List.of());
    }

    /** The same, where some clients come by ways of their own. */
    public static EmbeddedKafka start(Path folder, int port, List<KafkaListener> more) {
        Path data = folder.toAbsolutePath().normalize();
        KafkaFolder.format(data);
        NoRoom.refuse(data);
        var server = new KafkaRaftServer(
                new KafkaConfig(KafkaConfiguration.of(data, port, FreePort.find(), more)), Time.SYSTEM);
        server.startup();
        return new EmbeddedKafka(server, port);
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** Stops in order, so that the next start has nothing to recover. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        log.debug("broker stopped");
    }
}
