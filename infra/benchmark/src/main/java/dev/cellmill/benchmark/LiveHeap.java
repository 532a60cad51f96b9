package dev.cellmill.benchmark;

import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;

/** By how much the heap grows while something is done, garbage left out: the collector runs again and again meanwhile. */
final class LiveHeap {
    private static final double MEGABYTE = 1024.0 * 1024;

    private LiveHeap() {}

    /** What is done. */
    interface Work {
        void run() throws Exception;
    }

    /** In MB, at most. @param pause between two collections, which stop the work, in nanoseconds */
    static double growth(long pause, Work work) throws Exception {
        long before = live();
        var most = new long[]{before};
        Thread watch = Thread.ofPlatform().daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                most[0] = Math.max(most[0], live());
                LockSupport.parkNanos(pause);
            }
        });
        try {
            work.run();
        } finally {
            watch.interrupt();
            watch.join();
        }
        return (most[0] - before) / MEGABYTE;
    }

    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
