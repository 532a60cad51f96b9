package dev.cellmill.common.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What someone who wrote an unknown name probably meant. */
public final class DidYouMean {
    /** A longer name is nobody's typing error; also bounds the work. */
    private static final int LONGEST = 80;

    private DidYouMean() {}

    /** The end of a sentence: the nearest known name if it is near, else all of them, at most 20. Begins with a blank. */
    public static String among(Collection<String> known, String written) {
        Optional<String> nearest = nearest(known, written);
        if (nearest.isPresent()) {
            return " Did you mean \"%s\"?".formatted(nearest.get());
        }
        if (known.isEmpty()) {
            return " There is none.";
        }
        String names = String.join(", ", known.stream().sorted().limit(20).toList());
        return " Known: %s%s.".formatted(names, known.size() > 20 ? ", …" : "");
    }

    private static Optional<String> nearest(Collection<String> known, String written) {
        String word = written.toLowerCase(Locale.ROOT);
        int allowed = (written.length() + 2) / 3;
        record Candidate(String name, int distance) {}
        return known.stream()
                .filter(name -> Math.max(name.length(), word.length()) <= LONGEST)
                .map(name -> new Candidate(name, distance(name.toLowerCase(Locale.ROOT), word)))
                .filter(candidate -> candidate.distance() <= allowed)
                .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .map(Candidate::name);
    }

    /** Levenshtein's distance, in two rows. */
    private static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
