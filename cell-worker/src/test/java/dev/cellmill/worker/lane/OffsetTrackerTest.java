package dev.cellmill.worker.lane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class OffsetTrackerTest {
    private static final int ROOM = 60_000;

    @Property(tries = 300)
    void theWatermarkIsTheFirstUnfinishedOffsetWhateverTheOrder(
            @ForAll @LongRange(max = 1L << 40) long start,
            @ForAll @IntRange(min = 1, max = 400) int count,
            @ForAll long seed) {
        var random = new Random(seed);
        var tracker = new OffsetTracker(start, new BitSet());
        var open = new TreeSet<Long>();
        var toFinish = new ArrayList<Long>();
        long next = start;
        for (int i = 0; i < count; i++) {
            next += random.nextInt(5) == 0 ? random.nextInt(20) : 0;
            assertThat(tracker.handOut(next)).isTrue();
            open.add(next);
            toFinish.add(next);
            next++;
            if (random.nextBoolean()) {
                Collections.shuffle(toFinish, random);
                long done = toFinish.removeLast();
                tracker.finish(done);
                tracker.finish(done);
                open.remove(done);
            }
            assertThat(tracker.watermark()).isEqualTo(open.isEmpty() ? next : open.first());
            assertThat(tracker.inFlight()).isEqualTo(open.size());
            assertThat(tracker.gap()).isEqualTo(next - tracker.watermark());
        }
    }

    /** Whatever was finished before a restart, and however the log leaves offsets out. */
    @Property(tries = 20)
    void aSuccessorGoesOnWhereverItsPredecessorStood(
            @ForAll @LongRange(max = 1L << 40) long start,
            @ForAll @IntRange(max = 20_000) int known,
            @ForAll @IntRange(max = 4) int rarity,
            @ForAll long seed) {
        var random = new Random(seed);
        var finished = new BitSet();
        for (int bit = 1; bit < known; bit++) {
            finished.set(bit, random.nextInt(1 << rarity * 4) != 0);
        }
        var tracker = new OffsetTracker(start, finished);
        var open = new TreeSet<Long>();
        long next = start;
        while (next < start + known + 100) {
            long offset = next + (random.nextInt(5) == 0 ? random.nextInt(20) : 0);
            boolean isNew = !finished.get((int) (offset - start));
            assertThat(tracker.handOut(offset)).as("%d", offset - start).isEqualTo(isNew);
            if (isNew) {
                open.add(offset);
            }
            next = offset + 1;
            if (!open.isEmpty() && random.nextInt(4) != 0) {
                long done = open.pollFirst();
                tracker.finish(done);
                tracker.finish(done);
            }
            assertThat(tracker.inFlight()).isEqualTo(open.size());
            long unfinished = open.isEmpty() ? start + finished.nextClearBit((int) (next - start)) : open.first();
            assertThat(tracker.watermark()).isEqualTo(unfinished);
        }
    }

    @Property(tries = 100)
    void aSuccessorHandsOutExactlyWhatWasNotFinished(
            @ForAll @LongRange(max = 1L << 40) long start,
            @ForAll @IntRange(min = 1, max = 30_000) int count,
            @ForAll @IntRange(max = 100) int percentFinished,
            @ForAll long seed) {
        var random = new Random(seed);
        var tracker = new OffsetTracker(start, new BitSet());
        var open = new TreeSet<Long>();
        for (long offset = start; offset < start + count; offset++) {
            tracker.handOut(offset);
            open.add(offset);
        }
        for (long offset = start; offset < start + count; offset++) {
            if (random.nextInt(100) < percentFinished) {
                tracker.finish(offset);
                open.remove(offset);
            }
        }

        OffsetTracker.Snapshot committed = tracker.snapshot(ROOM);
        var successor = new OffsetTracker(committed.watermark(), FinishedRuns.read(committed.finishedBeyond()));
        var handedOut = new TreeSet<Long>();
        for (long offset = committed.watermark(); offset < start + count; offset++) {
            if (successor.handOut(offset)) {
                handedOut.add(offset);
            }
        }

        assertThat(handedOut).isEqualTo(open);
        assertThat(successor.inFlight()).isEqualTo(open.size());
        List.copyOf(open).forEach(successor::finish);
        assertThat(successor.watermark()).isEqualTo(start + count);
    }

    @Property(tries = 300)
    void metadataThatDoesNotFitLosesItsTailOnly(
            @ForAll @IntRange(min = 3, max = 400) int room, @ForAll @IntRange(max = 5_000) int size,
            @ForAll long seed) {
        var random = new Random(seed);
        var finished = new BitSet();
        for (int i = 1; i < size; i++) {
            finished.set(i, random.nextBoolean());
        }

        String text = FinishedRuns.write(finished, 0, room);
        BitSet read = FinishedRuns.read(text);

        assertThat(text.length()).isLessThanOrEqualTo(room);
        assertThat(read).isEqualTo(finished.get(0, read.length()));
    }

    @Property(tries = 300)
    void metadataHoldsAsManyRunsAsFit(@ForAll @IntRange(min = 3, max = 60) int room,
            @ForAll @IntRange(max = 1_000) int from, @ForAll("runs") List<Integer> runs) {
        var finished = new BitSet();
        var bytes = new ArrayList<Integer>();
        int at = from;
        int fitting = from;
        for (int run = 0; run + 1 < runs.size(); run += 2) {
            finished.set(at + runs.get(run), at + runs.get(run) + runs.get(run + 1));
            at += runs.get(run) + runs.get(run + 1);
            bytes.add(length(runs.get(run)) + length(runs.get(run + 1)));
            int inBase64 = (bytes.stream().mapToInt(Integer::intValue).sum() + 2) / 3 * 4;
            fitting = "r1:".length() + inBase64 <= room ? at : fitting;
        }

        String text = FinishedRuns.write(finished, from, room);

        assertThat(text.length()).isLessThanOrEqualTo(room);
        assertThat(FinishedRuns.read(text)).isEqualTo(finished.get(from, fitting));
    }

    /** Of a number in pieces of seven bits. */
    private static int length(int number) {
        return number < 1 << 7 ? 1 : number < 1 << 14 ? 2 : 3;
    }

    @Provide
    static Arbitrary<List<Integer>> runs() {
        return Arbitraries.of(1, 2, 3, 126, 127, 128, 129, 16_383, 16_384).list().ofMaxSize(40);
    }

    /** Offsets that others committed are read by whoever comes next, of another release too. */
    @Test
    void theFormatStaysAsItIsInTheBroker() {
        assertThat(runs(127, 1)).isEqualTo("r1:fwE=");
        assertThat(runs(128, 1)).isEqualTo("r1:gAEB");
        assertThat(runs(1, 300)).isEqualTo("r1:AawC");
        assertThat(FinishedRuns.read("r1:AawC")).isEqualTo(bits(1, 301));
    }

    private static String runs(int unfinished, int finished) {
        return FinishedRuns.write(bits(unfinished, unfinished + finished), 0, ROOM);
    }

    private static BitSet bits(int from, int to) {
        var bits = new BitSet();
        bits.set(from, to);
        return bits;
    }

    @Test
    void oneSlowCellAmongManyTakesAFewCharacters() {
        var tracker = new OffsetTracker(7, new BitSet());
        for (long offset = 7; offset < 50_000; offset++) {
            tracker.handOut(offset);
        }
        for (long offset = 8; offset < 50_000; offset++) {
            tracker.finish(offset);
        }
        assertThat(tracker.watermark()).isEqualTo(7);
        assertThat(tracker.snapshot(ROOM).finishedBeyond()).hasSizeLessThan(12);
    }

    @Test
    void aLongGapInTheLogTakesNoMemory() {
        var tracker = new OffsetTracker(0, new BitSet());
        assertThat(tracker.handOut(1L << 50)).isTrue();
        assertThat(tracker.watermark()).isEqualTo(1L << 50);
        tracker.finish(1L << 50);
        assertThat(tracker.watermark()).isEqualTo((1L << 50) + 1);
        assertThat(tracker.snapshot(ROOM).finishedBeyond()).isEmpty();
    }

    /** Found where the log leaves offsets out that are known to be finished: to be passed over once more, not looked up. */
    @Test
    void aGapBehindWhatAPredecessorFinishedChangesNothing() {
        var finished = new BitSet();
        finished.set(1, 20_000);
        var tracker = new OffsetTracker(0, finished);
        tracker.handOut(0);
        tracker.finish(0);
        assertThat(tracker.handOut(100)).isFalse();
        assertThat(tracker.watermark()).isEqualTo(20_000);
        assertThat(tracker.handOut(30_000)).isTrue();
        assertThat(tracker.watermark()).isEqualTo(30_000);
    }

    @Test
    void runsOnPastTheRangeOfAnInt() {
        long step = 1L << 26;
        var tracker = new OffsetTracker(0, new BitSet());
        for (long offset = 0; offset < 1L << 32; offset += step) {
            tracker.handOut(offset);
            tracker.handOut(offset + step - 1);
            tracker.finish(offset);
            tracker.finish(offset + step - 1);
        }
        assertThat(tracker.watermark()).isEqualTo(1L << 32);
        assertThat(tracker.inFlight()).isZero();
    }

    /** So that what is finished must be forgotten while something is under way, not only in a moment of rest. */
    @Test
    void runsOnPastTheRangeOfAnIntWithoutARest() {
        long step = 1L << 26;
        var tracker = new OffsetTracker(0, new BitSet());
        tracker.handOut(0);
        for (long offset = step; offset <= 1L << 32; offset += step) {
            tracker.handOut(offset);
            tracker.finish(offset - step);
            assertThat(tracker.watermark()).isEqualTo(offset);
        }
        assertThat(tracker.inFlight()).isEqualTo(1);
    }

    @Test
    void whatIsFinishedWhereReadingBeginsIsBehindTheWatermarkAtOnce() {
        var tracker = new OffsetTracker(5, bits(0, 3));
        assertThat(tracker.watermark()).isEqualTo(8);
        assertThat(tracker.handOut(7)).isFalse();
        assertThat(tracker.handOut(8)).isTrue();
    }

    @Test
    void foreignMetadataTellsNothing() {
        assertThat(FinishedRuns.read(null).isEmpty()).isTrue();
        assertThat(FinishedRuns.read("").isEmpty()).isTrue();
        assertThat(FinishedRuns.read("r1:***").isEmpty()).isTrue();
        assertThat(FinishedRuns.read("r1://///////w==").isEmpty()).isTrue();
        assertThat(FinishedRuns.read("r2:AQE=").isEmpty()).isTrue();
    }

    @Test
    void anOffsetIsHandedOutOnce() {
        var tracker = new OffsetTracker(5, new BitSet());
        tracker.handOut(5);
        assertThat(tracker.isBehind(5)).isTrue();
        assertThat(tracker.isBehind(6)).isFalse();
        assertThatThrownBy(() -> tracker.handOut(5)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The runs are counted from the watermark: of two moments they would name the slow one as finished. */
    @Test
    void whatIsCommittedWhileOthersFinishNeverNamesASlowOne() throws InterruptedException {
        int slow = 300_000;
        int beyond = 1_000;
        var tracker = new OffsetTracker(0, new BitSet());
        for (int offset = 0; offset <= slow + beyond; offset++) {
            tracker.handOut(offset);
            if (offset > slow) {
                tracker.finish(offset);
            }
        }
        Thread finisher = Thread.ofPlatform().start(() -> {
            for (int offset = 0; offset < slow; offset++) {
                tracker.finish(offset);
            }
        });
        while (finisher.isAlive()) {
            OffsetTracker.Snapshot committed = tracker.snapshot(ROOM);
            var successor = new OffsetTracker(committed.watermark(), FinishedRuns.read(committed.finishedBeyond()));
            assertThat(successor.handOut(slow)).isTrue();
            assertThat(successor.handOut(slow + 1)).isFalse();
        }
        finisher.join();
        assertThat(tracker.watermark()).isEqualTo(slow);
    }
}
