package dev.cellmill.standalone;

import dev.cellmill.common.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/**
 * Files in the data folder that tell a Prometheus on this machine which ports the worker processes took, one each, as its
 * {@code file_sd_configs} reads them.
 */
final class ScrapeTargets {
    private static final String FOLDER = "scrape";
    private static final String SUFFIX = ".json";

    private ScrapeTargets() {}

    /** Those of an earlier run answer no more. */
    static void clear(Path data) {
        try {
            Path folder = Files.createDirectories(data.resolve(FOLDER));
            try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("what an earlier run left in %s cannot be removed".formatted(data), e);
        }
    }

    static Path file(Path data, String worker) {
        return data.resolve(FOLDER).resolve(worker + SUFFIX).toAbsolutePath();
    }

    /** In place of what it said before; Prometheus never reads a half. */
    static void write(Path file, int port) {
        var target = List.of(Map.of("targets", List.of("127.0.0.1:" + port), "labels",
                Map.of("system", "cellmill", "service", "cell-worker")));
        try {
            Path whole = Files.writeString(file.resolveSibling(file.getFileName() + ".new"),
                    Json.MAPPER.writeValueAsString(target));
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(file), e);
        }
    }
}
