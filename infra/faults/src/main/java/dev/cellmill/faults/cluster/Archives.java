package dev.cellmill.faults.cluster;

import dev.cellmill.faults.plan.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Classes of services as the JVM keeps them for a quicker start, one archive for each service, written when a process of it
 * ends in order. A start takes half the time with one, and the rig makes hundreds.
 *
 * @param folder where they outlive a cluster; null for none
 */
record Archives(@Nullable Path folder) {

    List<String> options(Service service) {
        return folder == null
                ? List.of()
                : List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + file(folder, service),
                        "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    /** Services that have none yet. */
    Stream<Service> missing() {
        Path in = folder;
        return in == null
                ? Stream.empty()
                : Stream.of(Service.values()).filter(service -> !Files.exists(file(in, service)));
    }

    private static Path file(Path folder, Service service) {
        return folder.resolve(service.process(0) + ".jsa");
    }
}
