package dev.cellmill.worker.lane;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which worker has a call under way for an offset of a partition that it has lost. It travels in the commit's metadata, after
 * what is finished, as {@code ;worker@first offset=runs}: whoever has the partition now neither repeats such a call nor gives
 * its cell back while that worker lives, for its end comes as an event.
 */
final class CallsElsewhere {
    private static final char SEPARATOR = ';';
    private static final Pattern ENTRY = Pattern.compile(";([^;=@]+)@(\\d{1,18})=([^;]*)");

    private CallsElsewhere() {}

    /** What {@link FinishedRuns} wrote of the same metadata. */
    static @Nullable String finished(@Nullable String metadata) {
        int end = metadata == null ? -1 : metadata.indexOf(SEPARATOR);
        return end < 0 ? metadata : metadata.substring(0, end);
    }

    /** By offset. Of a text that this class did not write, nothing is known. */
    static Map<Long, String> read(@Nullable String metadata) {
        var calls = new HashMap<Long, String>();
        Matcher entry = ENTRY.matcher(metadata == null ? "" : metadata);
        while (entry.find()) {
            String worker = entry.group(1);
            long first = Long.parseLong(entry.group(2));
            FinishedRuns.read(entry.group(3)).stream().forEach(bit -> calls.put(first + bit, worker));
        }
        return calls;
    }

    /**
     * @param maxLength of a longer text the workers that do not fit are left out: their calls may be repeated
     * @return empty if there are none
     */
    static String write(SortedMap<Long, String> calls, int maxLength) {
        var offsets = new TreeMap<String, BitSet>();
        var first = new HashMap<String, Long>();
        calls.forEach((offset, worker) -> offsets.computeIfAbsent(worker, same -> new BitSet())
                .set(Math.toIntExact(offset - first.computeIfAbsent(worker, same -> offset))));
        var text = new StringBuilder();
        offsets.forEach((worker, bits) -> {
            String entry = SEPARATOR + worker + "@" + first.get(worker) + "="
                    + FinishedRuns.write(bits, 0, maxLength);
            if (text.length() + entry.length() <= maxLength) {
                text.append(entry);
            }
        });
        return text.toString();
    }
}
