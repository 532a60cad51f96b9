package dev.cellmill.worker.provider.language;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A maximum-entropy model over the distinct runs of one to three characters in a text: each run adds its weights to
 * the sums of the languages, which then share out 1 by the exponents of their sums. Immutable; flat arrays, so that it
 * takes 15 MB where the library's own objects take 70, and a third of their time.
 */
final class NgramModel {
    private static final int LONGEST = 3;

    /**
     * Multiplies the sums. The weights come from few rounds of training, so the model's own shares are nearly even;
     * with 20 their mean on short sentences (0.97) is close to the part of them that is right (0.99).
     */
    private static final double SHARPNESS = 20;

    private final int columns;
    private final NgramTable ngrams;

    /** For each script, which of its languages a column speaks for; -1 for none. */
    private final Map<Script, int[]> candidates = new EnumMap<>(Script.class);

    /** @param languages what each column of the table speaks for; two columns may share one */
    NgramModel(List<String> languages, NgramTable ngrams) {
        this.columns = languages.size();
        this.ngrams = ngrams;
        for (Script script : Script.values()) {
            candidates.put(script, languages.stream().mapToInt(script.languages()::indexOf).toArray());
        }
    }

    /** The likeliest of the script's languages, and its share among them. */
    LanguageGuess guess(String text, Script script) {
        double[] sums = new double[columns];
        long[] runs = runs(text);
        for (int i = 0; i < runs.length; i++) {
            if (i == 0 || runs[i] != runs[i - 1]) {
                ngrams.addWeights(runs[i], sums);
            }
        }
        return likeliest(sums, script);
    }

    private LanguageGuess likeliest(double[] sums, Script script) {
        int[] candidate = candidates.get(script);
        double highest = Arrays.stream(sums).max().orElse(0);
        double[] shares = new double[script.languages().size()];
        double total = 0;
        for (int column = 0; column < columns; column++) {
            if (candidate[column] >= 0) {
                double share = Math.exp((sums[column] - highest) * SHARPNESS);
                shares[candidate[column]] += share;
                total += share;
            }
        }
        int best = 0;
        for (int language = 1; language < shares.length; language++) {
            best = shares[language] > shares[best] ? language : best;
        }
        return new LanguageGuess(script.languages().get(best), total == 0 ? 0 : shares[best] / total);
    }

    /** All runs, sorted, so that equal ones are neighbours. */
    private static long[] runs(String text) {
        int length = text.length();
        long[] runs = new long[length * LONGEST];
        int count = 0;
        for (int start = 0; start < length; start++) {
            long run = 0;
            for (int end = start; end < Math.min(length, start + LONGEST); end++) {
                run = NgramTable.append(run, text.charAt(end));
                runs[count++] = run;
            }
        }
        runs = Arrays.copyOf(runs, count);
        Arrays.sort(runs);
        return runs;
    }
}
