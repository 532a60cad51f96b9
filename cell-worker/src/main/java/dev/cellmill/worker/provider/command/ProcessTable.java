package dev.cellmill.worker.provider.command;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes of this machine as Linux shows them; proc(5). Looking at all of them costs milliseconds, so those who ask at
 * the same time share one look. Thread-safe.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final double TICKS_PER_SECOND = 100;
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int SESSION = 3;
    private static final int STARTED = 19;

    private List<Row> rows = List.of();
    private long readAt = System.nanoTime();

    /** @param started in ticks since the machine's start */
    record Row(long id, long parent, long session, long started) {}

    /** Whether this system has one. */
    static boolean isThere() {
        return Files.isReadable(PROC.resolve("self/environ"));
    }

    /** In ticks since the machine's start; a process that starts from here on has no lower one. */
    static long now() throws IOException {
        String uptime = text(PROC.resolve("uptime"));
        return (long) (Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * TICKS_PER_SECOND) - 1;
    }

    /** As they are now or later; without those that have ended and only wait for their parent to see it. */
    List<Row> read() {
        long asked = System.nanoTime();
        synchronized (this) {
            if (readAt - asked < 0) {
                readAt = System.nanoTime();
                rows = look();
            }
            return rows;
        }
    }

    private static List<Row> look() {
        var rows = new ArrayList<Row>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                Row row = row(folder);
                if (row != null) {
                    rows.add(row);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("/proc cannot be read, so no process can be found; mount it", e);
        }
        return rows;
    }

    /** Whether a process was started with the variable, or by one that was. Empty for those of other users. */
    static boolean hasVariable(long id, String nameAndValue) {
        try {
            return ("\0" + text(PROC.resolve(id + "/environ"))).contains("\0" + nameAndValue + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** Null if it has ended. */
    private static @Nullable Row row(Path folder) {
        try {
            String stat = text(folder.resolve("stat"));
            // the name may hold anything, blanks and parentheses too
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            boolean ended = "ZX".contains(fields[STATE]);
            return ended
                    ? null
                    : new Row(Long.parseLong(folder.getFileName().toString()), Long.parseLong(fields[PARENT]),
                            Long.parseLong(fields[SESSION]), Long.parseLong(fields[STARTED]));
        } catch (IOException e) {
            return null;
        }
    }

    /** Through a stream: a channel of an interrupted thread reads nothing, and a process would pass for ended. */
    private static String text(Path file) throws IOException {
        try (var stream = new FileInputStream(file.toFile())) {
            return new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
