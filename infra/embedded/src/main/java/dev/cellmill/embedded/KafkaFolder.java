package dev.cellmill.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** The folder of a single-node broker. */
final class KafkaFolder {

    private KafkaFolder() {}

    /** Writes what a broker expects of its folder; a folder that has it stays as it is. */
    static void format(Path folder) {
        try {
            OwnFolder.make(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the broker's folder " + folder, e);
        }
        if (Files.exists(folder.resolve("meta.properties"))) {
            return;
        }
        try (var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(KafkaConfiguration.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(KafkaConfiguration.CONTROLLER)
                    .setMetadataLogDirectory(folder.toString())
                    .addDirectory(folder.toString())
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's folder %s could not be formatted".formatted(folder), e);
        }
    }
}
