package dev.cellmill.faults.cluster;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.cellmill.embedded.EmbeddedKafka;
import dev.cellmill.embedded.KafkaListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker as a process of its own: FOLDER PORT [NAME:PORT:ADVERTISED …]. Ends in order on SIGTERM. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String... arguments) throws InterruptedException {
        ProcessHandle.current().parent().ifPresent(
                // nobody is left to stop it
                parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        List<KafkaListener> more = Arrays.stream(arguments).skip(2).map(text -> text.split(":"))
                .map(parts -> new KafkaListener(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2])))
                .toList();
        var kafka = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]), more);
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        Thread.currentThread().join();
    }
}
