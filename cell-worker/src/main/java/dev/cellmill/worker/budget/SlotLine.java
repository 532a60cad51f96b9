package dev.cellmill.worker.budget;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Who waits for a slot of a provider, in the order in which they came. One of them at a time asks for all. Thread-safe. */
final class SlotLine {
    private static final double NANOS_PER_SECOND = 1e9;

    private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
    private boolean asking;

    /** A call that waits. */
    static final class Waiter {
        private final long tokens;
        private final long since;
        private final CountDownLatch granted = new CountDownLatch(1);
        private volatile long slot;
        private volatile long epoch;

        /** @param tokens that it asks for @param since by the clock of the budget, in nanoseconds */
        Waiter(long tokens, long since) {
            this.tokens = tokens;
            this.since = since;
        }

        long tokens() {
            return tokens;
        }

        /** When it may begin, by the clock of the budget; once it has left the line. */
        long slot() {
            return slot;
        }

        /** Of the slot. */
        long epoch() {
            return epoch;
        }

        /** Before it is told so by {@link #begins}. */
        void has(long slot, long epoch) {
            this.slot = slot;
            this.epoch = epoch;
        }

        void begins() {
            granted.countDown();
        }

        boolean await(long millis) throws InterruptedException {
            return granted.await(millis, TimeUnit.MILLISECONDS);
        }
    }

    /** @return whether nobody asks for all yet: the caller is to see to it */
    synchronized boolean join(Waiter waiter) {
        waiters.add(waiter);
        boolean isFirst = !asking;
        asking = true;
        return isFirst;
    }

    /** @return whether it was still waiting; if not, it has a slot */
    synchronized boolean leave(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** For whoever asks for all. @return the first ones; empty if nobody waits, and with it nobody asks any more */
    synchronized List<Waiter> next(int most) {
        asking = !waiters.isEmpty();
        return waiters.stream().limit(most).toList();
    }

    synchronized int size() {
        return waiters.size();
    }

    /** How long the first one has waited at a time, in seconds; 0 if nobody waits. */
    synchronized double longestWait(long now) {
        Waiter first = waiters.peek();
        return first == null ? 0 : (now - first.since) / NANOS_PER_SECOND;
    }
}
