package dev.cellmill.faults.cluster;

import dev.cellmill.embedded.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a rig left behind that was killed before it could end its processes. */
public final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Pattern CLUSTER = Pattern.compile("cluster-(\\d+)");

    private Leftovers() {}

    /** The folder of the cluster of this process. @param folder of all clusters */
    public static Path own(Path folder) {
        return folder.resolve("cluster-" + ProcessHandle.current().pid());
    }

    /** Ends the processes of clusters whose rig is no more, and removes all but their logs. */
    public static void remove(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> clusters;
        try (var all = Files.list(folder)) {
            clusters = all.filter(Leftovers::isOrphaned).toList();
        }
        for (Path cluster : clusters) {
            LOG.info("removing what an earlier run left in {}", cluster);
            end(cluster.toAbsolutePath().normalize());
            for (String disk : Disk.NAMES) {
                Disk.unmount(cluster.resolve(disk));
            }
            clear(cluster);
        }
    }

    /** What its processes said stays: it may be about a violation. @param cluster whose processes have ended */
    public static void clear(Path cluster) throws IOException {
        List<Path> content;
        try (var all = Files.list(cluster)) {
            content = all.filter(path -> !path.toString().endsWith(".log")).toList();
        }
        for (Path path : content) {
            Folders.delete(path);
        }
    }

    private static boolean isOrphaned(Path cluster) {
        var name = CLUSTER.matcher(cluster.getFileName().toString());
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }

    /** Each names the folder in its command. */
    private static void end(Path cluster) {
        List<ProcessHandle> left = ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(cluster + "/")).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        left.forEach(process -> process.onExit().join());
    }
}
