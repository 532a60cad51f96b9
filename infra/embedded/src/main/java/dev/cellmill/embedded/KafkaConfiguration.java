package dev.cellmill.embedded;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The broker's configuration: one node, two cores, little memory. */
final class KafkaConfiguration {
    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";

    private static final int MEGABYTE = 1024 * 1024;

    private KafkaConfiguration() {}

    /** As texts: the broker parses those into whichever type of number each key has. */
    static Map<String, String> of(Path folder, int port, int controllerPort, List<KafkaListener> more) {
        var settings = new HashMap<String, String>();
        node(folder, port, controllerPort).forEach((key, value) -> settings.put(key, value.toString()));
        topics().forEach((key, value) -> settings.put(key, value.toString()));
        sizes().forEach((key, value) -> settings.put(key, value.toString()));
        for (KafkaListener listener : more) {
            String name = "," + listener.name() + ":";
            settings.merge("listeners", name + "//127.0.0.1:" + listener.port(), String::concat);
            settings.merge("advertised.listeners", name + "//127.0.0.1:" + listener.advertisedPort(), String::concat);
            settings.merge("listener.security.protocol.map", name + "PLAINTEXT", String::concat);
        }
        return settings;
    }

    private static Map<String, Object> node(Path folder, int port, int controllerPort) {
        return Map.of(
                "process.roles", "broker,controller",
                "node.id", NODE,
                "controller.quorum.voters", NODE + "@127.0.0.1:" + controllerPort,
                "controller.listener.names", CONTROLLER,
                "listeners", "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort,
                "advertised.listeners", "PLAINTEXT://127.0.0.1:" + port,
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "log.dirs", folder.toString(),
                // a start after a death waits until the controller gives up the broker that died
                "broker.session.timeout.ms", 3_000,
                "broker.heartbeat.interval.ms", 500);
    }

    private static Map<String, Object> topics() {
        return Map.of(
                "auto.create.topics.enable", false,
                "offsets.topic.replication.factor", 1,
                "offsets.topic.num.partitions", 8,
                "transaction.state.log.replication.factor", 1,
                "transaction.state.log.min.isr", 1,
                "transaction.state.log.num.partitions", 4,
                "share.coordinator.state.topic.replication.factor", 1,
                "share.coordinator.state.topic.min.isr", 1,
                // consumers may commit as much metadata as the protocol can carry: a bitmap of what is finished, say
                "offset.metadata.max.bytes", Short.MAX_VALUE,
                // a group of one does not wait for others
                "group.initial.rebalance.delay.ms", 0);
    }

    private static Map<String, Object> sizes() {
        return Map.ofEntries(
                Map.entry("num.network.threads", 2),
                Map.entry("num.io.threads", 2),
                Map.entry("background.threads", 2),
                Map.entry("num.replica.fetchers", 1),
                Map.entry("group.coordinator.threads", 1),
                Map.entry("share.coordinator.threads", 1),
                // both cores read the logs back after a death
                Map.entry("num.recovery.threads.per.data.dir", 2),
                Map.entry("log.segment.bytes", 128 * MEGABYTE),
                Map.entry("log.index.size.max.bytes", MEGABYTE),
                Map.entry("log.cleaner.dedupe.buffer.size", 4 * MEGABYTE),
                Map.entry("log.cleaner.io.buffer.size", 128 * 1024),
                // nobody reads its figures over JMX, and there are thousands to register at a start
                Map.entry("metric.reporters", ""),
                Map.entry("metrics.jmx.exclude", ".*"),
                Map.entry("queued.max.requests", 100),
                Map.entry("message.max.bytes", 16 * MEGABYTE));
    }
}
