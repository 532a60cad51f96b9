package dev.cellmill.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server would not survive its start in a folder, for want of room. The message is a sentence with the remedy. */
public final class NoRoom extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long MEGABYTE = 1 << 20;
    /** What a broker's recovery writes, and some more. */
    private static final long NEEDED = 64 * MEGABYTE;

    private NoRoom(String sentence) {
        super(sentence);
    }

    /**
     * A broker whose recovery finds the disk full takes its own metadata for corrupt at the start after that, and lets all
     * topics go.
     *
     * @throws NoRoom if there is less free than that needs
     */
    static void refuse(Path folder) {
        refuse(folder, NEEDED);
    }

    /** @param needed in bytes */
    static void refuse(Path folder, long needed) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < needed) {
                throw new NoRoom("There are %d MB free where %s is, and a safe start needs %d; make room first."
                        .formatted(free / MEGABYTE, folder, needed / MEGABYTE));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell how much room there is at " + folder, e);
        }
    }
}
