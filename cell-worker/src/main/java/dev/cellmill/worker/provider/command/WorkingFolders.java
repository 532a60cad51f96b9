package dev.cellmill.worker.provider.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * This worker's folder, in which each call has one of its own. A lock that the worker holds while it lives tells its folder
 * from what one that was killed left behind. Thread-safe.
 */
final class WorkingFolders implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WorkingFolders.class);

    private static final String PREFIX = "cellmill-command-";
    private static final String LOCK = "lock";

    /** Of this process: looking at the lock of one would give it up; fcntl(2). */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;
    private final AtomicLong calls = new AtomicLong();

    private WorkingFolders(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /** Makes this worker's, for nobody else to read, and removes those of dead workers. */
    static WorkingFolders below(Path temporary) throws IOException {
        removeLeftovers(temporary);
        Path folder = Files.createTempDirectory(temporary, PREFIX);
        OWN.add(folder);
        // locked under another name, so that there is no moment in which it passes for a dead worker's
        Path unnoticed = folder.resolve(LOCK + ".new");
        FileChannel lock = FileChannel.open(unnoticed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        lock.lock();
        Files.move(unnoticed, folder.resolve(LOCK), StandardCopyOption.ATOMIC_MOVE);
        return new WorkingFolders(folder, lock);
    }

    Path folder() {
        return folder;
    }

    /** What no other call's is called, on this machine and for all time. */
    String nextName() {
        return folder.getFileName() + "." + calls.incrementAndGet();
    }

    /** With all that is in it. */
    static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            log.warn("the folder {} cannot be deleted ({}); it is left and tried again at the next start", folder,
                    e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        delete(folder);
        lock.close();
        OWN.remove(folder);
    }

    private static void removeLeftovers(Path temporary) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path folder : folders) {
                if (!OWN.contains(folder) && isLeft(folder)) {
                    log.info("removing {}, left by a worker that died", folder);
                    delete(folder);
                }
            }
        }
    }

    private static boolean isLeft(Path folder) {
        try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        } catch (IOException e) {
            // another user's, or one that is just being made
            return false;
        }
    }
}
