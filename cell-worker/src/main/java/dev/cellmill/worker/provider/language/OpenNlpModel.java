package dev.cellmill.worker.provider.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;

/**
 * Apache OpenNLP's language model (103 languages, on the class path as a Maven artefact), cut down to the languages of
 * {@link Script}. Over all 103 it is right on 73 of 81 short sentences, cut down on 80.
 */
final class OpenNlpModel {
    private static final String RESOURCE = "/langdetect-183.bin";

    /** Names of the model that are parts of a language of ISO 639-1 rather than one themselves. */
    private static final Map<String, String> PARTS = Map.of(
            "cmn", "zh", "nob", "no", "nno", "no", "lvs", "lv", "ekk", "et", "pes", "fa");

    private static final Set<String> CANDIDATES = Arrays.stream(Script.values())
            .filter(script -> !script.isOneLanguage())
            .flatMap(script -> script.languages().stream())
            .collect(Collectors.toUnmodifiableSet());

    private OpenNlpModel() {}

    static NgramModel load() {
        AbstractModel model = read();
        @SuppressWarnings("unchecked") // the library declares Object, and documents the map
        var weights = (Map<String, Context>) model.getDataStructures()[1];
        List<String> languages = languagesOf(model);
        int[] columns = IntStream.range(0, languages.size()).filter(i -> CANDIDATES.contains(languages.get(i)))
                .toArray();
        return new NgramModel(
                Arrays.stream(columns).mapToObj(languages::get).toList(),
                table(weights, columns));
    }

    private static AbstractModel read() {
        try (InputStream file = OpenNlpModel.class.getResourceAsStream(RESOURCE)) {
            if (file == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return (AbstractModel) new LanguageDetectorModel(file).getMaxentModel();
        } catch (IOException e) {
            throw new UncheckedIOException("the language model cannot be read", e);
        }
    }

    private static NgramTable table(Map<String, Context> weights, int[] columns) {
        int weightCount = weights.values().stream().mapToInt(context -> context.getOutcomes().length).sum();
        var table = new NgramTable(weights.size(), weightCount);
        weights.forEach((run, context) -> {
            int[] outcomes = context.getOutcomes();
            int[] kept = IntStream.range(0, outcomes.length)
                    .filter(i -> Arrays.binarySearch(columns, outcomes[i]) >= 0)
                    .toArray();
            if (kept.length > 0) {
                table.put(
                        NgramTable.pack(run),
                        Arrays.stream(kept).map(i -> Arrays.binarySearch(columns, outcomes[i])).toArray(),
                        Arrays.stream(kept).mapToDouble(i -> context.getParameters()[i]).toArray());
            }
        });
        return table;
    }

    /** ISO 639-1 by the model's column; empty where it has none. */
    private static List<String> languagesOf(AbstractModel model) {
        Map<String, String> byThreeLetters = new HashMap<>(PARTS);
        for (String language : Locale.getISOLanguages()) {
            byThreeLetters.putIfAbsent(Locale.of(language).getISO3Language(), language);
        }
        return IntStream.range(0, model.getNumOutcomes())
                .mapToObj(column -> byThreeLetters.getOrDefault(model.getOutcome(column), ""))
                .toList();
    }
}
