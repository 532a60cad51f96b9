package dev.cellmill.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The most heap that this process used while it was watched, garbage included, sampled every 20 ms. */
final class PeakMemory implements AutoCloseable {
    private static final long INTERVAL_NANOS = 20_000_000;
    private static final double MEGABYTE = 1024.0 * 1024;
    private static final double KILOBYTES_PER_MEGABYTE = 1024.0;

    private final AtomicLong heap = new AtomicLong();
    private final Thread watcher = Thread.ofPlatform().daemon().name("peak-memory").start(this::watch);

    double heapMegabytes() {
        return heap.get() / MEGABYTE;
    }

    /** The resident memory of this process now, in MB; 0 where the system does not tell. */
    static double residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KILOBYTES_PER_MEGABYTE)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch() {
        while (!Thread.currentThread().isInterrupted()) {
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            heap.accumulateAndGet(used, Math::max);
            LockSupport.parkNanos(INTERVAL_NANOS);
        }
    }
}
