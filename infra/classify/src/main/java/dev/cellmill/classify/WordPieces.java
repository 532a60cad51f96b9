package dev.cellmill.classify;

import dev.cellmill.common.json.Json;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import opennlp.tools.tokenize.WordpieceTokenizer;
import tools.jackson.databind.JsonNode;

/** A text as the numbers that the model takes: {@code [CLS]}, pieces of words, {@code [SEP]}. Thread-safe. */
final class WordPieces {
    private static final int LONGEST_WORD = 100;

    private final Map<String, Long> numbers = new HashMap<>();
    private final WordpieceTokenizer tokenizer;
    private final int mostTokens;

    /**
     * @param tokenizerFile in the form of Hugging Face's {@code tokenizer.json}
     * @param mostTokens of one text, the two at its ends among them; what is beyond is cut off
     */
    WordPieces(InputStream tokenizerFile, int mostTokens) {
        JsonNode vocabulary = Json.MAPPER.readTree(tokenizerFile).at("/model/vocab");
        vocabulary.properties().forEach(piece -> numbers.put(piece.getKey(), piece.getValue().longValue()));
        this.tokenizer = new WordpieceTokenizer(numbers.keySet(), LONGEST_WORD);
        this.mostTokens = mostTokens;
    }

    long[] of(String text) {
        String[] pieces = tokenizer.tokenize(PlainWords.of(text));
        var tokens = new long[Math.min(pieces.length, mostTokens)];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = numbers.get(pieces[i]);
        }
        tokens[tokens.length - 1] = numbers.get(WordpieceTokenizer.BERT_SEP_TOKEN);
        return tokens;
    }
}
