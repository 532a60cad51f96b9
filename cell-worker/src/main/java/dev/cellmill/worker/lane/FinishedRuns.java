package dev.cellmill.worker.lane;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A bitmap as the lengths of its runs, by turns unfinished and finished, each a variable-length integer, in Base64.
 * A text that is cut after a pair of runs is still right: what it no longer tells is done again.
 */
final class FinishedRuns {
    private static final String PREFIX = "r1:";
    private static final int PAYLOAD = 0x7f;
    private static final int MORE = 0x80;
    private static final int SHIFT = 7;

    private FinishedRuns() {}

    /**
     * @param from where the first run, of unfinished bits, begins
     * @return empty if nothing after {@code from} is finished
     */
    static String write(BitSet finished, int from, int maxLength) {
        var bytes = new ByteArrayOutputStream();
        int maxBytes = (maxLength - PREFIX.length()) / 4 * 3;
        int at = from;
        for (int begin = finished.nextSetBit(at); begin >= 0; begin = finished.nextSetBit(at)) {
            int end = finished.nextClearBit(begin);
            if (bytes.size() + length(begin - at) + length(end - begin) > maxBytes) {
                break;
            }
            writeNumber(bytes, begin - at);
            writeNumber(bytes, end - begin);
            at = end;
        }
        return bytes.size() == 0 ? "" : PREFIX + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** Bit 0 is where the first run began. Of a text that this class did not write, nothing is known. */
    static BitSet read(@Nullable String text) {
        if (text == null || !text.startsWith(PREFIX)) {
            return new BitSet();
        }
        try {
            return readRuns(Base64.getDecoder().decode(text.substring(PREFIX.length())));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            return new BitSet();
        }
    }

    private static BitSet readRuns(byte[] bytes) {
        var finished = new BitSet();
        int at = 0;
        boolean isFinished = false;
        for (int i = 0; i < bytes.length; isFinished = !isFinished) {
            int run = 0;
            int shift = 0;
            do {
                run |= (bytes[i] & PAYLOAD) << shift;
                shift += SHIFT;
            } while ((bytes[i++] & MORE) != 0);
            int end = Math.addExact(at, run);
            if (isFinished) {
                finished.set(at, end);
            }
            at = end;
        }
        return finished;
    }

    private static int length(int number) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(number) + SHIFT - 1) / SHIFT);
    }

    private static void writeNumber(ByteArrayOutputStream bytes, int number) {
        int rest = number;
        while (rest > PAYLOAD) {
            bytes.write(rest & PAYLOAD | MORE);
            rest >>>= SHIFT;
        }
        bytes.write(rest);
    }
}
