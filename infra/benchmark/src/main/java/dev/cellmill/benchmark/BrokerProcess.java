package dev.cellmill.benchmark;

import dev.cellmill.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** The broker as a process of its own, so that what it takes is not taken for Cellmill's. Ends with its standard input. */
final class BrokerProcess {
    private BrokerProcess() {}

    /** @param arguments its folder and its port */
    public static void main(String... arguments) throws IOException {
        try (var broker = EmbeddedKafka.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]))) {
            System.out.println(broker.bootstrap());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        System.exit(0);
    }
}
