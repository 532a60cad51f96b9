package dev.cellmill.worker.lane;

import java.util.BitSet;

/**
 * Which offsets of one partition are finished. Offsets are handed out in order and finished in any order. The
 * watermark is the first that is not finished: everything before it may be committed. What is finished beyond it
 * travels in the commit's metadata, so that one slow cell costs no replays. Thread-safe.
 */
final class OffsetTracker {
    private static final int FORGET_AFTER = 1 << 13;

    /** The offset of bit 0. */
    private long base;
    private BitSet finished;
    private long watermark;
    /** One past the last offset handed out. */
    private long next;
    private int inFlight;

    /**
     * @param committed where reading begins
     * @param finished what was finished beyond it, bit 0 being {@code committed}
     */
    OffsetTracker(long committed, BitSet finished) {
        this.base = committed;
        this.finished = (BitSet) finished.clone();
        this.next = committed;
        this.watermark = committed;
        advance();
    }

    /**
     * Offsets that the log leaves out count as finished.
     *
     * @return whether the offset is to be worked on; false if it was finished before
     * @throws IllegalArgumentException if it is not beyond the last one handed out
     */
    synchronized boolean handOut(long offset) {
        if (offset < next) {
            throw new IllegalArgumentException("offset %d was handed out, the next is %d".formatted(offset, next));
        }
        skipTo(offset);
        next = offset + 1;
        if (offset < watermark || finished.get(bit(offset))) {
            return false;
        }
        inFlight++;
        return true;
    }

    /** Finishing an offset twice changes nothing. */
    synchronized void finish(long offset) {
        if (offset < watermark || finished.get(bit(offset))) {
            return;
        }
        finished.set(bit(offset));
        inFlight--;
        advance();
    }

    /** Whether the log was rewound: an offset that comes now was handed out before. */
    synchronized boolean isBehind(long offset) {
        return offset < next;
    }

    synchronized long watermark() {
        return watermark;
    }

    /** Offsets handed out and not finished. */
    synchronized int inFlight() {
        return inFlight;
    }

    /** Offsets from the watermark to the last one handed out. */
    synchronized long gap() {
        return next - watermark;
    }

    /** What to commit, of one moment: the runs are counted from the watermark, and a finish moves both. */
    synchronized Snapshot snapshot(int maxLength) {
        return new Snapshot(watermark, FinishedRuns.write(finished, bit(watermark), maxLength));
    }

    /** @param finishedBeyond what is finished beyond the watermark, as {@link FinishedRuns} writes it */
    record Snapshot(long watermark, String finishedBeyond) {}

    private void skipTo(long offset) {
        // what a predecessor finished may reach beyond what was handed out here, and is forgotten already
        long from = Math.max(next, watermark);
        if (from == watermark && offset - base > FORGET_AFTER) {
            forgetBefore(offset);
        } else if (offset > from) {
            finished.set(bit(from), bit(offset));
        }
        advance();
    }

    private void advance() {
        int unfinished = finished.nextClearBit(bit(watermark));
        watermark = base + unfinished;
        if (unfinished > FORGET_AFTER) {
            forgetBefore(watermark);
        }
    }

    private void forgetBefore(long offset) {
        int length = finished.length();
        finished = offset - base >= length ? new BitSet() : finished.get(bit(offset), length);
        base = offset;
        watermark = Math.max(watermark, offset);
    }

    private int bit(long offset) {
        return Math.toIntExact(offset - base);
    }
}
